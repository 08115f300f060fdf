import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { TokensController } from './tokens.controller.js';
import { Tokens } from './tokens.js';

@Module({ imports: [DocumentsModule], controllers: [TokensController], providers: [Tokens] })
export class TokensModule {}
