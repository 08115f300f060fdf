import { EnvironmentModule } from '#platform/config/environment.module.js';
import { HEALTH_CHECKS, HealthController } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokenGuard } from './auth/access-token.guard.js';
import { AuthModule } from './auth/auth.module.js';
import { ChoiceModule } from './choice/choice.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { GatewayEvents } from './gateway.events.js';
import { HttpModule } from './http/http.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { KeptModule } from './kept/kept.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { MeModule } from './me/me.module.js';
import { MoviesModule } from './movies/movies.module.js';
import { PostersModule } from './posters/posters.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { RowsModule } from './rows/rows.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { AddressThrottle, UserThrottle } from './throttle/throttle.guards.js';
import { ThrottleModule } from './throttle/throttle.module.js';
import { TokensModule } from './tokens/tokens.module.js';

@Module({
  imports: [
    EnvironmentModule,
    loggerModule('gateway'),
    HttpModule,
    ThrottleModule,
    IdempotencyModule,
    TokensModule,
    AuthModule,
    KeptModule,
    SignInModule,
    MoviesModule,
    RecommendationsModule,
    RowsModule,
    ChoiceModule,
    MeModule,
    ConnectionsModule,
    FeedsModule,
    McpModule,
    ImportsModule,
    PostersModule,
  ],
  controllers: [GatewayEvents, HealthController],
  providers: [
    // Guards run in this order: count the address, check the access token, count the user. Hence all here, in no room.
    { provide: APP_GUARD, useClass: AddressThrottle },
    { provide: APP_GUARD, useClass: AccessTokenGuard },
    { provide: APP_GUARD, useClass: UserThrottle },
    // Without Redis or the broker the gateway still answers some routes, so neither makes it unready.
    { provide: HEALTH_CHECKS, useValue: [] },
  ],
})
export class GatewayModule {}
