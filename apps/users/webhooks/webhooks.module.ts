import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DocumentsModule } from '../documents/documents.module.js';
import { WebhookNews } from './webhook.news.js';
import { WebhookDocument, webhookSchema } from './webhook.schema.js';
import { WebhookSender } from './webhook.sender.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

/** Addresses that people want to be told at. */
@Module({
  imports: [
    EnvironmentModule,
    DocumentsModule,
    MessagingModule,
    MongooseModule.forFeature([{ name: WebhookDocument.name, schema: webhookSchema }]),
  ],
  controllers: [WebhooksController],
  providers: [Webhooks, WebhookNews, WebhookSender],
})
export class WebhooksModule {}
