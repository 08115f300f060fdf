import { FeatureKind, ItemFeatures } from '../data/feature-matrix.js';
import { rowProduct } from '../math/sparse-matrix.js';

/** How much each kind of likeness counts; the sum is 1, so that an item is 1 like itself when all kinds are known. */
const KIND_WEIGHTS: Partial<Record<FeatureKind, number>> = {
  genres: 0.35,
  people: 0.15,
  keywords: 0.15,
  collection: 0.1,
};
const PLOT_WEIGHT = 0.25;

const KINDS = Object.entries(KIND_WEIGHTS) as [FeatureKind, number][];
/** A cosine may come out so much above 1 by rounding. */
const ROUNDING = 1e-3;

/**
 * How alike two items are by their features and plots, about 0 to 1; symmetric.
 *
 * @param floor  where they are not more alike than this, the answer may be anything up to it: plots, which cost most, are
 *               then not compared
 */
export function itemSimilarity(features: ItemFeatures, a: number, b: number, floor = -Infinity): number {
  let sum = 0;
  for (const [kind, weight] of KINDS) sum += weight * rowProduct(features.kinds[kind], a, b);
  if (sum + PLOT_WEIGHT * (1 + ROUNDING) <= floor) return sum;
  return sum + PLOT_WEIGHT * plotCosine(features, a, b);
}

/** Cosine of two items' (mean-free) plot vectors, −1 to 1; 0 where one is missing. */
export function plotCosine({ plots }: ItemFeatures, a: number, b: number): number {
  const { dimensions, values } = plots;
  let sum = 0;
  for (let d = 0; d < dimensions; d++) sum += values[a * dimensions + d] * values[b * dimensions + d];
  return sum;
}
