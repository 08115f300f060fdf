import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ImpressionsModule } from '../impressions/impressions.module.js';
import { KeptModule } from '../kept/kept.module.js';
import { MoviesModule } from '../movies/movies.module.js';
import { CardCache } from './card.cache.js';
import { ListStream } from './list.stream.js';
import { MadePages } from './made.pages.js';
import { MatchesController } from './matches.controller.js';
import { ModelFollower } from './model.follower.js';
import { Onboarding } from './onboarding.js';
import { ReadyPages } from './ready.pages.js';
import { RecommendationsController } from './recommendations.controller.js';
import { Recommendations } from './recommendations.js';

@Module({
  imports: [KeptModule, MessagingModule, ReadyListsModule, MoviesModule, ImpressionsModule],
  controllers: [RecommendationsController, MatchesController],
  providers: [Recommendations, ReadyPages, MadePages, CardCache, ListStream, ModelFollower, Onboarding],
  exports: [CardCache, ListStream, ModelFollower, Onboarding, Recommendations],
})
export class RecommendationsModule {}
