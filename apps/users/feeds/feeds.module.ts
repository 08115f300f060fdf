import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { FeedsController } from './feeds.controller.js';

@Module({ imports: [DocumentsModule], controllers: [FeedsController] })
export class FeedsModule {}
