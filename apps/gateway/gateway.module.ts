import { Environment } from '#platform/config/environment.js';
import { EnvironmentModule } from '#platform/config/environment.module.js';
import { HEALTH_CHECKS, HealthController } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { RedisConnection, RedisModule } from '#platform/stores/redis.module.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { ThrottleCounts } from './throttle/throttle.counts.js';
import { AddressThrottle, UserThrottle } from './throttle/throttle.guards.js';
import { AuthController } from './auth/auth.controller.js';
import { DeletedUsers } from './auth/deleted-users.js';
import { NotInterestedController, WatchlistController } from './me/feedback.controllers.js';
import { Feedback } from './me/feedback.js';
import { GatewayEvents } from './gateway.events.js';
import { AccessTokenGuard } from './auth/access-token.guard.js';
import { AccessTokenStrategy } from './auth/access-token.strategy.js';
import { HistoryImport } from './me/history.import.js';
import { KnownMovies } from './movies/known-movies.js';
import { ListStream } from './recommendations/list.stream.js';
import { MeController } from './me/me.controller.js';
import { GenresController, MoviesController } from './movies/movies.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RatingsController } from './me/ratings.controller.js';
import { RecommendationsController } from './recommendations/recommendations.controller.js';
import { Recommendations } from './recommendations/recommendations.js';

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
    ReadyLists,
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
