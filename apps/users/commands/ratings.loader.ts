import { createHash } from 'node:crypto';
import type { RatingChange } from '#contracts/users/users.events.js';
import type { RatingRecord } from '#datasets/records/rating.record.js';
import { count } from '#platform/process/progress.js';
import { type mongo, Types } from 'mongoose';
import { DURABLE } from '#platform/stores/mongo.module.js';
import type { StoredRating, UserDocument } from '../documents/user.schema.js';
import type { UserStore } from '../documents/user.store.js';
import { importEvents } from './import.events.js';

const USERS_PER_WRITE = 100;

type KnownUser = Pick<UserDocument, '_id' | 'contentHash' | 'dataset' | 'version'>;

/** Stores a data set's users, a batch at a time. */
export class RatingsLoader {
  private batch: RatingRecord[][] = [];
  private loaded = 0;
  private unchanged = 0;
  private ratings = 0;

  constructor(
    private readonly users: UserStore,
    private readonly dataset: string,
  ) {}

  /** @returns whether this has stored a batch, with the events about it */
  async add(user: RatingRecord[]): Promise<boolean> {
    // More of the same user needs the version that this batch gives them.
    const full =
      this.batch.length >= USERS_PER_WRITE || this.batch.some(([{ userId }]) => userId === user[0].userId);
    if (full) await this.flush();
    this.batch.push(user);
    return full;
  }

  async flush(): Promise<void> {
    const users = this.batch.map((ratings) => ({
      _id: importedUserId(this.dataset, ratings[0].userId),
      ratings,
      contentHash: hashOf(ratings),
    }));
    this.batch = [];
    const known = await this.users.model
      .find({ _id: { $in: users.map((user) => user._id) } }, { contentHash: 1, dataset: 1, version: 1 })
      .lean<KnownUser[]>();
    const before = new Map(known.map((user) => [String(user._id), user]));
    const changed = users.filter(
      ({ _id, contentHash }) => before.get(String(_id))?.contentHash !== contentHash,
    );
    this.unchanged += users.length - changed.length;
    this.loaded += changed.length;
    this.ratings += changed.reduce((sum, { ratings }) => sum + ratings.length, 0);
    await this.claim(known);
    if (changed.length === 0) return;
    // Past mongoose, which would look at each rating several times.
    await this.users.model.collection.bulkWrite(
      changed.map((user) => ({
        updateOne: {
          filter: { _id: user._id },
          update: importOf(user, this.dataset, before.get(String(user._id))?.version),
          upsert: true,
        },
      })),
      { writeConcern: DURABLE },
    );
  }

  /** Notes the data set of users that an earlier version loaded. */
  private async claim(known: KnownUser[]): Promise<void> {
    const unnamed = known.filter(({ dataset }) => dataset === undefined).map(({ _id }) => _id);
    if (unnamed.length === 0) return;
    await this.users.model.updateMany({ _id: { $in: unnamed } }, { $set: { dataset: this.dataset } });
  }

  summary(): string {
    return `${count(this.ratings)} ratings of ${count(this.loaded)} users loaded, ${count(this.unchanged)} users unchanged`;
  }
}

interface ImportedUser {
  _id: Types.ObjectId;
  ratings: RatingRecord[];
  contentHash: string;
}

/** @param versionBefore  undefined for a user who is not there yet, and gets all ratings as one field */
function importOf({ _id, ratings, contentHash }: ImportedUser, dataset: string, versionBefore?: number) {
  const last = [...new Map(ratings.map((rating) => [rating.movieId, rating])).values()];
  const changes: RatingChange[] = last.map(({ movieId, rating, ratedAt }) => ({
    movieId,
    rating,
    ratedAt: ratedAt.toISOString(),
  }));
  const isNew = versionBefore === undefined;
  const stored = Object.fromEntries(
    last.map(({ movieId, rating, ratedAt }) => [
      isNew ? movieId : `ratings.${movieId}`,
      { rating, ratedAt } satisfies StoredRating,
    ]),
  );
  const events = importEvents(_id, versionBefore ?? 0, changes);
  const version = (versionBefore ?? 0) + events.length;
  return {
    $set: { ...(isNew ? { ratings: stored } : stored), contentHash, dataset, version },
    $setOnInsert: { community: true, registeredAt: new Date(), watchlist: {}, notInterested: {} },
    // The driver's type knows no fields of our documents.
    $push: { outbox: { $each: events } } as unknown as mongo.PushOperator<mongo.Document>,
  };
}

/** The same id for the same user of the same data set. */
function importedUserId(dataset: string, userId: string): Types.ObjectId {
  return new Types.ObjectId(createHash('sha256').update(`${dataset}\0${userId}`).digest('hex').slice(0, 24));
}

function hashOf(ratings: RatingRecord[]): string {
  const hash = createHash('sha256');
  for (const { movieId, rating, ratedAt } of ratings)
    hash.update(`${movieId} ${rating} ${ratedAt.getTime()}\n`);
  return hash.digest('hex');
}
