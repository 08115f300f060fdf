import type { Interactions } from './interactions.js';
import type { Item } from './item.js';

/**
 * The items that most people have rated first, others in their order: lists ask of all models for the same few thousand of a
 * catalogue, which then lie side by side in memory.
 */
export function mostRatedFirst(
  items: readonly Item[],
  ratings: Pick<Interactions, 'itemIds' | 'items'>,
): Item[] {
  const raters = new Int32Array(ratings.itemIds.length);
  for (const item of ratings.items) raters[item]++;
  const counts = new Map(ratings.itemIds.map((id, item) => [id, raters[item]]));
  const countOf = ({ id }: Item) => counts.get(id) ?? 0;
  return items.toSorted((a, b) => countOf(b) - countOf(a));
}
