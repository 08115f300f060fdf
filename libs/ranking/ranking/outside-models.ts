import type { FitContext } from '../models/scorer.js';
import { adoptFeatureFactors, sideInformation } from '../models/feature-factors.js';
import { IALS_DEFAULTS, type IalsState, ridgeFor } from '../models/ials.model.js';
import type { SequenceState } from '../models/sequence.model.js';
import { sparseFromRows } from '../math/sparse-matrix.js';
import { votePrior } from '../rating-prediction/side-features.js';
import { STAR_DEFAULTS, type StarState } from '../rating-prediction/star-predictor.js';

/** So many ratings without a leaning of their own are what a film's bias was shrunk by. */
const BIAS_SHRINKAGE = 5;

/**
 * What another program has learnt from everybody's ratings, for the films of `itemIds`, n of them: the models whose cost
 * grows with the number of ratings. `deploy/spark` makes them; `readOutsideModels` reads and checks them.
 */
export interface OutsideModels {
  /** Unique. */
  itemIds: string[];
  /** Ratings of each film; length n. */
  ratingCounts: Int32Array;
  /** Factors that are to be folded in with as IalsModel does: weight of what was not seen, and n × dimensions, row-major. */
  ials: { dimensions: number; unobserved: number; itemFactors: Float32Array };
  /** Ties as SequenceModel has them, compressed rows n × n: offsets of length n + 1, columns ascending within a row. */
  sequence: {
    reach: number;
    kept: number;
    offsets: Int32Array;
    columns: Int32Array;
    values: Float32Array;
  };
  /** Stars are mean + b_u + b_i + p_u·q_i; see StarPredictor, of which this is a single draw. */
  stars: {
    dimensions: number;
    mean: number;
    /** 1 / variance of a rating around what is expected of it. */
    noise: number;
    /** n × (1 + dimensions), row-major: (b_i, q_i). */
    itemFactors: Float32Array;
    /** Mean and 1 / variance of all people's (b_u, p_u); length 1 + dimensions. */
    peopleMean: Float64Array;
    peoplePrecision: Float64Array;
  };
}

/** The same as states of this program's own models. */
export interface AdoptedModels {
  models: { ials: IalsState; sequence: SequenceState };
  stars: StarState;
}

/**
 * Gives every film of the catalogue its place in what was learnt outside. A film that is not in it gets the factors that
 * its features suggest and the stars that its votes do, as it would from a training here; a film that is no longer in
 * the catalogue is left out.
 */
export function adoptOutsideModels(outside: OutsideModels, context: FitContext): AdoptedModels {
  const positions = new Map(outside.itemIds.map((id, at) => [id, at]));
  /** For each film of the catalogue its row there, −1 where it has none. */
  const rows = Int32Array.from(context.items, ({ id }) => positions.get(id) ?? -1);
  const counts = Int32Array.from(rows, (row) => (row < 0 ? 0 : outside.ratingCounts[row]));
  return {
    models: { ials: factors(outside, rows, counts, context), sequence: ties(outside, rows) },
    stars: stars(outside, rows, counts, context),
  };
}

function factors(
  { ials: { dimensions, unobserved, itemFactors } }: OutsideModels,
  rows: Int32Array,
  counts: Int32Array,
  { ratings, features, votes }: FitContext,
): IalsState {
  const parameters = { ...IALS_DEFAULTS, dimensions, unobserved };
  const own = placed(itemFactors, dimensions, rows, new Float64Array(rows.length * dimensions));
  adoptFeatureFactors(own, counts, sideInformation(features, votes));
  return { parameters, ridge: ridgeFor(parameters, ratings), itemFactors: Float32Array.from(own) };
}

function ties(
  { itemIds, sequence: { reach, kept, offsets, columns, values } }: OutsideModels,
  rows: Int32Array,
): SequenceState {
  const here = new Int32Array(itemIds.length).fill(-1);
  rows.forEach((row, item) => row >= 0 && (here[row] = item));
  const tied = Array.from(rows, (row): [number, number][] => {
    if (row < 0) return [];
    const others: [number, number][] = [];
    for (let e = offsets[row]; e < offsets[row + 1]; e++)
      if (here[columns[e]] >= 0) others.push([here[columns[e]], values[e]]);
    return others.sort((a, b) => a[0] - b[0]);
  });
  return { parameters: { reach, kept }, ties: sparseFromRows(tied, rows.length) };
}

function stars(
  { stars: { dimensions, mean, noise, itemFactors, peopleMean, peoplePrecision } }: OutsideModels,
  rows: Int32Array,
  counts: Int32Array,
  { votes }: FitContext,
): StarState {
  const parameters = { ...STAR_DEFAULTS, dimensions, samples: 1 };
  const width = dimensions + 1;
  const itemMeans = placed(itemFactors, width, rows, new Float32Array(rows.length * width));
  const prior = votePrior(rows.length, votes, parameters);
  counts.forEach((count, item) => {
    itemMeans[item * width] += (prior[item] * BIAS_SHRINKAGE) / (count + BIAS_SHRINKAGE);
  });
  const row = new Int32Array(rows.length).fill(-1);
  let known = 0;
  rows.forEach((at, item) => at >= 0 && (row[item] = known++));
  const itemDraws = new Float32Array(known * width);
  row.forEach((at, item) => {
    if (at >= 0) itemDraws.set(itemMeans.subarray(item * width, (item + 1) * width), at * width);
  });
  return {
    parameters,
    mean,
    scale: 1,
    row,
    itemDraws,
    ratedWeights: new Float32Array(known * width),
    itemMeans,
    userMeans: peopleMean,
    userPrecision: peoplePrecision,
    populationMeans: peopleMean,
    populationPrecision: peoplePrecision,
    noise: Float64Array.of(noise),
  };
}

/** Rows of `width` numbers put where the catalogue has them; other rows of `into` stay as they are. */
function placed<T extends Float32Array | Float64Array>(
  from: Float32Array,
  width: number,
  rows: Int32Array,
  into: T,
): T {
  rows.forEach((row, item) => {
    if (row >= 0) into.set(from.subarray(row * width, (row + 1) * width), item * width);
  });
  return into;
}
