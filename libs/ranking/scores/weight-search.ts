import { BlendWeights, headShares } from './blend.js';
import { type Source, SOURCES } from './scorers.js';

/** One user whose later likes are known, scored by every source. */
export interface SearchCase {
  /** How many ratings the sources were given. */
  ratings: number;
  /** Per source the standardised score of every item, as a Blend makes them. */
  scores: Record<Source, Float32Array>;
  /** 1: the item is no candidate. Length items. */
  excluded: Uint8Array;
  /** Items the user turned out to like; not empty. One that is no candidate is never found. */
  relevant: Int32Array;
  /** How much the case counts; above 0. */
  weight: number;
  /** How much of its list is measured; as much as of the others' when left out. */
  top?: number;
}

export interface SearchOptions {
  /** Factors a weight is multiplied with and divided by, the coarsest first. */
  steps: readonly number[];
  /** What a weight of 0 is tried at, and below which 0 is tried. */
  min: number;
  rounds: number;
  /** What a step must add to the mean to be taken: what is smaller is noise. */
  gain: number;
  /** A weight is not taken below this from one rating on. */
  floor: Partial<Record<Source, number>>;
  /** Nor above this. */
  ceiling: Partial<Record<Source, number>>;
  /** Length of the lists measured. */
  top: number;
  onRound?: (round: number, mean: number) => void;
}

export const SEARCH_DEFAULTS: SearchOptions = {
  steps: [1.6, 1.25],
  min: 0.04,
  rounds: 4,
  gain: 1e-5,
  floor: {},
  ceiling: {},
  top: 100,
};

/**
 * Coordinate ascent on the mean NDCG@k of the cases: every weight of the table in turn is made larger and smaller and
 * the better one kept, until a round changes nothing. The weights for no ratings at all stay. A step costs one addition
 * of a source's scores in the cases it touches, those with a number of ratings near the row's head.
 *
 * @returns a new table, never worse on the cases than `start`
 * @see Metzler, Croft, "Linear Feature-Based Models for Information Retrieval", Information Retrieval 2007
 */
export function searchWeights(
  cases: readonly SearchCase[],
  start: BlendWeights,
  options: Partial<SearchOptions> = {},
): { weights: BlendWeights; mean: number } {
  const search = new WeightSearch(cases, start, { ...SEARCH_DEFAULTS, ...options });
  return search.run();
}

class WeightSearch {
  private readonly weights: BlendWeights;
  /** Per case: share of each head in its weights, its raw scores and their value. */
  private readonly shares: number[][];
  private readonly raws: Float32Array[];
  private readonly values: number[];
  private readonly totalWeight: number;

  constructor(
    private readonly cases: readonly SearchCase[],
    start: BlendWeights,
    private readonly options: SearchOptions,
  ) {
    this.weights = structuredClone(start);
    this.shares = cases.map(({ ratings }) => headShares(start.ratings, ratings));
    this.raws = cases.map((one, at) => this.rawOf(one, this.shares[at]));
    this.values = cases.map((one, at) => this.valueOf(one, this.raws[at]));
    this.totalWeight = cases.reduce((sum, { weight }) => sum + weight, 0);
  }

  run(): { weights: BlendWeights; mean: number } {
    const { rounds, steps, onRound } = this.options;
    for (let round = 0; round < rounds; round++) {
      let taken = false;
      for (const step of steps)
        for (let head = 1; head < this.weights.ratings.length; head++)
          for (const source of SOURCES) taken = this.improve(source, head, step) || taken;
      onRound?.(round, this.mean());
      if (!taken) break;
    }
    return { weights: this.weights, mean: this.mean() };
  }

  private mean(): number {
    return this.cases.reduce((sum, { weight }, at) => sum + weight * this.values[at], 0) / this.totalWeight;
  }

  private improve(source: Source, head: number, step: number): boolean {
    const row = this.weights.sources[source];
    const { min, floor, ceiling, gain } = this.options;
    const touched = [...this.cases.keys()].filter((at) => this.shares[at][head] > 0);
    const tries = row[head] < min ? [min, 0] : [row[head] * step, row[head] / step];
    for (const tried of tries) {
      if (tried === row[head] || tried < (floor[source] ?? 0) || tried > (ceiling[source] ?? Infinity))
        continue;
      const added = touched.map((at) =>
        this.shifted(at, source, (tried - row[head]) * this.shares[at][head]),
      );
      const values = touched.map((at, k) => this.valueOf(this.cases[at], added[k]));
      const gained = touched.reduce(
        (sum, at, k) => sum + this.cases[at].weight * (values[k] - this.values[at]),
        0,
      );
      if (gained / this.totalWeight <= gain) continue;
      row[head] = tried;
      touched.forEach((at, k) => {
        this.raws[at] = added[k];
        this.values[at] = values[k];
      });
      return true;
    }
    return false;
  }

  private rawOf({ scores, excluded }: SearchCase, shares: readonly number[]): Float32Array {
    const raw = new Float32Array(excluded.length);
    for (const source of SOURCES) {
      const weight = this.weights.sources[source].reduce((sum, value, head) => sum + shares[head] * value, 0);
      if (weight === 0) continue;
      for (let item = 0; item < raw.length; item++) raw[item] += weight * scores[source][item];
    }
    return raw;
  }

  private shifted(at: number, source: Source, by: number): Float32Array {
    const scores = this.cases[at].scores[source];
    const raw = this.raws[at];
    const shifted = new Float32Array(raw.length);
    for (let item = 0; item < raw.length; item++) shifted[item] = raw[item] + by * scores[item];
    return shifted;
  }

  private valueOf({ relevant, excluded, top }: SearchCase, raw: Float32Array): number {
    return ndcgOfScores(raw, relevant, excluded, top ?? this.options.top);
  }
}

/**
 * NDCG@k of the list that scores give, without making it: an item's rank is the number of candidates before it, those
 * with a higher score or the same and a lower index. Each candidate is put into its place among the relevant ones, so that
 * it takes items · log(relevant) steps. What is relevant and no candidate has no place, as in the evaluation: the best list has it.
 */
export function ndcgOfScores(
  scores: Float32Array,
  relevant: Int32Array,
  excluded: Uint8Array,
  k: number,
): number {
  // The last in the list first.
  const wanted = relevant.filter((item) => !excluded[item]).sort((a, b) => scores[a] - scores[b] || b - a);
  const isBefore = (item: number, other: number) =>
    scores[item] > scores[other] || (scores[item] === scores[other] && item < other);
  const lowest = scores[wanted[0]];
  /** Candidates that stand before so many of the wanted and no more. */
  const before = new Int32Array(wanted.length + 1);
  for (let item = 0; item < scores.length; item++) {
    if (scores[item] < lowest || excluded[item]) continue;
    let [low, high] = [0, wanted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(item, wanted[middle])) low = middle + 1;
      else high = middle;
    }
    before[low]++;
  }
  let gained = 0;
  let rank = 0;
  for (let at = wanted.length - 1; at >= 0; at--) {
    rank += before[at + 1];
    if (rank >= k) break;
    gained += 1 / Math.log2(rank + 2);
  }
  let ideal = 0;
  for (let place = 0; place < Math.min(k, relevant.length); place++) ideal += 1 / Math.log2(place + 2);
  return gained / ideal;
}
