import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { Tonight } from './tonight.js';
import { TonightController } from './tonight.controller.js';
import { WhyController } from './why.controller.js';

@Module({
  imports: [MessagingModule, ReadyListsModule, ThrottleModule, RecommendationsModule],
  controllers: [TonightController, WhyController],
  providers: [Tonight],
})
export class ChoiceModule {}
