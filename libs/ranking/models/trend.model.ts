import { evidenceOf, RatingsMatrix } from '../data/interactions.js';
import type { SparseMatrix } from '../math/sparse-matrix.js';
import { weightOf } from '../data/user-weights.js';
import { scorer } from './scorer.js';

export interface TrendParameters {
  /** Seconds that one moment lasts: ratings within it count as simultaneous. */
  moment: number;
  /** τ: a rating so many seconds away counts half. */
  halfAway: number;
  /** m: so much evidence from all times is mixed into that of one moment, which may have little. */
  shrinkage: number;
}

const DAY = 86_400;
/** An item that comes up so many seconds later was not there yet … */
const EARLY = 28 * DAY;
/** … if it has so much evidence, that of about ten ratings: one with less may just not have been noticed. */
const ESTABLISHED = 7;
export const TREND_DEFAULTS: TrendParameters = { moment: 7 * DAY, halfAway: 90 * DAY, shrinkage: 1000 };

/** Fitted trends as plain data. */
export interface TrendState {
  parameters: TrendParameters;
  /** Seconds since 1970 at which the first moment begins. */
  start: number;
  /** Moments × items: evidence of liking, without the zeros. */
  evidence: SparseMatrix;
  /** Evidence of all times, per item. */
  total: Float32Array;
}

/** At most so many pairs of moment and item are kept, eight bytes each: with more, moments last longer. */
const MAX_PAIRS = 4_000_000;

/** @param maxPairs  see MAX_PAIRS; moments never last longer than `halfAway` */
export function fitTrend(
  ratings: RatingsMatrix,
  parameters: TrendParameters = TREND_DEFAULTS,
  maxPairs = MAX_PAIRS,
): TrendState {
  const state = trendBy(ratings, parameters);
  const longer = { ...parameters, moment: 2 * parameters.moment };
  const isSmall = state.evidence.columns.length <= maxPairs || longer.moment > parameters.halfAway;
  return isSmall ? state : fitTrend(ratings, longer, maxPairs);
}

function trendBy(ratings: RatingsMatrix, parameters: TrendParameters): TrendState {
  const { userCount, itemCount, offsets, items, stars, times } = ratings;
  const start = times.reduce((min, time) => Math.min(min, time), Infinity);
  const moments = new Int32Array(times.length);
  const total = new Float32Array(itemCount);
  const values = new Float64Array(times.length);
  let momentCount = 0;
  for (let user = 0; user < userCount; user++) {
    const weight = weightOf(ratings, user);
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      moments[entry] = Math.floor((times[entry] - start) / parameters.moment);
      momentCount = Math.max(momentCount, moments[entry] + 1);
      values[entry] = weight * evidenceOf(stars[entry]);
      total[items[entry]] += values[entry];
    }
  }
  return {
    parameters,
    start: Number.isFinite(start) ? start : 0,
    evidence: summed(moments, momentCount, items, itemCount, values),
    total,
  };
}

/** Moments × items: Σ of the values of the same moment and item. */
function summed(
  moments: Int32Array,
  momentCount: number,
  items: Int32Array,
  itemCount: number,
  values: Float64Array,
): SparseMatrix {
  const starts = new Int32Array(momentCount + 1);
  for (const moment of moments) starts[moment + 1]++;
  for (let moment = 0; moment < momentCount; moment++) starts[moment + 1] += starts[moment];
  const entries = new Int32Array(moments.length);
  const next = starts.slice(0, momentCount);
  for (let entry = 0; entry < moments.length; entry++) entries[next[moments[entry]]++] = entry;

  const offsets = new Int32Array(momentCount + 1);
  const columns = new Int32Array(moments.length);
  const kept = new Float32Array(moments.length);
  const sums = new Float64Array(itemCount);
  const isFound = new Uint8Array(itemCount);
  for (let moment = 0, end = 0; moment < momentCount; moment++) {
    const begin = end;
    for (let at = starts[moment]; at < starts[moment + 1]; at++) {
      const item = items[entries[at]];
      sums[item] += values[entries[at]];
      if (isFound[item] === 1) continue;
      isFound[item] = 1;
      columns[end++] = item;
    }
    columns.subarray(begin, end).sort();
    for (let at = begin; at < end; at++) {
      const item = columns[at];
      kept[at] = sums[item];
      sums[item] = isFound[item] = 0;
    }
    offsets[moment + 1] = end;
  }
  const size = offsets[momentCount];
  return {
    rowCount: momentCount,
    columnCount: itemCount,
    offsets,
    columns: columns.slice(0, size),
    values: kept.slice(0, size),
  };
}

/**
 * What everyone likes around one moment: log(1 + E·share), where E is the evidence of all ratings and an item's share
 *
 *   share_i = (Σ_t k(t)·e_ti + m·e_i / E) / (Σ_it k(t)·e_ti + m),   k(t) = 1 / (1 + (distance of t / τ)²)
 *
 * is that of the ratings near the moment, with m of all times mixed in. Items come and go: what others rated when
 * a user rates says more about what they have seen and will like than the count of all years.
 */
export class TrendModel {
  private latest?: { moment: number; scores: Float32Array };
  /** Moment of each item's first evidence; 0 without any. */
  private readonly firstMoments: Int32Array;

  constructor(readonly state: TrendState) {
    const { evidence, total } = state;
    this.firstMoments = new Int32Array(total.length);
    for (let moment = evidence.rowCount - 1; moment >= 0; moment--)
      for (let e = evidence.offsets[moment]; e < evidence.offsets[moment + 1]; e++)
        this.firstMoments[evidence.columns[e]] = moment;
  }

  /**
   * Length itemCount; higher is better, ≥ 0. The array is the model's own: copy it before changing it.
   *
   * @param asOf  seconds since 1970; where the ratings end when it is later, unknown, or before all ratings
   */
  score(asOf?: number): Float32Array {
    const moment = this.momentOf(asOf);
    if (this.latest?.moment !== moment) this.latest = { moment, scores: this.scoresAt(moment) };
    return this.latest.scores;
  }

  /** Whether an item was there at a moment, for all anyone can tell from when it was first rated. */
  wasThere(item: number, asOf?: number): boolean {
    const { total, parameters } = this.state;
    const later = (this.firstMoments[item] - this.momentOf(asOf)) * parameters.moment;
    return total[item] < ESTABLISHED || later <= EARLY;
  }

  private momentOf(time = Infinity): number {
    const { start, evidence, parameters } = this.state;
    const last = Math.max(evidence.rowCount - 1, 0);
    const moment = Math.floor((time - start) / parameters.moment);
    return moment >= 0 && moment <= last ? moment : last;
  }

  private scoresAt(moment: number): Float32Array {
    const { evidence, total, parameters } = this.state;
    const near = new Float64Array(total.length);
    let nearSum = 0;
    for (let t = 0; t < evidence.rowCount; t++) {
      const weight = 1 / (1 + (((t - moment) * parameters.moment) / parameters.halfAway) ** 2);
      for (let e = evidence.offsets[t]; e < evidence.offsets[t + 1]; e++) {
        near[evidence.columns[e]] += weight * evidence.values[e];
        nearSum += weight * evidence.values[e];
      }
    }
    const all = total.reduce((sum, value) => sum + value, 0);
    if (all === 0) return new Float32Array(total.length);
    const { shrinkage } = parameters;
    return total.map((own, item) =>
      Math.log1p((all * (near[item] + (shrinkage * own) / all)) / (nearSum + shrinkage)),
    );
  }
}

export const trendScorer = scorer({
  title: 'what is liked when',
  sources: { trend: { contribution: 'popularity' } },
  fit: ({ ratings }, changed?: Partial<TrendParameters>) =>
    fitTrend(ratings, { ...TREND_DEFAULTS, ...changed }),
  load: (state: TrendState) => new TrendModel(state),
  score: (model, { asOf }) => ({ sources: { trend: { scores: model.score(asOf) } } }),
  parameters: (state) => state.parameters,
});
