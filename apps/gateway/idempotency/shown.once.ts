import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { SHOWN_ONCE } from '../http/openapi.js';

export const NOT_KEPT = Symbol('not kept');

/** For a route whose answer holds a secret: it is stored nowhere, so a repeat runs. */
export const ShownOnce = () => applyDecorators(SetMetadata(NOT_KEPT, true), ApiExtension(SHOWN_ONCE, true));
