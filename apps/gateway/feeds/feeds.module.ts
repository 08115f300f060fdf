import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { FeedsController, MyFeedsController } from './feeds.controllers.js';

@Module({
  imports: [MessagingModule, RecommendationsModule, ThrottleModule],
  controllers: [MyFeedsController, FeedsController],
})
export class FeedsModule {}
