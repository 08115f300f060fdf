/** Items a user turned out to like. */
export type Relevant = ReadonlySet<number>;

function hits(ranked: readonly number[], relevant: Relevant, k: number): number[] {
  return ranked.slice(0, k).map((item) => (relevant.has(item) ? 1 : 0));
}

/**
 * NDCG@k with binary gains: Σ hit_r / log₂(r + 1) over ranks r = 1…k, divided by its value for a perfect list.
 *
 * @param ranked    best first, without repeats
 * @param relevant  not empty
 * @returns 0–1
 * @throws RangeError when `relevant` is empty
 */
export function ndcgAt(ranked: readonly number[], relevant: Relevant, k: number): number {
  needRelevant(relevant);
  const discount = (rank: number) => 1 / Math.log2(rank + 2);
  const gained = hits(ranked, relevant, k).reduce((sum, hit, rank) => sum + hit * discount(rank), 0);
  const ideal = Array.from({ length: Math.min(k, relevant.size) }, (_, rank) => discount(rank));
  return gained / ideal.reduce((sum, gain) => sum + gain, 0);
}

/**
 * Recall@k divided by the most that is possible: hits in the first k / min(k, relevant).
 *
 * @throws RangeError when `relevant` is empty
 * @see Liang et al., "Variational Autoencoders for Collaborative Filtering", WWW 2018
 */
export function recallAt(ranked: readonly number[], relevant: Relevant, k: number): number {
  needRelevant(relevant);
  return hits(ranked, relevant, k).reduce((sum, hit) => sum + hit, 0) / Math.min(k, relevant.size);
}

/** Whether anything relevant is among the first k: 1 or 0. */
export function hitRateAt(ranked: readonly number[], relevant: Relevant, k: number): number {
  return hits(ranked, relevant, k).includes(1) ? 1 : 0;
}

/** Root mean squared error. Throws RangeError when the lists are empty or differ in length. */
export function rootMeanSquaredError(predicted: readonly number[], actual: readonly number[]): number {
  needPairs(predicted, actual);
  return Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - actual[i]) ** 2, 0) / actual.length);
}

/** Mean absolute error. Throws RangeError when the lists are empty or differ in length. */
export function meanAbsoluteError(predicted: readonly number[], actual: readonly number[]): number {
  needPairs(predicted, actual);
  return predicted.reduce((sum, value, i) => sum + Math.abs(value - actual[i]), 0) / actual.length;
}

/** A mean over users, and how far it may be off. */
export interface Mean {
  mean: number;
  /** Standard error: deviation / √count; 0 for a single value. */
  error: number;
  count: number;
}

/** @returns undefined for no values */
export function meanOf(values: readonly number[]): Mean | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0, count };
}

/**
 * The root of a mean of squares taken over all, and its standard error when it is users that are drawn: users with
 * many ratings count for more, and one user's errors go together.
 *
 * @param sums    each user's sum of squared errors
 * @param counts  each user's number of ratings, > 0
 * @returns undefined without users
 */
export function rootMeanOf(sums: readonly number[], counts: readonly number[]): Mean | undefined {
  const ratio = ratioOf(sums, counts);
  if (!ratio) return undefined;
  const mean = Math.sqrt(ratio.mean);
  return { ...ratio, mean, error: mean > 0 ? ratio.error / (2 * mean) : 0 };
}

/** Σ sums / Σ counts over users, and its standard error by linearisation; undefined without users. */
export function ratioOf(sums: readonly number[], counts: readonly number[]): Mean | undefined {
  const users = sums.length;
  if (users === 0) return undefined;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = sums.reduce((sum, value) => sum + value, 0) / total;
  const squares = sums.reduce((sum, value, at) => sum + (value - mean * counts[at]) ** 2, 0);
  const error = users > 1 ? Math.sqrt((squares * users) / (users - 1)) / total : 0;
  return { mean, error, count: users };
}

/** How often each of `itemCount` items stands in the lists. */
export function appearances(lists: readonly (readonly number[])[], itemCount: number): Int32Array {
  const counts = new Int32Array(itemCount);
  for (const list of lists) for (const item of list) counts[item]++;
  return counts;
}

/** Catalogue coverage: the share of all items that appear at all, 0–1. */
export function coverageOf(counts: Int32Array): number {
  return counts.length === 0 ? 0 : counts.filter((count) => count > 0).length / counts.length;
}

/**
 * Gini coefficient of how often the items appear: 0 when all equally often, near 1 when few take everything.
 *
 *   G = Σ_i (2i − n − 1)·x_i / (n·Σ x),   x ascending, i = 1 … n
 */
export function giniOf(counts: Int32Array): number {
  const n = counts.length;
  const sorted = counts.slice().sort();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  return sorted.reduce((sum, count, at) => sum + (2 * (at + 1) - n - 1) * count, 0) / (n * total);
}

/**
 * Novelty of an item as its self-information, −log₂ p bits, p = (raters + 1) / (users + 1) so that an item nobody has
 * rated is finitely new.
 *
 * @see Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 2010
 */
export function selfInformation(raters: number, users: number): number {
  return -Math.log2((raters + 1) / (users + 1));
}

/**
 * How far a list is from the proportions of somebody's interests: Kullback–Leibler divergence in nats,
 *
 *   Σ_g p_g · ln( p_g / ((1 − α)·q_g + α·p_g) ),   α = .01
 *
 * @param wanted  p: shares of the interests, which sum to 1
 * @param listed  q: their shares in the list
 * @returns 0 when both are alike, at most −ln α = 4.6
 * @see Steck, "Calibrated Recommendations", RecSys 2018, equations 4 and 5
 */
export function miscalibration(
  wanted: ReadonlyMap<string, number>,
  listed: ReadonlyMap<string, number>,
): number {
  const alpha = 0.01;
  let sum = 0;
  for (const [interest, share] of wanted) {
    const smoothed = (1 - alpha) * (listed.get(interest) ?? 0) + alpha * share;
    if (share > 0) sum += share * Math.log(share / smoothed);
  }
  return sum;
}

/** Predictions of about the same height, against what came out. */
export interface ReliabilityBin {
  /** The predictions in it: from ≤ prediction < to. */
  from: number;
  to: number;
  count: number;
  meanPredicted: number;
  meanActual: number;
}

/**
 * Predictions in bins of a width, lowest first, without the empty ones. Throws RangeError when the lists are empty or
 * differ in length.
 */
export function reliability(
  predicted: readonly number[],
  actual: readonly number[],
  width: number,
): ReliabilityBin[] {
  needPairs(predicted, actual);
  const bins = new Map<number, { count: number; predicted: number; actual: number }>();
  predicted.forEach((value, at) => {
    const position = Math.floor(value / width);
    const bin = bins.get(position) ?? { count: 0, predicted: 0, actual: 0 };
    bin.count++;
    bin.predicted += value;
    bin.actual += actual[at];
    bins.set(position, bin);
  });
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([position, bin]) => ({
      from: position * width,
      to: (position + 1) * width,
      count: bin.count,
      meanPredicted: bin.predicted / bin.count,
      meanActual: bin.actual / bin.count,
    }));
}

/** Expected calibration error: how far the bins' means lie apart, weighted by what is in them. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, meanPredicted, meanActual }) =>
      sum + (count / total) * Math.abs(meanPredicted - meanActual),
    0,
  );
}

function needRelevant(relevant: Relevant): void {
  if (relevant.size === 0) throw new RangeError('a ranking cannot be measured without relevant items');
}

function needPairs(predicted: readonly number[], actual: readonly number[]): void {
  if (predicted.length !== actual.length || actual.length === 0) {
    throw new RangeError(`cannot compare ${predicted.length} predictions with ${actual.length} ratings`);
  }
}
