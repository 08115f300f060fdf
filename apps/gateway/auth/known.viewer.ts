import { createSecretKey, type KeyObject } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import { ACCESS_TOKEN, type AccessClaims, type Viewing } from '#contracts/users/access.token.js';
import { Environment, signingSecret } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { PersonalTokens, personalTokenOf } from '../tokens/personal.tokens.js';
import { KnownSessions } from './known.sessions.js';
import { OutdatedLimits } from './outdated.limits.js';

const BEARER = /^Bearer +(\S+)$/i;

/** How whoever asks on a public route watches films, where they say who they are. */
@Injectable()
export class KnownViewer {
  private readonly jwt = new JwtService();
  private readonly key: KeyObject;

  constructor(
    environment: Environment,
    private readonly outdated: OutdatedLimits,
    private readonly tokens: PersonalTokens,
    private readonly sessions: KnownSessions,
  ) {
    this.key = createSecretKey(signingSecret(environment), 'utf8');
  }

  /**
   * An access token says it also when it has expired: what hides films from somebody must not end before they are asked
   * to log in again. What is no token of ours says nothing.
   *
   * @throws AppError `unauthorized` for one from before family mode changed
   */
  async of(authorization: string | undefined, address: string): Promise<Viewing | undefined> {
    if (authorization === undefined) return undefined;
    const known = this.sessions.of(authorization);
    if (known) return known.viewing;
    const personal = personalTokenOf(authorization);
    if (personal !== undefined)
      return (await this.tokens.admit(personal, 'any', address).catch(withoutRefused))?.viewing;
    const claims = this.read(BEARER.exec(authorization)?.[1]);
    if (!claims) return undefined;
    if (this.outdated.isOutdated(claims.sub, claims.viewing)) throw new AppError('unauthorized');
    return claims.viewing;
  }

  private read(token: string | undefined): AccessClaims | undefined {
    if (token === undefined) return undefined;
    try {
      return this.jwt.verify<AccessClaims>(token, {
        secret: this.key as unknown as string,
        issuer: ACCESS_TOKEN.issuer,
        audience: ACCESS_TOKEN.audience,
        algorithms: [ACCESS_TOKEN.algorithm],
        ignoreExpiration: true,
      });
    } catch {
      return undefined;
    }
  }
}

/** A route that needs no token goes on without one that is refused. */
function withoutRefused(error: unknown): undefined {
  if (error instanceof AppError && error.status < 500) return undefined;
  throw error;
}
