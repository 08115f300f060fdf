import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { WhyController } from './why.controller.js';

@Module({
  imports: [MessagingModule, RecommendationsModule],
  controllers: [WhyController],
})
export class ChoiceModule {}
