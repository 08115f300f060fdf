import { Environment, signingSecret } from '#platform/config/environment.js';
import { EnvironmentModule } from '#platform/config/environment.module.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { HEALTH_CHECKS, HealthController, type HealthCheck } from '#platform/http/health.controller.js';
import { loggerModule } from '#platform/observability/logging.js';
import { mongoModule, pingMongo } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.js';
import { FeedbackController } from './ratings/feedback.controller.js';
import { OutboxRelay } from './documents/outbox.relay.js';
import { RatingsController } from './ratings/ratings.controller.js';
import { RefreshTokenRecord, refreshTokenSchema } from './accounts/refresh-token.schema.js';
import { Sessions } from './accounts/sessions.js';
import { UserRecord, userSchema } from './documents/user.schema.js';
import { UserStore } from './documents/user.store.js';

@Module({
  imports: [
    EnvironmentModule,
    loggerModule('users'),
    mongoModule('users'),
    MongooseModule.forFeature([
      { name: UserRecord.name, schema: userSchema },
      { name: RefreshTokenRecord.name, schema: refreshTokenSchema },
    ]),
    JwtModule.registerAsync({
      inject: [Environment],
      useFactory: (environment: Environment) => ({
        secret: signingSecret(environment),
        signOptions: { expiresIn: environment.ACCESS_TOKEN_SECONDS, algorithm: 'HS256' },
      }),
    }),
  ],
  controllers: [AccountsController, RatingsController, FeedbackController, HealthController],
  providers: [
    Accounts,
    Sessions,
    UserStore,
    OutboxRelay,
    EventPublisher,
    {
      provide: HEALTH_CHECKS,
      inject: [getConnectionToken()],
      useFactory: (mongo: Connection): HealthCheck[] => [{ name: 'mongodb', check: () => pingMongo(mongo) }],
    },
  ],
})
export class UsersModule {}
