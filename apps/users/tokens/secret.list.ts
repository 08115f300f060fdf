import { timingSafeEqual } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import type { SecretCheck, SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { Logger } from '@nestjs/common';
import type { UpdateQuery } from 'mongoose';
import type { UserDocument } from '../documents/user.schema.js';
import { alive, type UserStore } from '../documents/user.store.js';

/** How exactly it is known when a secret was last used. */
const USE_NOTED_EVERY_MS = 60_000;

/** What every stored secret has: of its text only the SHA-256. */
export interface StoredSecret {
  id: string;
  digest: string;
  createdAt: Date;
  lastUsedAt?: Date;
}

type ListName = 'tokens' | 'connections' | 'feeds';
type Entry<Name extends ListName> = NonNullable<UserDocument[Name]>[number];

/** A person's secrets of one kind: entries of their own document, of which there is a most. */
export class SecretList<Name extends ListName> {
  private readonly log = new Logger(SecretList.name);

  /** @param what  one of them, for messages */
  constructor(
    private readonly users: UserStore,
    private readonly name: Name,
    private readonly most: number,
    private readonly what: string,
  ) {}

  /** @throws AppError `limit_reached` when somebody has as many as they may */
  async add(userId: string, entry: Entry<Name>): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    const isFree = { [`${this.name}.${this.most - 1}`]: { $exists: false } };
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), ...isFree, ...startedBy(writeBy) },
        { $push: { [this.name]: entry } },
      ),
    );
    if (modifiedCount !== 1)
      throw new AppError('limit_reached', `There may be ${this.most} ${this.what}s: remove one first.`);
  }

  /** Newest first. */
  async all(userId: string): Promise<Entry<Name>[]> {
    const user = await this.users.get(userId, this.name);
    return [...((user[this.name] ?? []) as Entry<Name>[])].reverse();
  }

  /**
   * @param more  what to change in the same write
   * @throws AppError `entry_not_found`
   */
  async end({ userId, id }: SecretOfUser, more: UpdateQuery<UserDocument> = {}): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), [`${this.name}.id`]: id, ...startedBy(writeBy) },
        { $pull: { [this.name]: { id } }, ...more },
      ),
    );
    if (modifiedCount !== 1) throw new AppError('entry_not_found', `There is no such ${this.what}.`);
  }

  /** Finds the entry of a secret and notes its use; nothing for one that is not, or no longer, a secret of this account. */
  async find({ userId, id, digest }: SecretCheck): Promise<Entry<Name> | undefined> {
    const user = await this.users.find(alive(userId), this.name);
    const entries = (user?.[this.name] ?? []) as Entry<Name>[];
    const entry = entries.find((one) => one.id === id);
    if (!entry || !isSame(entry.digest, digest)) return undefined;
    this.noteUse(userId, entry);
    return entry;
  }

  /** Not waited for: whoever asked has been found to be who they are. */
  private noteUse(userId: string, { id, lastUsedAt }: StoredSecret): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return;
    this.users.model
      .updateOne(
        { ...alive(userId), [`${this.name}.id`]: id },
        { $set: { [`${this.name}.$.lastUsedAt`]: now } },
        { writeConcern: { w: 1 } },
      )
      .then(undefined, (error: Error) =>
        this.log.warn(`the use of a ${this.what} was not noted: ${error.message}`),
      );
  }
}

/** Whether two digests are the same, in a time that does not say where they differ. */
const isSame = (stored: string, given: string) =>
  stored.length === given.length && timingSafeEqual(Buffer.from(stored), Buffer.from(given));

/** What their owner sees of the moments of an entry. */
export const timesOf = ({ createdAt, lastUsedAt }: StoredSecret) => ({
  createdAt: createdAt.toISOString(),
  ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
});
