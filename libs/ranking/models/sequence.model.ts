import { evidenceOf, type RatingsMatrix } from '../data/interactions.js';
import { addSparseRow, type SparseMatrix } from '../math/sparse-matrix.js';
import type { UserPreferences } from '../data/user-preferences.js';
import { topItems } from '../math/top-items.js';
import { weightOf } from '../data/user-weights.js';
import { scorer, type Terms } from './scorer.js';

export interface SequenceParameters {
  /** τ, in ratings: two items with so many ratings between them are tied 1/e as much as two of one moment. */
  reach: number;
  /** Of each item the closest so many others are kept. */
  kept: number;
}

export const SEQUENCE_DEFAULTS: SequenceParameters = { reach: 3, kept: 100 };
/** Further apart than so many times τ two ratings are not tied at all. */
const WINDOW = 4;
/** More ratings than this at one moment are an imported list: their order says nothing. */
const MAX_AT_ONCE = 50;

/** Fitted ties as plain data. */
export interface SequenceState {
  parameters: SequenceParameters;
  /** Items × items: how strongly rating one goes with rating the other around the same time. Zero diagonal. */
  ties: SparseMatrix;
}

/**
 * About ratings × 16·τ operations, done twice.
 *
 * @returns at most items × kept × 8 bytes
 */
export function fitSequence(
  ratings: RatingsMatrix,
  parameters: SequenceParameters = SEQUENCE_DEFAULTS,
): SequenceState {
  const { itemCount } = ratings;
  const sequences = inOrderOfTime(ratings);
  const near = new Neighbourhood(sequences, parameters.reach);
  const totals = new Float64Array(itemCount);
  for (let at = 0; at < sequences.items.length; at++) {
    const count = near.lookAround(at);
    for (let k = 0; k < count; k++) totals[sequences.items[at]] += near.ties[k];
  }

  const positions = positionsOf(sequences, itemCount);
  const sums = new Float64Array(itemCount);
  const touched = new Int32Array(itemCount);
  const isTouched = new Uint8Array(itemCount);
  const offsets = new Int32Array(itemCount + 1);
  const columns = new Int32Array(itemCount * parameters.kept);
  const values = new Float32Array(itemCount * parameters.kept);
  for (let item = 0, end = 0; item < itemCount; item++) {
    let size = 0;
    isTouched[item] = 1;
    for (const at of positions(item)) {
      const count = near.lookAround(at);
      for (let k = 0; k < count; k++) {
        const other = near.items[k];
        sums[other] += near.ties[k];
        if (isTouched[other] === 1) continue;
        isTouched[other] = 1;
        touched[size++] = other;
      }
    }
    isTouched[item] = 0;
    const others = Array.from(touched.subarray(0, size).sort());
    for (const other of others) sums[other] /= Math.sqrt((totals[item] + 1) * (totals[other] + 1));
    for (const other of topItems(others, sums, parameters.kept).sort((a, b) => a - b)) {
      columns[end] = other;
      values[end++] = sums[other];
    }
    offsets[item + 1] = end;
    sums[item] = 0;
    for (const other of others) sums[other] = isTouched[other] = 0;
  }
  const kept = { columns: columns.slice(0, offsets[itemCount]), values: values.slice(0, offsets[itemCount]) };
  return { parameters, ties: { rowCount: itemCount, columnCount: itemCount, offsets, ...kept } };
}

/** All users' ratings, each user's in the order they came. Parallel arrays. */
interface Sequences {
  items: Int32Array;
  /** Place in the user's order; ratings of one moment share their mean place. */
  ranks: Float32Array;
  evidence: Float32Array;
  /** Where the user's ratings begin and end, per rating. */
  from: Int32Array;
  to: Int32Array;
  /** 1: one of too many of one moment, tied to nothing. */
  isCrowded: Uint8Array;
}

function inOrderOfTime(ratings: RatingsMatrix): Sequences {
  const { userCount, offsets, items, stars, times } = ratings;
  const size = items.length;
  const evidence = new Float32Array(size);
  const order = new Int32Array(size).map((_, entry) => entry);
  const ranks = new Float32Array(size);
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const isCrowded = new Uint8Array(size);
  for (let user = 0; user < userCount; user++) {
    const [first, end] = [offsets[user], offsets[user + 1]];
    from.fill(first, first, end);
    to.fill(end, first, end);
    order.subarray(first, end).sort((a, b) => times[a] - times[b] || a - b);
    for (let start = first, next = first; start < end; start = next) {
      while (next < end && times[order[next]] === times[order[start]]) next++;
      ranks.fill((start + next - 1) / 2 - first, start, next);
      if (next - start > MAX_AT_ONCE) isCrowded.fill(1, start, next);
    }
    // A tie is a product of two, which then has the user's weight.
    const scale = Math.sqrt(weightOf(ratings, user));
    for (let at = first; at < end; at++) evidence[at] = scale * evidenceOf(stars[order[at]]);
  }
  return {
    items: order.map((entry) => items[entry]),
    ranks,
    evidence,
    from,
    to,
    isCrowded,
  };
}

/** No more ratings are within reach of one: those of one moment share a place, and are at most MAX_AT_ONCE. */
const mostNear = (reach: number) => 2 * (Math.ceil(WINDOW * reach) + 2 * MAX_AT_ONCE);

/** The ratings near one in its user's order, looked up again and again. */
class Neighbourhood {
  /** What was found last: items, and how strongly each is tied. */
  readonly items: Int32Array;
  readonly ties: Float64Array;
  /** exp(−gap / τ) by twice the gap: places are whole or half. */
  private readonly fading: Float64Array;

  constructor(
    private readonly sequences: Sequences,
    reach: number,
  ) {
    this.items = new Int32Array(mostNear(reach));
    this.ties = new Float64Array(this.items.length);
    this.fading = Float64Array.from({ length: Math.floor(2 * WINDOW * reach) + 1 }, (_, twice) =>
      Math.exp(-twice / 2 / reach),
    );
  }

  /** @returns how many were found */
  lookAround(at: number): number {
    if (this.sequences.isCrowded[at] === 1) return 0;
    const before = this.look(at, -1, this.sequences.from[at] - 1, 0);
    return this.look(at, 1, this.sequences.to[at], before);
  }

  private look(at: number, step: 1 | -1, end: number, found: number): number {
    const { items, ranks, evidence, isCrowded } = this.sequences;
    const { fading } = this;
    for (let other = at + step; other !== end; other += step) {
      const twice = 2 * Math.abs(ranks[other] - ranks[at]);
      if (twice >= fading.length || isCrowded[other] === 1) break;
      this.items[found] = items[other];
      this.ties[found++] = evidence[at] * evidence[other] * fading[twice];
    }
    return found;
  }
}

/** For each item the places in the sequences where it stands. */
function positionsOf({ items }: Sequences, itemCount: number): (item: number) => Int32Array {
  const offsets = new Int32Array(itemCount + 1);
  for (const item of items) offsets[item + 1]++;
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item];
  const next = offsets.slice(0, itemCount);
  const positions = new Int32Array(items.length);
  items.forEach((item, at) => (positions[next[item]++] = at));
  return (item) => positions.subarray(offsets[item], offsets[item + 1]);
}

/**
 * What users rate around the same time: s_j = Σ_i preference_i · t_ij, with ties
 *
 *   t_ij = a_ij / √((a_i + 1)·(a_j + 1)),   a_ij = Σ_u e_ui·e_uj·exp(−|rank_ui − rank_uj| / τ),   a_i = Σ_j a_ij
 *
 * where rank is the place among a user's ratings in order of time, e the evidence of liking, and the smallest ties of an
 * item are left out. Where other models see that two items are liked by the same users, this one sees that they come to
 * mind together.
 *
 * @see Linden, Smith, York, "Amazon.com Recommendations: Item-to-Item Collaborative Filtering", IEEE Internet Computing
 *   2003; Ludewig, Jannach, "Evaluation of Session-based Recommendation Algorithms", UMUAI 2018 (sequential rules)
 */
export class SequenceModel {
  constructor(readonly state: SequenceState) {}

  /** Length itemCount; higher is better, 0 for an item not tied to any of the rated ones. */
  score({ items, preferences }: UserPreferences): Float32Array {
    const { ties } = this.state;
    const scores = new Float32Array(ties.rowCount);
    for (let k = 0; k < items.length; k++) addSparseRow(ties, items[k], preferences[k], scores);
    return scores;
  }

  /**
   * What rated items add to the scores of `items`; the terms of all ratings sum to them.
   *
   * @param positions  the ratings wanted, as ascending indices into `preferences.items`
   * @returns row-major, shape [items, places]
   */
  terms(user: UserPreferences, items: readonly number[], positions: readonly number[]): Float32Array {
    const { offsets, columns, values, rowCount } = this.state.ties;
    const rowOf = new Int32Array(rowCount).fill(-1);
    items.forEach((item, at) => (rowOf[item] = at));
    const terms = new Float32Array(items.length * positions.length);
    positions.forEach((k, p) => {
      const rated = user.items[k];
      for (let e = offsets[rated]; e < offsets[rated + 1]; e++) {
        const at = rowOf[columns[e]];
        if (at >= 0) terms[at * positions.length + p] = user.preferences[k] * values[e];
      }
    });
    return terms;
  }
}

export const sequenceScorer = scorer({
  title: 'what is rated together',
  sources: { sequence: { contribution: 'collaborative' } },
  fit: ({ ratings }, changed?: Partial<SequenceParameters>) =>
    fitSequence(ratings, { ...SEQUENCE_DEFAULTS, ...changed }),
  load: (state: SequenceState) => new SequenceModel(state),
  score(model, { user }) {
    const terms: Terms = (items, positions) => model.terms(user, items, positions);
    return { sources: { sequence: { scores: model.score(user), terms } } };
  },
  parameters: (state) => state.parameters,
});
