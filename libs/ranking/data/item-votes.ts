import type { Item } from './item.js';

/** What a wider public thinks of each item; count 0 where unknown. */
export interface Votes {
  /** Average on a scale of 0–10, per item. */
  average: Float32Array;
  count: Float32Array;
}

/** The items' outside votes side by side; 0 of 0 where unknown. */
export function votesOf(items: readonly Item[]): Votes {
  return {
    average: Float32Array.from(items, ({ votes }) => votes?.average ?? 0),
    count: Float32Array.from(items, ({ votes }) => votes?.count ?? 0),
  };
}
