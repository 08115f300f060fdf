/**
 * The k items with the highest scores, best first; ties go to the lower index.
 *
 * @param items   indices into `scores`, ascending
 * @param scores  without NaN; higher is better
 */
export function topItems(items: readonly number[], scores: Float64Array | Float32Array, k: number): number[] {
  const min = kthHighest(items, scores, k);
  const top: number[] = [];
  for (let at = 0; at < items.length; at++) if (scores[items[at]] >= min) top.push(items[at]);
  return top.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, k);
}

/** One pass with the k highest so far in a heap, the least of them on top: most items cost one comparison. */
function kthHighest(items: readonly number[], scores: Float64Array | Float32Array, k: number): number {
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
