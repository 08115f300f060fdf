import { readEnvironment } from '#platform/config/environment.js';
import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { pingMongo } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { BrowseModule } from './browse/browse.module.js';
import { HistoryModule } from './history/history.module.js';
import { MoviesSweep } from './movies.sweep.js';
import { MoviesModule } from './movies/movies.module.js';
import { RatingsModule } from './ratings/ratings.module.js';
import { RegionsModule } from './regions/regions.module.js';
import { SearchModule } from './search/search.module.js';
import { FollowModule } from './sync/follow.module.js';
import { UnfollowedModule } from './sync/unfollowed.module.js';

/** Without a token there is nothing to follow, and no need of Redis. */
function following() {
  return readEnvironment().TMDB_TOKEN ? FollowModule : UnfollowedModule;
}

@Module({
  imports: [
    loggerModule('catalog'),
    MoviesModule,
    BrowseModule,
    SearchModule,
    RatingsModule,
    HistoryModule,
    RegionsModule,
    following(),
  ],
  controllers: [HealthController],
  providers: [
    MoviesSweep,
    {
      provide: HEALTH_CHECKS,
      inject: [getConnectionToken()],
      useFactory: (mongo: Connection): HealthCheck[] => [{ name: 'mongodb', check: () => pingMongo(mongo) }],
    },
  ],
})
export class CatalogModule {}
