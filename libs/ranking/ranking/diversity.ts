/**
 * Re-ranks for variety by maximal marginal relevance: each place goes to the item with the highest
 *
 *   (1 − λ)·relevance(i) − λ·max over the items already placed of similarity(i, j)
 *
 * @param items       candidates, most relevant first; ties keep this order
 * @param relevance   of each candidate, in the same order; 0–1
 * @param limit       how many places to fill
 * @param lambda      0: by relevance alone; 1: by variety alone (after the first)
 * @param similarity  symmetric, about 0–1
 * @throws RangeError when lambda is outside 0–1
 * @see Carbonell, Goldstein, "The Use of MMR, Diversity-Based Reranking", SIGIR 1998
 */
export function rerank(
  items: readonly number[],
  relevance: readonly number[],
  limit: number,
  lambda: number,
  similarity: (a: number, b: number) => number,
): number[] {
  if (!(lambda >= 0 && lambda <= 1)) throw new RangeError(`diversity must be from 0 to 1, got ${lambda}`);
  if (lambda === 0) return items.slice(0, limit);
  const left = items.map((item, at) => ({ item, relevance: relevance[at], closest: 0 }));
  const placed: number[] = [];
  while (placed.length < limit && left.length > 0) {
    let best = 0;
    let bestGain = -Infinity;
    left.forEach((candidate, at) => {
      const gain = (1 - lambda) * candidate.relevance - lambda * candidate.closest;
      if (gain > bestGain && (placed.length > 0 || at === 0)) {
        best = at;
        bestGain = gain;
      }
    });
    const [{ item }] = left.splice(best, 1);
    placed.push(item);
    for (const candidate of left)
      candidate.closest = Math.max(candidate.closest, similarity(candidate.item, item));
  }
  return placed;
}
