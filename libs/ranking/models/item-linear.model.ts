import { Crew, type CrewOptions } from '../kernels/crew.js';
import { PositiveDefinite } from '../kernels/positive-definite.js';
import {
  IN_CACHE,
  multiplyShortRows,
  shortened,
  type ShortRows,
  sumShortRows,
} from '../kernels/short-rows.js';
import { joinKinds } from '../data/feature-matrix.js';
import { evidenceOf } from '../data/interactions.js';
import { mostActive, mostRated, placesOf, ratingsBy, ratingsOf, type Stars } from '../data/kept-ratings.js';
import { inCrew } from '../kernels/crew.matrix.js';
import {
  identity,
  multiplySparse,
  rowDot,
  rowsOf,
  SparseMatrix,
  sparseFromRows,
  transpose,
} from '../math/sparse-matrix.js';
import { UserPreferences } from '../data/user-preferences.js';
import { weightOf } from '../data/user-weights.js';
import { scorer, type Terms } from './scorer.js';

export interface ItemLinearParameters {
  /** λ: ridge on every item. */
  ridge: number;
  /** p: share of a user's ratings hidden while learning (denoising); adds p/(1−p)·Σx² of the item to its ridge. */
  dropout: number;
  /** α: weight of the content rows beside the users' rows. */
  contentWeight: number;
  /** At most so many content rows, those of the features that weigh most over all items: bounds time and memory. */
  maxContentRows: number;
  /** At most so many numbers in the item-item weights or their factors: with more, the most active or most rated are kept. */
  maxCells: number;
}

export const ITEM_LINEAR_DEFAULTS: ItemLinearParameters = {
  ridge: 25,
  dropout: 0.33,
  contentWeight: 4,
  maxContentRows: 400,
  maxCells: 64_000_000,
};
/** Inverting a matrix of this many rows takes seconds, and 100 MB. */
const MAX_INVERTED = 5000;

/** Fitted item-item weights as plain data, in the factored form described at ItemLinearModel. */
export interface ItemLinearState {
  /** Which of the rows below is each item's, −1 where it has none; left out where every item has its own. */
  places?: Int32Array;
  /** Items × rows: column r of Y is what row r (a user's ratings, or a feature's items) says of each item. */
  evidence: SparseMatrix;
  /** Items × rows, dense: Q = Y·K⁻¹. */
  factors: ShortRows;
  /** 1 / D, per item. */
  damping: Float32Array;
  /** 1 / (D_j · P_jj), per item. */
  gain: Float32Array;
}

/**
 * Where there is no room for all people it is learnt from the most active of them, or of the most rated items alone, whichever
 * have more of the ratings.
 *
 * @param content  items × features, non-negative, or nothing
 * @returns about items × min(items, rows) × 2 bytes, where rows = users + content rows, and never above maxCells × 2
 */
export function fitItemLinear(
  ratings: Stars,
  content?: SparseMatrix,
  parameters: ItemLinearParameters = ITEM_LINEAR_DEFAULTS,
  options: CrewOptions = {},
): ItemLinearState {
  const { itemCount, userCount } = ratings;
  const features = content ? contentRows(content, parameters) : [];
  if (itemCount <= Math.min(MAX_INVERTED, userCount + features.length)) {
    const everybody = Int32Array.from({ length: userCount }, (_, user) => user);
    const rows = stacked(ratings, everybody, features);
    return Crew.join((crew) => fitByItems(rows, ridgesOf(ratings, parameters), crew), options);
  }
  const room = Math.max(1, Math.min(MAX_INVERTED, Math.floor(parameters.maxCells / Math.max(itemCount, 1))));
  const people = mostActive(ratings, Math.max(room - features.length, Math.ceil(room / 2)));
  if (people.length < userCount) {
    const chosen = mostRated(ratings, Math.min(MAX_INVERTED, Math.floor(Math.sqrt(parameters.maxCells))));
    const known = ratingsOf(ratings, chosen);
    if (known.items.length > ratingsBy(ratings, people)) {
      const state = fitItemLinear(known, content && rowsOf(content, chosen), parameters, options);
      return { places: placesOf(chosen, itemCount), ...state };
    }
  }
  const rows = stacked(ratings, people, features.slice(0, room - people.length));
  return Crew.join((crew) => fitByRows(rows, ridgesOf(ratings, parameters), crew), options);
}

/** D of ItemLinearModel. */
function ridgesOf(ratings: Stars, { ridge, dropout }: ItemLinearParameters): Float32Array {
  const { itemCount, userCount, offsets, items, stars } = ratings;
  const squares = new Float64Array(itemCount);
  for (let user = 0; user < userCount; user++) {
    const weight = weightOf(ratings, user);
    for (let e = offsets[user]; e < offsets[user + 1]; e++)
      squares[items[e]] += weight * evidenceOf(stars[e]) ** 2;
  }
  return Float32Array.from(squares, (square) => ridge + (dropout / (1 - dropout)) * square);
}

type Row = [item: number, value: number][];

/** Some users' ratings as evidence, times the root of their weight, so that products of two have the weight; features below. */
function stacked(ratings: Stars, users: ArrayLike<number>, features: readonly Row[]): SparseMatrix {
  const below = sparseFromRows(features, ratings.itemCount);
  const rowCount = users.length + features.length;
  const offsets = new Int32Array(rowCount + 1);
  for (let row = 0; row < users.length; row++)
    offsets[row + 1] = offsets[row] + ratings.offsets[users[row] + 1] - ratings.offsets[users[row]];
  const size = offsets[users.length];
  below.offsets.forEach((at, row) => (offsets[users.length + row] = size + at));
  const columns = new Int32Array(size + below.columns.length);
  const values = new Float32Array(size + below.columns.length);
  for (let row = 0, at = 0; row < users.length; row++) {
    const scale = Math.sqrt(weightOf(ratings, users[row]));
    const end = ratings.offsets[users[row] + 1];
    for (let e = ratings.offsets[users[row]]; e < end; e++) {
      columns[at] = ratings.items[e];
      values[at++] = scale * evidenceOf(ratings.stars[e]);
    }
  }
  columns.set(below.columns, size);
  values.set(below.values, size);
  return { rowCount, columnCount: ratings.itemCount, offsets, columns, values };
}

/** The dual form of ItemLinearModel: K = I + Y·D⁻¹·Yᵀ of rows × rows is inverted. */
function fitByRows(rows: SparseMatrix, ridges: Float32Array, crew: Crew): ItemLinearState {
  const itemCount = ridges.length;
  const damping = ridges.map((ridge) => 1 / ridge);
  const evidence = transpose(rows);
  const shared = inCrew(evidence, crew);
  const kernel = new PositiveDefinite(rows.rowCount, crew);
  kernel.fill(inCrew(rows, crew), shared, damping, new Float32Array(rows.rowCount).fill(1));
  kernel.invert();
  const width = rows.rowCount;
  const gain = new Float32Array(itemCount);
  const factors = shortened(crew, itemCount, width, (sums, stride, first, count) => {
    kernel.combine(shared, sums, stride, first, count);
    // D·P_jj = 1 − yᵀ·K⁻¹·y / D lies in (0, 1].
    for (let at = 0; at < count; at++) {
      const item = first + at;
      gain[item] = 1 / (1 - damping[item] * rowDot(evidence, item, sums, at * stride));
    }
  });
  return { evidence, factors, damping, gain };
}

/**
 * The primal form, for more rows than items: P itself is inverted, items × items. It fits the same state with one row of
 * evidence per item (the identity): damping 1, factors −P off the diagonal and gain 1 / P_jj.
 */
function fitByItems(rows: SparseMatrix, ridges: Float32Array, crew: Crew): ItemLinearState {
  const n = ridges.length;
  const gram = new PositiveDefinite(n, crew);
  const ones = new Float32Array(rows.rowCount).fill(1);
  gram.fill(inCrew(transpose(rows), crew), inCrew(rows, crew), ones, ridges);
  gram.invert();
  const gain = crew.float32(n);
  const factors = shortened(
    crew,
    n,
    n,
    (sums, stride, first, count) => gram.regress(sums, stride, first, count, gain),
    IN_CACHE,
  );
  return { evidence: identity(n), factors, damping: new Float32Array(n).fill(1), gain: gain.slice() };
}

function contentRows(content: SparseMatrix, { contentWeight, maxContentRows }: ItemLinearParameters): Row[] {
  const features = transpose(content);
  const scale = Math.sqrt(contentWeight);
  return Array.from({ length: features.rowCount }, (_, feature) => {
    const row: Row = [];
    for (let e = features.offsets[feature]; e < features.offsets[feature + 1]; e++) {
      row.push([features.columns[e], scale * features.values[e]]);
    }
    return row;
  })
    .filter((row) => row.length > 1)
    .map((row) => ({ row, mass: row.reduce((sum, [, value]) => sum + value * value, 0) }))
    .sort((a, b) => b.mass - a.mass)
    .slice(0, contentWeight > 0 ? maxContentRows : 0)
    .map(({ row }) => row);
}

/**
 * Item-item linear model with content rows (collective EASE, denoised as in EDLAE):
 *
 *   s = x·B,   B = I − P·diag(1 / diag P),   P = (YᵀY + D)⁻¹,   D = λ + p/(1−p)·Σx²
 *
 * where Y stacks the users' ratings x and √α × the items' features. With fewer rows than items only K = I + Y·D⁻¹·Yᵀ
 * (rows × rows) is inverted, and B is never formed:  P = D⁻¹ − D⁻¹·Yᵀ·K⁻¹·Y·D⁻¹ (Woodbury), so that for i ≠ j
 * B_ij = (q_i · y_j) / (D_i · D_j · P_jj), with q_i = K⁻¹·y_i. A user's scores need Σ x_i q_i / D_i and one pass over Y.
 *
 * @see Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019; Steck, "Autoencoders that don't overfit
 *   towards the Identity", NeurIPS 2020; Jeunen et al., "Closed-Form Models for Collaborative Filtering with
 *   Side-Information", RecSys 2020
 */
export class ItemLinearModel {
  /** Weight of each item on itself, which B has not: what is taken off the score of a rated item. */
  private readonly own: Float32Array;

  constructor(readonly state: ItemLinearState) {
    const { evidence, factors, damping, gain } = state;
    this.own = gain.map((_, row) => {
      const product =
        factors.scales[row] * rowDot(evidence, row, factors.numbers, row * evidence.columnCount);
      return damping[row] * gain[row] * product;
    });
  }

  /** Length itemCount; higher is better, about −1 to 1, 0 where an item has no row. A rated item is scored by the others alone. */
  score({ items, preferences }: UserPreferences): Float32Array {
    const { places } = this.state;
    if (!places) return this.scoreRows(items, preferences);
    const hasRow = (_: number, k: number) => places[items[k]] >= 0;
    const rows = items.filter(hasRow).map((item) => places[item]);
    const ofRows = this.scoreRows(rows, preferences.filter(hasRow));
    const scores = new Float32Array(places.length);
    for (let item = 0; item < scores.length; item++)
      if (places[item] >= 0) scores[item] = ofRows[places[item]];
    return scores;
  }

  private scoreRows(items: Int32Array, preferences: Float32Array): Float32Array {
    const { evidence, factors, damping, gain } = this.state;
    const weights = new Float64Array(items.length);
    for (let k = 0; k < items.length; k++) weights[k] = preferences[k] * damping[items[k]];
    const scores = multiplySparse(evidence, sumShortRows(factors, evidence.columnCount, items, weights));
    for (let item = 0; item < scores.length; item++) scores[item] *= gain[item];
    for (let k = 0; k < items.length; k++) scores[items[k]] -= preferences[k] * this.own[items[k]];
    return scores;
  }

  /**
   * What rated items add to the scores of `items`; the terms of all ratings sum to them.
   *
   * @param positions  the ratings wanted, as ascending indices into `preferences.items`
   * @returns row-major, shape [items, places]
   */
  terms(user: UserPreferences, items: readonly number[], positions: readonly number[]): Float32Array {
    const { places, evidence, factors, damping, gain } = this.state;
    const rowOf = (item: number) => (places ? places[item] : item);
    const known = [...positions.keys()].filter((p) => rowOf(user.items[positions[p]]) >= 0);
    const rated = known.map((p) => rowOf(user.items[positions[p]]));
    const found = [...items.keys()].filter((at) => rowOf(items[at]) >= 0);
    const wanted = found.map((at) => rowOf(items[at]));
    const products = multiplyShortRows(factors, rated, evidence, wanted);
    const weights = rated.map((row, k) => user.preferences[positions[known[k]]] * damping[row]);
    const terms = new Float32Array(items.length * positions.length);
    for (let w = 0, product = 0; w < wanted.length; w++)
      for (let k = 0; k < rated.length; k++, product++)
        if (rated[k] !== wanted[w])
          terms[found[w] * positions.length + known[k]] = weights[k] * gain[wanted[w]] * products[product];
    return terms;
  }
}

export const itemLinearScorer = scorer({
  title: 'what goes with what',
  sources: { itemLinear: { contribution: 'collaborative', floor: 0.05 } },
  fit({ items, ratings, features }, changed?: Partial<ItemLinearParameters>) {
    const { genres, people, keywords, collection } = features.kinds;
    const content = joinKinds([genres, people, keywords, collection], items.length);
    return fitItemLinear(ratings, content, { ...ITEM_LINEAR_DEFAULTS, ...changed });
  },
  load: (state: ItemLinearState) => new ItemLinearModel(state),
  score(model, { user }) {
    const terms: Terms = (items, positions) => model.terms(user, items, positions);
    return { sources: { itemLinear: { scores: model.score(user), terms } } };
  },
  parameters: () => ITEM_LINEAR_DEFAULTS,
});
