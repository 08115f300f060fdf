import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MAX_RATINGS_PER_IMPORT, RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import { openDataset } from '#datasets/dataset.js';
import type { RatingRecord } from '#datasets/records/rating.record.js';
import { summaryLines } from '#datasets/records/read-summary.js';
import { withProviders } from '#platform/command.bootstrap.js';
import { projectRoot } from '#platform/config/project-root.js';
import { type OutgoingEvent, sealEvent } from '#platform/messaging/event.publisher.js';
import { Types } from 'mongoose';
import { OutboxRelay } from '../documents/outbox.relay.js';
import type { UserDocument } from '../documents/user.schema.js';
import { UserStore } from '../documents/user.store.js';
import type { CommandLine } from './command-line.js';
import { CommandsModule } from './commands.module.js';

const USERS_PER_WRITE = 100;
const LOG_EVERY_MS = 1000;

/**
 * `--initdb`: loads a data set's users and their ratings. Models learn from them, but nobody can log in as them.
 * Loading the same rows of a user again changes nothing, if they are adjacent in the file and not more than one import may hold.
 * Ratings that the data set no longer has are kept.
 */
export async function loadRatings({ dataset: folder }: CommandLine): Promise<void> {
  const started = Date.now();
  await withProviders(CommandsModule, async (app) => {
    const dataset = await openDataset(folder, { cacheDir: join(projectRoot(), '.local', 'cache') });
    const loader = new RatingsLoader(app.get(UserStore), dataset.name);
    let next = Date.now() + LOG_EVERY_MS;
    for await (const user of byUser(dataset.ratings())) {
      await loader.add(user);
      if (Date.now() > next) {
        console.log(`  … ${loader.summary()}`);
        next = Date.now() + LOG_EVERY_MS;
      }
    }
    await loader.flush();
    await app.get(OutboxRelay).drain();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`✓ ratings of ${dataset.name}: ${loader.summary()} in ${seconds} s`);
    for (const line of summaryLines(dataset.summary)) console.log(`  ${line}`);
  });
}

/** Groups ratings by user, as far as they arrive together; rows of a user that come later form a group of their own. */
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
    if (this.batch.length >= USERS_PER_WRITE) await this.flush();
  }

  async flush(): Promise<void> {
    const users = this.batch.map((ratings) => ({
      _id: importedUserId(this.dataset, ratings[0].userId),
      ratings,
      contentHash: hashOf(ratings),
    }));
    this.batch = [];
    const known = await this.users.model
      .find({ _id: { $in: users.map((user) => user._id) } }, { contentHash: 1, version: 1 })
      .lean<Pick<UserDocument, '_id' | 'contentHash' | 'version'>[]>();
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
        const version = before.get(String(user._id))?.version ?? 0;
        return {
          updateOne: { filter: { _id: user._id }, update: importOf(user, version), upsert: true },
        };
      }),
    );
  }

  summary(): string {
    const count = (n: number) => n.toLocaleString('en');
    return `${count(this.ratings)} ratings of ${count(this.loaded)} users loaded, ${count(this.unchanged)} users unchanged`;
  }
}

function importOf(
  { _id, ratings, contentHash }: { _id: Types.ObjectId; ratings: RatingRecord[]; contentHash: string },
  versionBefore: number,
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
  const events: OutgoingEvent[] = [];
  for (let at = 0; at < changes.length; at += RATINGS_PER_CHUNK)
    events.push(
      sealEvent(RatingsImported, {
        userId: String(_id),
        version: versionBefore + events.length + 1,
        source: 'dataset',
        changes: changes.slice(at, at + RATINGS_PER_CHUNK),
      }),
    );
  return {
    $set: { ...Object.fromEntries(stored), contentHash, version: versionBefore + events.length },
    $setOnInsert: { community: true, registeredAt: new Date(), watchlist: {}, notInterested: {} },
    $push: { outbox: { $each: events } },
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
