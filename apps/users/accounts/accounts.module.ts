import { ACCESS_TOKEN } from '#contracts/users/access.token.js';
import { Environment, signingSecret } from '#platform/config/environment.js';
import { EnvironmentModule } from '#platform/config/environment.module.js';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { MongooseModule } from '@nestjs/mongoose';
import { DocumentsModule } from '../documents/documents.module.js';
import { AccountsController } from './accounts.controller.js';
import { Accounts } from './accounts.js';
import { EarlierTokens } from './earlier.tokens.js';
import { IdentitiesController } from './identities.controller.js';
import { Identities } from './identities.js';
import { RefreshTokenDocument, refreshTokenSchema } from './refresh-token.schema.js';
import { Sessions } from './sessions.js';

@Module({
  imports: [
    EnvironmentModule,
    DocumentsModule,
    MongooseModule.forFeature([{ name: RefreshTokenDocument.name, schema: refreshTokenSchema }]),
    JwtModule.registerAsync({
      inject: [Environment],
      useFactory: (environment: Environment) => ({
        secret: signingSecret(environment),
        signOptions: { ...ACCESS_TOKEN, expiresIn: environment.ACCESS_TOKEN_SECONDS },
      }),
    }),
  ],
  controllers: [AccountsController, IdentitiesController],
  providers: [Accounts, Identities, Sessions, EarlierTokens],
})
export class AccountsModule {}
