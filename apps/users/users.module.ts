import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { pingMongo } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { AccountsModule } from './accounts/accounts.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { LibrariesModule } from './libraries/libraries.module.js';
import { OutboxSweep } from './outbox.sweep.js';
import { RatingsModule } from './ratings/ratings.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({
  imports: [
    loggerModule('users'),
    DocumentsModule,
    AccountsModule,
    RatingsModule,
    TokensModule,
    ConnectionsModule,
    FeedsModule,
    ImportsModule,
    LibrariesModule,
    WebhooksModule,
  ],
  controllers: [HealthController],
  providers: [
    OutboxSweep,
    {
      provide: HEALTH_CHECKS,
      inject: [getConnectionToken()],
      useFactory: (mongo: Connection): HealthCheck[] => [{ name: 'mongodb', check: () => pingMongo(mongo) }],
    },
  ],
})
export class UsersModule {}
