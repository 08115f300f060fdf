import { basename } from 'node:path';
import type { Item } from '#ranking/data/item.js';
import { alignItems, type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { readCatalogue } from '../../ranking/item.catalogue.js';
import { describedItem, openSample, readPlots } from '../../ranking/item.features.js';
import { readRatingsFile } from '../../ranking/ratings.file.js';
import { SetupError } from '../../process/setup-error.js';
import { shuffled } from './split.js';

/** What is measured on. Plain data: it can be posted to a worker thread. */
export interface EvaluationData {
  /** What the ratings are called in the report. */
  name: string;
  /** The catalogue. */
  items: Item[];
  /** All users' ratings; their columns are the items, in the same order. */
  ratings: Interactions;
}

/**
 * Puts items in random order: where a model cannot tell items apart the first ones come first, and a catalogue often
 * begins with the famous ones.
 *
 * @throws SetupError when there is nothing to measure with
 */
export function evaluationData(
  name: string,
  items: readonly Item[],
  ratings: Interactions,
  seed: number,
): EvaluationData {
  const order = shuffled(items, seed);
  const aligned = alignItems(
    ratings,
    order.map(({ id }) => id),
  );
  if (aligned.stars.length === 0) throw new SetupError(`${name}: holds no ratings of these films`);
  return { name, items: order, ratings: aligned };
}

/** The sample, its items described as the catalogue service describes them. */
export async function readSample(seed: number): Promise<EvaluationData> {
  const dataset = await openSample();
  const plots = await readPlots();
  const items: Item[] = [];
  for await (const record of dataset.movies()) {
    const { id, year, genres } = record;
    items.push(describedItem({ id, year, genres }, record, plots));
  }
  const builder = new InteractionsBuilder();
  for await (const { userId, movieId, rating, ratedAt } of dataset.ratings())
    builder.add(userId, movieId, rating, ratedAt.getTime() / 1000);
  return evaluationData('the sample', items, builder.build(), seed);
}

/**
 * A ratings file, and an items file to describe its items with; both as `npm run rank` reads them.
 *
 * @throws DatasetError naming file, row and column; SetupError when the file holds no ratings
 */
export async function readFiles(
  ratingsFile: string,
  itemsFile: string | undefined,
  seed: number,
): Promise<EvaluationData> {
  const builder = new InteractionsBuilder();
  for await (const { user, item, rating, timestamp } of readRatingsFile(ratingsFile))
    builder.add(user, item, rating, timestamp);
  const ratings = builder.build();
  const items = await readCatalogue('evaluate', ratings.itemIds, itemsFile);
  return evaluationData(basename(ratingsFile), items, ratings, seed);
}
