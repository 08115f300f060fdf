import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AuthController } from './auth.controller.js';
import { DeletedUsers } from './deleted-users.js';

@Module({
  imports: [EnvironmentModule, MessagingModule, PassportModule, ThrottleModule],
  controllers: [AuthController],
  providers: [DeletedUsers, AccessTokenStrategy],
  exports: [DeletedUsers],
})
export class AuthModule {}
