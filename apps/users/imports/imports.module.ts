import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { ImportsController } from './imports.controller.js';

/** Histories brought at once. */
@Module({
  imports: [MessagingModule, DocumentsModule],
  controllers: [ImportsController],
})
export class ImportsModule {}
