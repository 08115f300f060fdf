import { Item } from '../data/item.js';
import { Votes } from './popularity.model.js';

/** The items' outside votes side by side; 0 of 0 where unknown. */
export function votesOf(items: readonly Item[]): Votes {
  return {
    average: Float32Array.from(items, ({ votes }) => votes?.average ?? 0),
    count: Float32Array.from(items, ({ votes }) => votes?.count ?? 0),
  };
}
