import { meanAbsoluteError, rootMeanSquaredError } from '#ranking/math/metrics.js';
import type { Item } from '#ranking/data/item.js';
import type { OfficialSplit } from '../../ranking/movielens-100k.js';
import { predictWithAndWithoutTime } from '../../ranking/pair.predictions.js';
import { predictBias, predictItemMean } from './star.baselines.js';

/** How far each model's stars are off on one official split. */
export interface OfficialErrors {
  split: string;
  ratings: number;
  models: Record<string, { rmse: number; mae: number }>;
}

/** @param items  all that the split names, and maybe more */
export function measureOfficialSplit(
  items: readonly Item[],
  { name, train, pairs, stars }: OfficialSplit,
  seed: number,
): OfficialErrors {
  const { anytime, then } = predictWithAndWithoutTime({ items, ratings: train }, pairs, seed);
  const predicted = {
    stars: anytime,
    'stars-then': then,
    'baseline-bias': predictBias(train, pairs),
    'baseline-item-mean': predictItemMean(train, pairs),
  };
  const models = Object.entries(predicted).map(([model, values]) => [
    model,
    { rmse: rootMeanSquaredError(values, stars), mae: meanAbsoluteError(values, stars) },
  ]);
  return {
    split: name,
    ratings: stars.length,
    models: Object.fromEntries(models) as OfficialErrors['models'],
  };
}
