/**
 * Re-ranks for variety by maximal marginal relevance: each place goes to the item with the highest
 *
 *   (1 − λ)·relevance(i) − λ·max over the items already placed of similarity(i, j)
 *
 * A place costs one similarity for each candidate left, with the item placed last: O(candidates · limit) in all.
 *
 * @param items       candidates, most relevant first; ties keep this order
 * @param relevance   of each candidate, in the same order; 0–1
 * @param limit       how many places to fill
 * @param lambda      0: by relevance alone; 1: by variety alone (after the first)
 * @param similarity  symmetric, about 0–1; may be anything up to `floor` where it is not more than that
 * @returns yields after each place, for whoever does other work in between, and returns the items placed
 * @throws RangeError when lambda is outside 0–1
 * @see Carbonell, Goldstein, "The Use of MMR, Diversity-Based Reranking", SIGIR 1998
 */
export function* rerankInSteps(
  items: readonly number[],
  relevance: readonly number[],
  limit: number,
  lambda: number,
  similarity: (a: number, b: number, floor: number) => number,
): Generator<void, number[]> {
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`diversity must be from 0 to 1, got ${lambda}`);
  if (lambda === 0) return items.slice(0, limit);
  const left = [...items.keys()];
  const closest = new Float64Array(items.length);
  const placed: number[] = [];
  while (placed.length < limit && left.length > 0) {
    let best = 0;
    let bestGain = -Infinity;
    for (let k = 0; k < left.length && (placed.length > 0 || k === 0); k++) {
      const gain = (1 - lambda) * relevance[left[k]] - lambda * closest[left[k]];
      if (gain > bestGain) {
        best = k;
        bestGain = gain;
      }
    }
    const [at] = left.splice(best, 1);
    placed.push(items[at]);
    for (const other of left)
      closest[other] = Math.max(closest[other], similarity(items[other], items[at], closest[other]));
    yield;
  }
  return placed;
}
