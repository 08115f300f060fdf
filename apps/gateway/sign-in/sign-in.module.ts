import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { MySignInController } from './my-sign-in.controller.js';
import { OidcController } from './oidc.controller.js';
import { OidcProvider } from './oidc.provider.js';
import { SealedCookies } from './sealed.cookies.js';
import { SignInFlow } from './sign-in.flow.js';

/** Signing in at an OpenID Connect provider. */
@Module({
  imports: [EnvironmentModule, MessagingModule, ThrottleModule],
  controllers: [OidcController, MySignInController],
  providers: [OidcProvider, SealedCookies, SignInFlow],
  exports: [SealedCookies],
})
export class SignInModule {}
