import { join } from 'node:path';
import { openDataset } from '#datasets/dataset.js';
import type { Dataset } from '#datasets/records/dataset.js';
import { projectRoot } from '#platform/config/project-root.js';
import { count, type Progress, seconds } from '#platform/process/progress.js';
import { CommandError } from '#platform/stores/store.check.js';
import type { INestApplicationContext } from '@nestjs/common';
import { Ingestion, type IngestionSummary } from '../movies/ingestion.js';
import { MoviesRelay } from '../movies/movies.relay.js';
import { TMDB_API } from '../sync/film.sync.js';
import { SyncQueue } from '../sync/sync.queue.js';

/** Movies between two progress lines. */
const LOG_EVERY = 2500;

/**
 * `--initdb`: loads the movies of a data set into the catalogue and announces them to the other services. Loading a
 * movie again with the same data does not change it.
 *
 * @param folder  the data set's folder; undefined for the sample
 */
export async function loadMovies(
  app: INestApplicationContext,
  progress: Progress,
  folder?: string,
): Promise<void> {
  const started = performance.now();
  const dataset = await progress.step(folder ? `Opening ${folder}` : 'Fetching the sample data', () =>
    openDataset(folder, { cacheDir: join(projectRoot(), '.local', 'cache') }),
  );
  const loaded = await progress.step(`Loading the films of ${dataset.name}`, (report) => {
    let next = LOG_EVERY;
    return app.get(Ingestion).load(dataset, dataset.movies(), (movies) => {
      if (movies < next) return;
      report.say(`${count(movies)} films`);
      next = movies + LOG_EVERY;
    });
  });
  await publishChanges(app.get(MoviesRelay), progress);
  for (const line of [...dataset.notes, ...complaints(dataset, loaded)]) progress.say(`  ${line}`);
  const { added, changed, unchanged, merged } = loaded;
  if (merged > 0) progress.say(`  ${count(merged)} films were here twice; each is one now`);
  const time = seconds(performance.now() - started);
  progress.say(
    added + changed === 0
      ? `${count(unchanged)} films of ${dataset.name}: nothing has changed (${time})`
      : `${count(added + changed + unchanged)} films of ${dataset.name}: ${count(added)} added, ${count(changed)} changed, ${count(unchanged)} unchanged in ${time}`,
  );
}

/**
 * `--initdb --remove`: takes back what a data set has said of movies, and announces what that changes.
 *
 * @param dataset  the data set's name, as a load prints it
 * @throws CommandError when nothing in the catalogue is from it
 */
export async function removeMovies(
  app: INestApplicationContext,
  progress: Progress,
  dataset: string,
): Promise<void> {
  const started = performance.now();
  const { changed, gone, unchanged } = await progress.step(
    `Taking back the films of ${dataset}`,
    (report) => {
      let next = LOG_EVERY;
      return app.get(Ingestion).remove(dataset, (movies) => {
        if (movies < next) return;
        report.say(`${count(movies)} films`);
        next = movies + LOG_EVERY;
      });
    },
  );
  await publishChanges(app.get(MoviesRelay), progress);
  if (dataset === TMDB_API.name) await app.get(SyncQueue).forget();
  if (changed + gone + unchanged === 0)
    throw new CommandError(`no film is from a data set called ${dataset}`);
  progress.say(
    `${count(changed + gone + unchanged)} films of ${dataset}: ${count(gone)} removed, ` +
      `${count(changed)} changed, ${count(unchanged)} unchanged in ${seconds(performance.now() - started)}`,
  );
}

async function publishChanges(relay: MoviesRelay, progress: Progress): Promise<void> {
  const total = await relay.countWaiting();
  if (total === 0) return;
  await progress.step(`Announcing ${count(total)} films to the other services`, async (report) => {
    let sent = 0;
    await relay.drain((movies) => report.fraction((sent += movies) / total));
  });
}

/** What could not be loaded, file by file. */
function complaints(dataset: Dataset, { refused, refusals }: IngestionSummary): string[] {
  const files = dataset.summary.flatMap(({ file, brokenCount, broken }) => [
    ...(brokenCount > 0 ? [`${file}: ${count(brokenCount)} rows could not be used`] : []),
    ...broken.map(({ row, why }) => `  row ${row}: ${why}`),
    ...(brokenCount > broken.length ? [`  and ${count(brokenCount - broken.length)} more`] : []),
  ]);
  const movies = refusals.map(({ id, why }) => `film ${id} was left out: ${why}`);
  return [
    ...files,
    ...movies,
    ...(refused > refusals.length ? [`and ${refused - refusals.length} more films`] : []),
  ];
}
