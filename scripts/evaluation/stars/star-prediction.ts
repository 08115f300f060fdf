import type { Item } from '#ranking/data/item.js';
import type { Interactions } from '#ranking/data/interactions.js';
import { predictWithAndWithoutTime } from '../../ranking/pair.predictions.js';
import { predictBias, predictItemMean } from './star.baselines.js';
import { keepRatings, ratersOf, shuffled } from '../splits/split.js';

/** Ratings are dealt into so many folds; each is predicted from the others. */
export const STAR_FOLDS = 5;

/** Predictions of one fold's ratings. Lists are parallel. */
export interface StarPredictions {
  /** The ratings, by their entry in all the ratings. */
  entries: number[];
  /** Stars by each model. */
  predicted: Record<string, number[]>;
  /** Ratings of the item that were learnt from. */
  raters: number[];
}

/**
 * Predicts a random fifth of all ratings from the others.
 *
 * @param fold  0 … STAR_FOLDS − 1
 * @returns undefined when there is nothing to learn from or to predict
 */
export function predictFold(
  items: readonly Item[],
  ratings: Interactions,
  fold: number,
  seed: number,
): StarPredictions | undefined {
  const entries = shuffled(ratings.items.keys(), seed).filter(
    (_, position) => position % STAR_FOLDS === fold,
  );
  const withheld = new Set(entries);
  const train = keepRatings(ratings, (entry) => !withheld.has(entry));
  if (entries.length === 0 || train.stars.length === 0) return undefined;
  const userOf = userOfEntries(ratings);
  const pairs = entries.map((entry) => ({
    user: ratings.userIds[userOf[entry]],
    item: ratings.itemIds[ratings.items[entry]],
    time: ratings.times[entry],
  }));
  const raters = ratersOf(train);
  const { anytime, then } = predictWithAndWithoutTime({ items, ratings: train }, pairs, seed);
  return {
    entries,
    predicted: {
      stars: anytime,
      'stars-then': then,
      'baseline-bias': predictBias(train, pairs),
      'baseline-item-mean': predictItemMean(train, pairs),
    },
    raters: entries.map((entry) => raters[ratings.items[entry]]),
  };
}

/** The user of each entry. */
export function userOfEntries({ userCount, offsets, items }: Interactions): Int32Array {
  const users = new Int32Array(items.length);
  for (let user = 0; user < userCount; user++) users.fill(user, offsets[user], offsets[user + 1]);
  return users;
}
