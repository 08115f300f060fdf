import { basename } from 'node:path';
import type { Film } from '#ranking/data/item.js';
import { alignItems, type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { readCatalogue } from '../../ranking/item.catalogue.js';
import { describedFilm, openSample, readPlots } from '../../ranking/item.features.js';
import { readRatingsFile } from '../../ranking/ratings.file.js';
import { SetupError } from '../../process/setup-error.js';
import { shuffled } from './split.js';

/** What is measured on. Plain data: it can be posted to a worker thread. */
export interface EvaluationData {
  /** What the ratings are called in the report. */
  name: string;
  /** The catalogue. */
  films: Film[];
  /** Everybody's ratings; their columns are the films, in the same order. */
  ratings: Interactions;
}

/**
 * Puts films in random order: where a model cannot tell films apart the first ones come first, and a catalogue often
 * begins with the famous ones.
 *
 * @throws SetupError when there is nothing to measure with
 */
export function evaluationData(
  name: string,
  films: readonly Film[],
  ratings: Interactions,
  seed: number,
): EvaluationData {
  const order = shuffled(films, seed);
  const aligned = alignItems(
    ratings,
    order.map(({ id }) => id),
  );
  if (aligned.stars.length === 0) throw new SetupError(`${name}: holds no ratings of these films`);
  return { name, films: order, ratings: aligned };
}

/** The sample, its films described as the catalogue service describes them. */
export async function readSample(seed: number): Promise<EvaluationData> {
  const dataset = await openSample();
  const plots = await readPlots();
  const films: Film[] = [];
  for await (const record of dataset.films()) {
    const { id, year, genres } = record;
    films.push(describedFilm({ id, year, genres }, record, plots));
  }
  const builder = new InteractionsBuilder();
  for await (const { userId, filmId, rating, ratedAt } of dataset.ratings())
    builder.add(userId, filmId, rating, ratedAt.getTime() / 1000);
  return evaluationData('the sample', films, builder.build(), seed);
}

/**
 * A ratings file, and a films file to describe its films with; both as `npm run rank` reads them.
 *
 * @throws DatasetError naming file, row and column; SetupError when the file holds no ratings
 */
export async function readFiles(
  ratingsFile: string,
  filmsFile: string | undefined,
  seed: number,
): Promise<EvaluationData> {
  const builder = new InteractionsBuilder();
  for await (const { user, item, rating, timestamp } of readRatingsFile(ratingsFile))
    builder.add(user, item, rating, timestamp);
  const ratings = builder.build();
  const films = await readCatalogue('evaluate', ratings.itemIds, filmsFile);
  return evaluationData(basename(ratingsFile), films, ratings, seed);
}
