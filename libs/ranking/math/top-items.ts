/**
 * The k items with the highest scores, best first; ties go to the lower index.
 *
 * @param items   indices into `scores`, ascending
 * @param scores  without NaN; higher is better
 */
export function topItems(items: readonly number[], scores: Float64Array | Float32Array, k: number): number[] {
  const top = itemsFrom(kthHighest(items, scores, k), items, scores);
  return top.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, k);
}

/** The items whose scores are `least` or higher, in their order. */
export function itemsFrom(
  least: number,
  items: readonly number[],
  scores: Float64Array | Float32Array,
): number[] {
  const found: number[] = [];
  for (let at = 0; at < items.length; at++) if (scores[items[at]] >= least) found.push(items[at]);
  return found;
}

/** The kth highest score; −Infinity where there are no more than k. One pass with the highest so far in a heap, the least on top. */
export function kthHighest(items: readonly number[], scores: Float64Array | Float32Array, k: number): number {
  if (items.length <= k) return -Infinity;
  const heap = new Float64Array(k).fill(-Infinity);
  for (let i = 0; i < items.length; i++) {
    const score = scores[items[i]];
    if (score > heap[0]) replaceLeast(heap, score);
  }
  return heap[0];
}

function replaceLeast(heap: Float64Array, score: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= score) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = score;
}
