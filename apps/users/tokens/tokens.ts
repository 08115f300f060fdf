import { timingSafeEqual } from 'node:crypto';
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
import { Injectable, Logger } from '@nestjs/common';
import { OutboxRelay } from '../documents/outbox.relay.js';
import type { StoredToken } from '../documents/user.schema.js';
import { alive, UserStore } from '../documents/user.store.js';

const DAY_MS = 24 * 3600 * 1000;
/** How exactly it is known when a token was last used. */
const USE_NOTED_EVERY_MS = 60_000;

/** Personal tokens, in their owner's document: with the account they are gone. */
@Injectable()
export class Tokens {
  private readonly log = new Logger(Tokens.name);

  constructor(
    private readonly users: UserStore,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws AppError `limit_reached` when somebody has as many as they may */
  async make({ userId, name, scopes, expiresInDays = TOKEN_DAYS }: MakeToken): Promise<MadeToken> {
    const { writeBy } = await this.users.get(userId, 'version');
    const { secret, id, digest } = newSecret('mr_', userId);
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + expiresInDays * DAY_MS);
    const token: StoredToken = { id, name, digest, scopes, createdAt, expiresAt };
    const { model } = this.users;
    await answered(
      model.updateOne(
        { ...alive(userId), ...startedBy(writeBy) },
        { $pull: { tokens: { expiresAt: { $lt: createdAt } } } },
      ),
    );
    const isFree = { [`tokens.${MAX_TOKENS - 1}`]: { $exists: false } };
    const { modifiedCount } = await answered(
      model.updateOne({ ...alive(userId), ...isFree, ...startedBy(writeBy) }, { $push: { tokens: token } }),
    );
    if (modifiedCount !== 1)
      throw new AppError('limit_reached', `There may be ${MAX_TOKENS} tokens: revoke one first.`);
    return { ...shown(token), token: secret };
  }

  /** Newest first. */
  async list(userId: string): Promise<PersonalToken[]> {
    const { tokens = [] } = await this.users.get(userId, 'tokens');
    return tokens.map(shown).reverse();
  }

  /** @throws AppError `entry_not_found` */
  async end({ userId, id }: SecretOfUser): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    const event = sealEvent(TokenEnded, { userId, tokenId: id });
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), 'tokens.id': id, ...startedBy(writeBy) },
        { $pull: { tokens: { id } }, $push: { outbox: event } },
      ),
    );
    if (modifiedCount !== 1) throw new AppError('entry_not_found', 'There is no such token.');
    this.relay.send(userId, [event]);
  }

  /** @throws AppError `unauthorized` for one that is not, or no longer, a token of this account */
  async check({ userId, id, digest }: SecretCheck): Promise<CheckedToken> {
    const { tokens = [] } = await this.users.get(userId, 'tokens');
    const token = tokens.find((one) => one.id === id);
    if (!token || !isSame(token.digest, digest) || token.expiresAt < new Date())
      throw new AppError('unauthorized', 'This token is not valid, or no longer.');
    this.noteUse(userId, token);
    return { scopes: token.scopes, expiresAt: token.expiresAt.toISOString() };
  }

  /** Not waited for: whoever asked has been found to be who they are. */
  private noteUse(userId: string, { id, lastUsedAt }: StoredToken): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return;
    this.users.model
      .updateOne(
        { ...alive(userId), 'tokens.id': id },
        { $set: { 'tokens.$.lastUsedAt': now } },
        { writeConcern: { w: 1 } },
      )
      .then(undefined, (error: Error) => this.log.warn(`a token's use was not noted: ${error.message}`));
  }
}

/** Whether two digests of the same length are the same, in a time that does not say where they differ. */
export const isSame = (stored: string, given: string) =>
  stored.length === given.length && timingSafeEqual(Buffer.from(stored), Buffer.from(given));

function shown({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: StoredToken): PersonalToken {
  return {
    id,
    name,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
  };
}
