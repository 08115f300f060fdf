import { factorise, solveFactorised } from '../math/dense-matrix.js';
import { FEATURE_KINDS, ItemFeatures } from '../data/feature-matrix.js';
import type { Votes } from '../data/item-votes.js';
import { SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';

export interface FeatureFactorParameters {
  /** Ridge on what a feature says. */
  ridge: number;
  /** κ: an item with n ratings teaches with weight n / (n + κ). */
  teachFrom: number;
  /** After so many ratings an item's own factors count half, before that its features' prediction counts more. */
  ownFrom: number;
  /** Features of fewer items, and beyond so many of one kind, are left out: time and memory grow with their square. */
  minItems: number;
  maxPerKind: number;
}

/** Chosen on draws of films whose ratings were taken away, of two data sets. */
export const FEATURE_FACTOR_DEFAULTS: FeatureFactorParameters = {
  ridge: 5,
  teachFrom: 20,
  ownFrom: 1,
  minItems: 3,
  maxPerKind: 150,
};

/** A vote average that is neither praise nor blame, and a number of votes (as its logarithm) in the middle. */
const MEAN_VOTES = { average: 6.5, logCount: 4, spread: 2 };

/**
 * What is known of items apart from their ratings: a constant, how many outside votes they have and how good (four
 * columns), and their most telling features of every kind. Items × columns.
 */
export function sideInformation(
  { kinds }: ItemFeatures,
  votes: Votes,
  { minItems, maxPerKind }: FeatureFactorParameters = FEATURE_FACTOR_DEFAULTS,
): SparseMatrix {
  const rows = Array.from(votes.count, (count, item): [number, number][] => {
    const popularity = (Math.log1p(count) - MEAN_VOTES.logCount) / MEAN_VOTES.spread;
    const praise = count > 0 ? votes.average[item] - MEAN_VOTES.average : 0;
    return [1, popularity, popularity ** 2, Math.max(0, popularity) ** 3 / 3, praise].map((value, column) => [
      column,
      value,
    ]);
  });
  let columnCount = 5;
  for (const kind of FEATURE_KINDS) {
    const { offsets, columns, values, columnCount: names } = kinds[kind];
    const items = new Int32Array(names);
    const mass = new Float64Array(names);
    columns.forEach((column, e) => {
      items[column]++;
      mass[column] += values[e] ** 2;
    });
    const kept = [...items.keys()].filter((column) => items[column] >= minItems);
    kept.sort((a, b) => mass[b] - mass[a] || a - b).splice(maxPerKind);
    const position = new Map(kept.sort((a, b) => a - b).map((column, at) => [column, columnCount + at]));
    rows.forEach((row, item) => {
      for (let e = offsets[item]; e < offsets[item + 1]; e++) {
        const at = position.get(columns[e]);
        if (at !== undefined) row.push([at, values[e]]);
      }
    });
    columnCount += kept.length;
  }
  return sparseFromRows(rows, columnCount);
}

/**
 * Gives items with few or no ratings the factors their features suggest: h_i becomes (n_i·h_i + κ₀·x_i·M) / (n_i + κ₀),
 * with x_i what is known of the item and M from a weighted ridge regression of the rated items' factors:
 *
 *   M = argmin Σ_i n_i / (n_i + κ)·|h_i − x_i·M|² + λ·|M|²   (the constant's row is not shrunk)
 *
 * So that an item nobody has rated is scored on the same scale as all others, and can reach a list. About
 * items × (features of one)² + columns³ / 6 + dimensions × columns² operations.
 *
 * @param factors  items × dimensions, row-major; changed in place
 * @param counts   ratings of each item
 * @see Gantner et al., "Learning Attribute-to-Feature Mappings for Cold-Start Recommendations", ICDM 2010
 */
export function adoptFeatureFactors(
  factors: Float64Array,
  counts: ArrayLike<number>,
  side: SparseMatrix,
  { ridge, teachFrom, ownFrom }: FeatureFactorParameters = FEATURE_FACTOR_DEFAULTS,
): void {
  const { offsets, columns, values, columnCount: p } = side;
  const d = factors.length / side.rowCount;
  const gram = new Float64Array(p * p);
  const products = new Float64Array(d * p);
  for (let a = 0; a < p; a++) gram[a * p + a] = a === 0 ? 1e-6 : ridge;
  for (let item = 0; item < side.rowCount; item++) {
    const weight = counts[item] / (counts[item] + teachFrom);
    if (weight === 0) continue;
    for (let e = offsets[item]; e < offsets[item + 1]; e++) {
      const value = weight * values[e];
      const at = columns[e] * p;
      for (let f = offsets[item]; f <= e; f++) gram[at + columns[f]] += value * values[f];
      for (let k = 0; k < d; k++) products[k * p + columns[e]] += value * factors[item * d + k];
    }
  }
  factorise(gram, p);
  const mapping = Array.from({ length: d }, (_, k) => {
    const column = products.subarray(k * p, (k + 1) * p);
    solveFactorised(gram, p, column);
    return column;
  });
  for (let item = 0; item < side.rowCount; item++) {
    const own = counts[item] / (counts[item] + ownFrom);
    for (let k = 0; k < d; k++) {
      let predicted = 0;
      for (let e = offsets[item]; e < offsets[item + 1]; e++) predicted += values[e] * mapping[k][columns[e]];
      factors[item * d + k] = own * factors[item * d + k] + (1 - own) * predicted;
    }
  }
}
