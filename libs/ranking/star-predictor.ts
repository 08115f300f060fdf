import { dot, factorise, solveFactorised } from './dense-matrix.js';
import { MAX_STARS, RatingsMatrix } from './interactions.js';
import { Votes } from './popularity.model.js';
import { seededRandom } from './random.js';
import { SparseMatrix, transpose } from './sparse-matrix.js';
import { Taste } from './taste.js';

/** The lowest prediction: the product's own scale starts at one star. */
const MIN_PREDICTION = 1;
/** Sweeps over users' and items' means; they settle in a few. */
const BIAS_SWEEPS = 5;

export interface StarParameters {
  /** Length of the factors. */
  dimensions: number;
  /** Ratings' worth of shrinkage of a user's and an item's mean towards what is usual. */
  userShrinkage: number;
  itemShrinkage: number;
  /** Ridge on factors: `ridge` + `ridgePerRating` · ratings. */
  ridge: number;
  ridgePerRating: number;
  sweeps: number;
  /** Outside votes' worth of shrinkage of a film's vote average towards the mean of all. */
  votesShrinkage: number;
  seed: number;
}

export const STAR_DEFAULTS: StarParameters = {
  dimensions: 16,
  userShrinkage: 5,
  itemShrinkage: 3,
  ridge: 6,
  ridgePerRating: 0.05,
  sweeps: 12,
  votesShrinkage: 50,
  seed: 1,
};

/** Fitted star predictor as plain data. */
export interface StarState {
  parameters: StarParameters;
  /** Mean of all ratings. */
  mean: number;
  /** How far each item lies from it. */
  itemBias: Float64Array;
  /** Items × dimensions, row-major. */
  itemFactors: Float64Array;
}

/** One person as the predictor sees them. */
export interface StarProfile {
  bias: number;
  factors: Float64Array;
}

/** Alternating least squares; 100,000 ratings take about a second. */
export function fitStars(
  ratings: RatingsMatrix,
  votes?: Votes,
  parameters: StarParameters = STAR_DEFAULTS,
): StarState {
  const { userCount, itemCount } = ratings;
  const byUser: SparseMatrix = {
    rowCount: userCount,
    columnCount: itemCount,
    offsets: ratings.offsets,
    columns: ratings.items,
    values: ratings.stars,
  };
  const byItem = transpose(byUser);
  const size = ratings.stars.length;
  const mean = size === 0 ? 3.5 : ratings.stars.reduce((sum, stars) => sum + stars, 0) / size;

  const prior = votePrior(itemCount, votes, parameters);
  const itemBias = prior.slice();
  const userBias = new Float64Array(userCount);
  for (let sweep = 0; sweep < BIAS_SWEEPS; sweep++) {
    fitBias(userBias, byUser, mean, itemBias, parameters.userShrinkage);
    fitBias(itemBias, byItem, mean, userBias, parameters.itemShrinkage, prior);
  }

  const random = seededRandom(parameters.seed);
  const d = parameters.dimensions;
  const itemFactors = Float64Array.from({ length: itemCount * d }, () => (random() - 0.5) * 0.2);
  const userFactors = new Float64Array(userCount * d);
  const userResiduals = residuals(byUser, mean, userBias, itemBias);
  const itemResiduals = residuals(byItem, mean, itemBias, userBias);
  for (let sweep = 0; sweep < parameters.sweeps; sweep++) {
    fitFactors(userFactors, userResiduals, itemFactors, parameters);
    fitFactors(itemFactors, itemResiduals, userFactors, parameters);
  }
  return { parameters, mean, itemBias, itemFactors };
}

/**
 * Predicted stars  μ + b_u + b_i + p_u·q_i: means shrunk by how many ratings stand behind them, and factors of what the
 * means leave over. A person's b_u and p_u are solved from their ratings alone (ridge regression on the items' side).
 *
 * @see Koren, Bell, Volinsky, "Matrix Factorization Techniques for Recommender Systems", IEEE Computer 2009
 */
export class StarPredictor {
  constructor(readonly state: StarState) {}

  foldIn({ items, stars }: Taste): StarProfile {
    const { parameters, mean, itemBias, itemFactors } = this.state;
    let sum = 0;
    items.forEach((item, k) => (sum += stars[k] - mean - itemBias[item]));
    const bias = sum / (items.length + parameters.userShrinkage);
    const left = Float32Array.from(stars, (value, k) => value - mean - bias - itemBias[items[k]]);
    return { bias, factors: solveFactors(items, left, itemFactors, parameters) };
  }

  /** Stars, 1–5. */
  predict({ bias, factors }: StarProfile, item: number): number {
    const { mean, itemBias, itemFactors, parameters } = this.state;
    const d = parameters.dimensions;
    const stars = mean + bias + itemBias[item] + dot(itemFactors, item * d, factors, 0, d);
    return Math.max(MIN_PREDICTION, Math.min(MAX_STARS, stars));
  }
}

/** What a film's outside votes (0–10) make of its stars before anyone here rates it, in stars from the mean. */
function votePrior(
  itemCount: number,
  votes: Votes | undefined,
  { votesShrinkage }: StarParameters,
): Float64Array {
  const prior = new Float64Array(itemCount);
  if (!votes) return prior;
  const known = votes.average.filter((_, item) => votes.count[item] > 0);
  const usual = known.length ? known.reduce((sum, average) => sum + average, 0) / known.length : 0;
  return prior.map((_, item) => {
    const trust = votes.count[item] / (votes.count[item] + votesShrinkage);
    return (trust * (votes.average[item] - usual)) / 2;
  });
}

function fitBias(
  bias: Float64Array,
  { offsets, columns, values }: SparseMatrix,
  mean: number,
  otherBias: Float64Array,
  shrinkage: number,
  prior?: Float64Array,
): void {
  for (let row = 0; row < bias.length; row++) {
    let sum = shrinkage * (prior?.[row] ?? 0);
    for (let e = offsets[row]; e < offsets[row + 1]; e++) sum += values[e] - mean - otherBias[columns[e]];
    bias[row] = sum / (offsets[row + 1] - offsets[row] + shrinkage);
  }
}

function residuals(
  matrix: SparseMatrix,
  mean: number,
  rowBias: Float64Array,
  columnBias: Float64Array,
): SparseMatrix {
  const values = matrix.values.slice();
  for (let row = 0; row < matrix.rowCount; row++) {
    for (let e = matrix.offsets[row]; e < matrix.offsets[row + 1]; e++) {
      values[e] -= mean + rowBias[row] + columnBias[matrix.columns[e]];
    }
  }
  return { ...matrix, values };
}

function fitFactors(
  factors: Float64Array,
  { rowCount, offsets, columns, values }: SparseMatrix,
  others: Float64Array,
  parameters: StarParameters,
): void {
  for (let row = 0; row < rowCount; row++) {
    const from = offsets[row];
    const to = offsets[row + 1];
    const solved = solveFactors(columns.subarray(from, to), values.subarray(from, to), others, parameters);
    factors.set(solved, row * parameters.dimensions);
  }
}

/** Ridge regression of `values` on the rows `columns` of `others`. */
function solveFactors(
  columns: Int32Array,
  values: Float32Array,
  others: Float64Array,
  { dimensions: d, ridge, ridgePerRating }: StarParameters,
): Float64Array {
  const gram = new Float64Array(d * d);
  const right = new Float64Array(d);
  for (let i = 0; i < d; i++) gram[i * d + i] = ridge + ridgePerRating * columns.length;
  columns.forEach((column, k) => {
    const from = column * d;
    for (let i = 0; i < d; i++) {
      const value = others[from + i];
      right[i] += value * values[k];
      for (let j = 0; j <= i; j++) gram[i * d + j] += value * others[from + j];
    }
  });
  factorise(gram, d);
  solveFactorised(gram, d, right);
  return right;
}
