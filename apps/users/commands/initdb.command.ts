import { join } from 'node:path';
import { MAX_RATINGS_PER_IMPORT } from '#contracts/protocol/limits.js';
import { openDataset } from '#datasets/dataset.js';
import type { Dataset } from '#datasets/records/dataset.js';
import type { RatingRecord } from '#datasets/records/rating.record.js';
import { summaryLines } from '#datasets/records/read-summary.js';
import { withProviders } from '#platform/command.bootstrap.js';
import { projectRoot } from '#platform/config/project-root.js';
import { count, seconds } from '#platform/process/progress.js';
import { OutboxRelay } from '../documents/outbox.relay.js';
import { UserStore } from '../documents/user.store.js';
import type { CommandLine } from './command-line.js';
import { CommandsModule } from './commands.module.js';
import { RatingsLoader } from './ratings.loader.js';
import { moveRatings } from './ratings.move.js';
import { removeDataset } from './ratings.removal.js';

const LOG_EVERY_MS = 1000;

export function runInitdb({ dataset, remove }: CommandLine): Promise<void> {
  return remove === undefined ? loadRatings(dataset) : removeRatings(remove);
}

/** `--initdb --remove`: takes back the ratings of a data set's users. */
async function removeRatings(dataset: string): Promise<void> {
  const started = Date.now();
  await withProviders(CommandsModule, async (app) => {
    const { users, ratings } = await removeDataset(app.get(UserStore).model, dataset);
    await app.get(OutboxRelay).drain();
    const time = seconds(Date.now() - started);
    console.log(`✓ ratings of ${dataset}: ${count(ratings)} of ${count(users)} users taken back in ${time}`);
  });
}

/**
 * `--initdb`: loads a data set's users and their ratings. Models learn from them, but nobody can log in as them.
 * Loading the same rows of a user again changes nothing, if they are adjacent in the file and not more than one import may hold.
 * Ratings that the data set no longer has are kept.
 */
async function loadRatings(folder?: string): Promise<void> {
  const started = Date.now();
  await withProviders(CommandsModule, async (app) => {
    const dataset = await openDataset(folder, { cacheDir: join(projectRoot(), '.local', 'cache') });
    const moved = await moveRatings(app.get(UserStore).model, await formerIds(dataset));
    if (moved > 0) console.log(`  ${count(moved)} ratings moved to films that were here twice`);
    const loader = new RatingsLoader(app.get(UserStore), dataset.name);
    let next = Date.now() + LOG_EVERY_MS;
    for await (const user of byUser(dataset.ratings())) {
      // Sent batch by batch: a large data set's events would double what the database holds.
      if (await loader.add(user)) await app.get(OutboxRelay).drain();
      if (Date.now() > next) {
        console.log(`  … ${loader.summary()}`);
        next = Date.now() + LOG_EVERY_MS;
      }
    }
    await loader.flush();
    await app.get(OutboxRelay).drain();
    console.log(`✓ ratings of ${dataset.name}: ${loader.summary()} in ${seconds(Date.now() - started)}`);
    for (const line of summaryLines(dataset.summary)) console.log(`  ${line}`);
  });
}

/** The ids of movies by those under which earlier loads knew them. */
async function formerIds(dataset: Dataset): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  if (dataset.kind !== 'movielens') return ids;
  for await (const { id, formerId } of dataset.movies()) if (formerId !== undefined) ids.set(formerId, id);
  return ids;
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
