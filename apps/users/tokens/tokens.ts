import { AppError } from '#contracts/protocol/app.error.js';
import { newSecret } from '#contracts/users/owned.secret.js';
import {
  type CheckedToken,
  type MadeToken,
  type MakeToken,
  MAX_TOKENS,
  type PersonalToken,
  type SecretCheck,
  type SecretOfUser,
  TOKEN_DAYS,
} from '#contracts/users/tokens.rpc.js';
import { TokenEnded } from '#contracts/users/users.events.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { OutboxRelay } from '../documents/outbox.relay.js';
import type { StoredToken } from '../documents/user.schema.js';
import { alive, UserStore } from '../documents/user.store.js';
import { SecretList, timesOf } from './secret.list.js';

const DAY_MS = 24 * 3600 * 1000;

/** Personal tokens, in their owner's document: with the account they are gone. */
@Injectable()
export class Tokens {
  private readonly tokens: SecretList<'tokens'>;

  constructor(
    private readonly users: UserStore,
    private readonly relay: OutboxRelay,
  ) {
    this.tokens = new SecretList(users, 'tokens', MAX_TOKENS, 'token');
  }

  /** @throws AppError `limit_reached` when somebody has as many as they may */
  async make({ userId, name, scopes, expiresInDays = TOKEN_DAYS }: MakeToken): Promise<MadeToken> {
    const { secret, id, digest } = newSecret('mr_', userId);
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + expiresInDays * DAY_MS);
    const token: StoredToken = { id, name, digest, scopes, createdAt, expiresAt };
    await this.dropExpired(userId, createdAt);
    await this.tokens.add(userId, token);
    return { ...shown(token), token: secret };
  }

  /** Newest first. */
  async list(userId: string): Promise<PersonalToken[]> {
    return (await this.tokens.all(userId)).map(shown);
  }

  /** @throws AppError `entry_not_found` */
  async end(token: SecretOfUser): Promise<void> {
    const event = sealEvent(TokenEnded, { userId: token.userId, tokenId: token.id });
    await this.tokens.end(token, { $push: { outbox: event } });
    this.relay.send(token.userId, [event]);
  }

  /** @throws AppError `unauthorized` for one that is not, or no longer, a token of this account */
  async check(secret: SecretCheck): Promise<CheckedToken> {
    const token = await this.tokens.find(secret);
    if (!token || token.expiresAt < new Date())
      throw new AppError('unauthorized', 'This token is not valid, or no longer.');
    const { viewing } = await this.users.get(secret.userId, 'viewing');
    return { scopes: token.scopes, expiresAt: token.expiresAt.toISOString(), ...(viewing && { viewing }) };
  }

  private async dropExpired(userId: string, now: Date): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    await answered(
      this.users.model.updateOne(
        { ...alive(userId), ...startedBy(writeBy) },
        { $pull: { tokens: { expiresAt: { $lt: now } } } },
      ),
    );
  }
}

function shown(token: StoredToken): PersonalToken {
  const { id, name, scopes, expiresAt } = token;
  return { id, name, scopes, expiresAt: expiresAt.toISOString(), ...timesOf(token) };
}
