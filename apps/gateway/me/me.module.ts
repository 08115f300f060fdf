import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { KeptModule } from '../kept/kept.module.js';
import { MoviesModule } from '../movies/movies.module.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { NotInterestedController, WatchlistController } from './feedback.controllers.js';
import { Feedback } from './feedback.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { MeController } from './me.controller.js';
import { RatingsController } from './ratings.controller.js';
import { SeenController } from './seen.controller.js';
import { TasteController } from './taste.controller.js';

/** A user's own account, ratings and saved lists. */
@Module({
  imports: [
    SignInModule,
    MessagingModule,
    ReadyListsModule,
    AuthModule,
    KeptModule,
    MoviesModule,
    RecommendationsModule,
    ThrottleModule,
  ],
  controllers: [
    MeController,
    RatingsController,
    WatchlistController,
    NotInterestedController,
    SeenController,
    TasteController,
  ],
  providers: [Feedback],
})
export class MeModule {}
