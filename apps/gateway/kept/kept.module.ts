import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { FastLane } from './fast.lane.js';
import { KeptAnswers } from './kept.answers.js';

/** Exports what the interceptors of kept routes need, too. */
@Module({
  imports: [AuthModule, ReadyListsModule, ThrottleModule],
  providers: [FastLane, KeptAnswers],
  exports: [FastLane, KeptAnswers, ReadyListsModule],
})
export class KeptModule {}
