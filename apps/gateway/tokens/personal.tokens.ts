import { AppError } from '#contracts/protocol/app.error.js';
import { ownedSecret } from '#contracts/users/owned.secret.js';
import { type CheckedToken, checkToken } from '#contracts/users/tokens.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { withoutDeadline } from '#platform/process/deadline.js';
import { Injectable } from '@nestjs/common';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { NetworkLimits } from '../throttle/network.limits.js';
import { RecentlyEnded } from './recently.ended.js';
import type { NeededScope } from './scope.decorator.js';
import { TokenAnswers } from './token.answers.js';

/** How long a token that was checked is believed when no news of its end arrives. */
const BELIEVED_MS = 30_000;
/** Longer than that and a call together. */
const REMEMBERED_MS = 2 * 60_000;
const BEARER = /^Bearer +(mr_\S+)$/i;

/**
 * The personal token of an `Authorization` header.
 *
 * @returns nothing when there is none, or an access token
 */
export function personalTokenOf(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? '')?.[1];
}

/** Who a personal token belongs to, and what it may do: asked of the users service and believed for half a minute. */
@Injectable()
export class PersonalTokens {
  private readonly answers = new TokenAnswers<CheckedToken>(BELIEVED_MS);
  /** Tokens that were revoked, and accounts that were deleted. */
  private readonly ended = new RecentlyEnded(REMEMBERED_MS);

  constructor(
    private readonly rpc: RpcClient,
    private readonly limits: NetworkLimits,
    private readonly environment: Environment,
  ) {}

  /**
   * @param scope    what the route needs; nothing where no personal token will do
   * @param address  from where it comes
   * @throws AppError `unauthorized`, `scope_missing`, `too_many_requests` when an address tries many tokens
   */
  async admit(token: string, scope: NeededScope | undefined, address: string): Promise<CurrentSession> {
    const known = ownedSecret('mr_', token);
    if (!known) throw new AppError('unauthorized', 'This is no personal token.');
    const { userId, id, digest } = known;
    if (!this.answers.has(digest)) await this.limits.count('token-check', address);
    const ask = () => withoutDeadline(() => this.rpc.call(checkToken, { userId, id, digest }));
    const { scopes, expiresAt, viewing } = await this.answers.of(digest, ask);
    const now = Date.now();
    if (this.ended.has(id) || this.ended.has(userId) || Date.parse(expiresAt) <= now)
      throw new AppError('unauthorized', 'This token is not valid, or no longer.');
    if (!scope) throw new AppError('scope_missing', 'No personal token will do here: log in.');
    if (scope !== 'any' && !scopes.includes(scope))
      throw new AppError('scope_missing', `This token does not have the scope "${scope}".`);
    // What stays open stays no longer than with an access token.
    const soon = now + this.environment.ACCESS_TOKEN_SECONDS * 1000;
    return {
      userId,
      scopes,
      ...(viewing && { viewing }),
      expiresAt: new Date(Math.min(soon, Date.parse(expiresAt))),
    };
  }

  /** Asks anew about every token: what somebody may be shown has changed. */
  askAnew(): void {
    this.answers.clear();
  }

  /** @param id  of a token that was revoked, or a user who was deleted */
  end(id: string): void {
    this.ended.add(id);
  }
}
