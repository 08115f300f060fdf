import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ListStream } from './list.stream.js';
import { RecommendationsController } from './recommendations.controller.js';
import { Recommendations } from './recommendations.js';

@Module({
  imports: [MessagingModule, ReadyListsModule],
  controllers: [RecommendationsController],
  providers: [Recommendations, ListStream],
  exports: [ListStream],
})
export class RecommendationsModule {}
