import { createSecretKey } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import { ACCESS_TOKEN, type AccessClaims } from '#contracts/users/access.token.js';
import { Environment, signingSecret } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { DeletedUsers } from './deleted-users.js';
import { OutdatedLimits } from './outdated.limits.js';

/** Accepts bearer tokens that the users service has signed for this API, with its algorithm only, until they expire. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    environment: Environment,
    private readonly deleted: DeletedUsers,
    private readonly outdated: OutdatedLimits,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      // A key object, because jsonwebtoken would convert a string for every request, trying it as a public key first.
      secretOrKey: createSecretKey(signingSecret(environment), 'utf8') as unknown as Buffer,
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      algorithms: [ACCESS_TOKEN.algorithm],
    });
  }

  validate({ sub, exp, viewing }: Partial<AccessClaims> & { exp?: number }): CurrentSession {
    if (!sub || !exp || this.deleted.has(sub)) throw new AppError('unauthorized');
    if (this.outdated.isOutdated(sub, viewing)) throw new AppError('unauthorized');
    return { userId: sub, expiresAt: new Date(exp * 1000), ...(viewing && { viewing }) };
  }
}
