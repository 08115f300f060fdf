import type { ItemFeatures } from '../data/feature-matrix.js';
import { itemSimilarity } from '../pairs/item-similarity.js';
import { rerankInSteps } from './diversity.js';

/** Items in an order that is as varied as is wished; see rerankInSteps. @param pool  best first */
export function varied(
  features: ItemFeatures,
  pool: readonly number[],
  relevance: (item: number) => number,
  limit: number,
  diversity: number,
): Generator<void, number[]> {
  return rerankInSteps(pool, pool.map(relevance), limit, diversity, (a, b, floor) =>
    itemSimilarity(features, a, b, floor),
  );
}
