import { Environment } from '#platform/environment.js';
import { EnvironmentModule } from '#platform/environment.module.js';
import { HEALTH_CHECKS, HealthController } from '#platform/health.controller.js';
import { loggerModule } from '#platform/logging.js';
import { RecommendationCache } from '#platform/recommendation.cache.js';
import { RedisConnection, RedisModule } from '#platform/redis.module.js';
import { RpcClient } from '#platform/rpc.client.js';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { ThrottleCounts } from './throttle.counts.js';
import { AddressThrottle, UserThrottle } from './throttle.guards.js';
import { AuthController } from './auth.controller.js';
import { DeletedUsers } from './deleted-users.js';
import { NotInterestedController, WatchlistController } from './feedback.controllers.js';
import { Feedback } from './feedback.js';
import { GatewayEvents } from './gateway.events.js';
import { AccessTokenGuard } from './access-token.guard.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { HistoryImport } from './history.import.js';
import { KnownMovies } from './known-movies.js';
import { ListStream } from './list.stream.js';
import { MeController } from './me.controller.js';
import { GenresController, MoviesController } from './movies.controller.js';
import { ProblemFilter } from './problem.filter.js';
import { RatingsController } from './ratings.controller.js';
import { RecommendationsController } from './recommendations.controller.js';
import { Recommendations } from './recommendations.js';

const MINUTE_MS = 60_000;

@Module({
  imports: [
    EnvironmentModule,
    loggerModule('gateway'),
    RedisModule,
    PassportModule,
    ThrottlerModule.forRootAsync({
      inject: [Environment, RedisConnection],
      useFactory: (environment: Environment, redis: RedisConnection) => ({
        throttlers: [
          { name: 'address', ttl: MINUTE_MS, limit: environment.THROTTLE_PER_ADDRESS },
          { name: 'user', ttl: MINUTE_MS, limit: environment.THROTTLE_PER_USER },
          { name: 'login', ttl: MINUTE_MS, limit: environment.THROTTLE_LOGINS },
        ],
        storage: new ThrottleCounts(redis),
      }),
    }),
  ],
  controllers: [
    AuthController,
    MeController,
    MoviesController,
    GenresController,
    RatingsController,
    RecommendationsController,
    WatchlistController,
    NotInterestedController,
    GatewayEvents,
    HealthController,
  ],
  providers: [
    RpcClient,
    RecommendationCache,
    Recommendations,
    ListStream,
    KnownMovies,
    Feedback,
    HistoryImport,
    DeletedUsers,
    AccessTokenStrategy,
    { provide: APP_FILTER, useClass: ProblemFilter },
    // In this order: an address is counted before its token is looked at, a user after.
    { provide: APP_GUARD, useClass: AddressThrottle },
    { provide: APP_GUARD, useClass: AccessTokenGuard },
    { provide: APP_GUARD, useClass: UserThrottle },
    // The gateway can always say something, from Redis or from the broker; what is missing shows route by route.
    { provide: HEALTH_CHECKS, useValue: [] },
  ],
})
export class GatewayModule {}
