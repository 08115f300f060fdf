import { Film } from '../data/item.js';
import { Votes } from './popularity.model.js';

/** The films' outside votes side by side; 0 of 0 where unknown. */
export function votesOf(films: readonly Film[]): Votes {
  return {
    average: Float32Array.from(films, ({ votes }) => votes?.average ?? 0),
    count: Float32Array.from(films, ({ votes }) => votes?.count ?? 0),
  };
}
