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

function needRelevant(relevant: Relevant): void {
  if (relevant.size === 0) throw new RangeError('a ranking cannot be measured without relevant items');
}

function needPairs(predicted: readonly number[], actual: readonly number[]): void {
  if (predicted.length !== actual.length || actual.length === 0) {
    throw new RangeError(`cannot compare ${predicted.length} predictions with ${actual.length} ratings`);
  }
}
