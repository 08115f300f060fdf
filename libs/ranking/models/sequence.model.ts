import { evidenceOf, type RatingsMatrix } from '../data/interactions.js';
import { type SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';
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
  const totals = new Float64Array(itemCount);
  for (let at = 0; at < sequences.items.length; at++)
    forEachNear(sequences, at, parameters.reach, (_, tie) => (totals[sequences.items[at]] += tie));

  const positions = positionsOf(sequences, itemCount);
  const near = new Float64Array(itemCount);
  const rows = Array.from({ length: itemCount }, (_, item): [number, number][] => {
    const found = new Set<number>();
    for (const at of positions(item))
      forEachNear(sequences, at, parameters.reach, (other, tie) => {
        near[other] += tie;
        found.add(other);
      });
    found.delete(item);
    const others = [...found].sort((a, b) => a - b);
    for (const other of others) near[other] /= Math.sqrt((totals[item] + 1) * (totals[other] + 1));
    const kept = topItems(others, near, parameters.kept)
      .sort((a, b) => a - b)
      .map((other): [number, number] => [other, near[other]]);
    near.fill(0);
    return kept;
  });
  return { parameters, ties: sparseFromRows(rows, itemCount) };
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

/** Calls back with every item near the rating at `at` in its user's order, and with the strength of the tie. */
function forEachNear(
  { items, ranks, evidence, from, to, isCrowded }: Sequences,
  at: number,
  reach: number,
  found: (item: number, tie: number) => void,
): void {
  if (isCrowded[at]) return;
  const look = (step: 1 | -1, end: number) => {
    for (let other = at + step; other !== end; other += step) {
      const gap = Math.abs(ranks[other] - ranks[at]);
      if (gap > WINDOW * reach || isCrowded[other]) break;
      found(items[other], evidence[at] * evidence[other] * Math.exp(-gap / reach));
    }
  };
  look(-1, from[at] - 1);
  look(1, to[at]);
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
    const { offsets, columns, values, rowCount } = this.state.ties;
    const scores = new Float32Array(rowCount);
    for (let k = 0; k < items.length; k++) {
      const preference = preferences[k];
      for (let e = offsets[items[k]]; e < offsets[items[k] + 1]; e++)
        scores[columns[e]] += preference * values[e];
    }
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
