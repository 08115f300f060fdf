import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import { MAX_RATINGS_PER_IMPORT } from '#contracts/protocol/fields.js';
import { openDataset } from '#datasets/dataset.js';
import { projectRoot } from '#platform/config/project-root.js';
import { summaryLines } from '#datasets/records/read-summary.js';
import type { RatingRecord } from '#datasets/records/rating.record.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import { NestFactory } from '@nestjs/core';
import { Types } from 'mongoose';
import { Logger } from 'nestjs-pino';
import { OutboxRelay } from '../documents/outbox.relay.js';
import type { UserRecord } from '../documents/user.schema.js';
import { UserStore } from '../documents/user.store.js';
import { UsersModule } from '../users.module.js';

const USERS_AT_ONCE = 100;

/**
 * `--initdb`: loads a data set's users and their ratings. They take part in the taste of the imported, but nobody
 * can log in as them. Loading the same data again changes nothing.
 */
export async function loadRatings(folder?: string): Promise<void> {
  const started = Date.now();
  const app = await NestFactory.createApplicationContext(UsersModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  try {
    const dataset = await openDataset(folder, { cacheDir: join(projectRoot(), '.local', 'cache') });
    const loader = new RatingsLoader(app.get(UserStore), dataset.name);
    let next = Date.now() + 1000;
    for await (const user of byUser(dataset.ratings())) {
      await loader.add(user);
      if (Date.now() > next) {
        console.log(`  … ${loader.summary()}`);
        next = Date.now() + 1000;
      }
    }
    await loader.flush();
    await app.get(OutboxRelay).drain();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`✓ ratings of ${dataset.name}: ${loader.summary()} in ${seconds} s`);
    for (const line of summaryLines(dataset.summary)) console.log(`  ${line}`);
  } finally {
    await app.close();
  }
}

/** Groups ratings that arrive user by user, as MovieLens files do; a user who returns later is added to. */
async function* byUser(ratings: AsyncIterable<RatingRecord>): AsyncIterable<RatingRecord[]> {
  let user: RatingRecord[] = [];
  for await (const rating of ratings) {
    if (user.length > 0 && (user[0].userId !== rating.userId || user.length >= MAX_RATINGS_PER_IMPORT)) {
      yield user;
      user = [];
    }
    user.push(rating);
  }
  if (user.length > 0) yield user;
}

class RatingsLoader {
  private batch: RatingRecord[][] = [];
  private loaded = 0;
  private unchanged = 0;
  private ratings = 0;

  constructor(
    private readonly users: UserStore,
    private readonly dataset: string,
  ) {}

  async add(user: RatingRecord[]): Promise<void> {
    this.batch.push(user);
    if (this.batch.length >= USERS_AT_ONCE) await this.flush();
  }

  async flush(): Promise<void> {
    const users = this.batch.map((ratings) => ({
      _id: personId(this.dataset, ratings[0].userId),
      ratings,
      contentHash: hashOf(ratings),
    }));
    this.batch = [];
    const known = await this.users.model
      .find({ _id: { $in: users.map((user) => user._id) } }, { contentHash: 1, version: 1 })
      .lean<Pick<UserRecord, '_id' | 'contentHash' | 'version'>[]>();
    const before = new Map(known.map((user) => [String(user._id), user]));
    const changed = users.filter(
      ({ _id, contentHash }) => before.get(String(_id))?.contentHash !== contentHash,
    );
    this.unchanged += users.length - changed.length;
    this.loaded += changed.length;
    this.ratings += changed.reduce((sum, { ratings }) => sum + ratings.length, 0);
    if (changed.length === 0) return;
    await this.users.model.bulkWrite(
      changed.map((user) => {
        const version = (before.get(String(user._id))?.version ?? 0) + 1;
        return {
          updateOne: { filter: { _id: user._id }, update: importOf(user, version), upsert: true },
        };
      }),
    );
  }

  summary(): string {
    const count = (n: number) => n.toLocaleString('en');
    return `${count(this.ratings)} ratings of ${count(this.loaded)} people loaded, ${count(this.unchanged)} people unchanged`;
  }
}

function importOf(
  { _id, ratings, contentHash }: { _id: Types.ObjectId; ratings: RatingRecord[]; contentHash: string },
  version: number,
) {
  const last = new Map(ratings.map((rating) => [rating.movieId, rating]));
  const changes: RatingChange[] = [...last.values()].map(({ movieId, rating, ratedAt }) => ({
    movieId,
    rating,
    ratedAt: ratedAt.toISOString(),
  }));
  const stored = [...last.values()].map(({ movieId, rating, ratedAt }) => [
    `ratings.${movieId}`,
    { rating, ratedAt },
  ]);
  return {
    $set: { ...Object.fromEntries(stored), contentHash, version },
    $setOnInsert: { community: true, registeredAt: new Date(), watchlist: {}, notInterested: {} },
    $push: {
      outbox: sealEvent(RatingsImported, { userId: String(_id), version, source: 'dataset', changes }),
    },
  };
}

/** The same user of the same data set gets the same id every time. */
function personId(dataset: string, userId: string): Types.ObjectId {
  return new Types.ObjectId(createHash('sha256').update(`${dataset}\0${userId}`).digest('hex').slice(0, 24));
}

function hashOf(ratings: RatingRecord[]): string {
  const hash = createHash('sha256');
  for (const { movieId, rating, ratedAt } of ratings)
    hash.update(`${movieId} ${rating} ${ratedAt.getTime()}\n`);
  return hash.digest('hex');
}
