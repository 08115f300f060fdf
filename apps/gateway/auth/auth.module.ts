import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TokensModule } from '../tokens/tokens.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AuthController } from './auth.controller.js';
import { DeletedUsers } from './deleted-users.js';
import { KnownSessions } from './known.sessions.js';
import { KnownViewer } from './known.viewer.js';
import { OutdatedLimits } from './outdated.limits.js';

@Module({
  imports: [EnvironmentModule, MessagingModule, PassportModule, ThrottleModule, TokensModule],
  controllers: [AuthController],
  providers: [DeletedUsers, OutdatedLimits, KnownSessions, KnownViewer, AccessTokenStrategy],
  exports: [DeletedUsers, OutdatedLimits, KnownSessions, KnownViewer],
})
export class AuthModule {}
