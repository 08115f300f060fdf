/**
 * The k items with the highest scores, best first; ties go to the lower index.
 *
 * @param items   indices into `scores`, ascending
 * @param scores  without NaN; higher is better
 */
export function topItems(items: readonly number[], scores: Float64Array | Float32Array, k: number): number[] {
  const least = kthHighest(items, scores, k);
  return items
    .filter((item) => scores[item] >= least)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, k);
}

function kthHighest(items: readonly number[], scores: Float64Array | Float32Array, k: number): number {
  if (items.length <= k) return -Infinity;
  // Sorting bare numbers is many times faster than sorting items by a comparison.
  const sorted = new Float64Array(items.length);
  for (let at = 0; at < items.length; at++) sorted[at] = scores[items[at]];
  sorted.sort();
  return sorted[sorted.length - k];
}
