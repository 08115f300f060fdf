import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { PersonalTokens } from './personal.tokens.js';
import { TokensController } from './tokens.controller.js';

/** Personal tokens: made, revoked and checked. */
@Module({
  imports: [EnvironmentModule, MessagingModule, ThrottleModule],
  controllers: [TokensController],
  providers: [PersonalTokens],
  exports: [PersonalTokens],
})
export class TokensModule {}
