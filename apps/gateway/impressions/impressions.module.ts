import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { Impressions } from './impressions.js';

@Module({ imports: [MessagingModule], providers: [Impressions], exports: [Impressions] })
export class ImpressionsModule {}
