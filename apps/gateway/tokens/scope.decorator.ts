import type { Scope } from '#contracts/users/tokens.rpc.js';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { PERSONAL_TOKEN, TOKEN_SCOPE } from '../http/openapi.js';

export const SCOPE = Symbol('scope');

/** Opens a route, or all of a controller, to personal tokens with this scope. A route without one refuses them all. */
export function NeedsScope(scope: Scope) {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    ApiSecurity(PERSONAL_TOKEN),
    ApiExtension(TOKEN_SCOPE, scope),
  );
}
