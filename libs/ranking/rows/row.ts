import type { NamedAxis } from '../models/world-axes.js';

/** What a row is about. Items are numbers, as the models have them, unless ids are wanted. */
export type RowTheme<Id = number> =
  /** The beginning of the list itself. */
  | { kind: 'list' }
  /** What a film they loved speaks for. */
  | { kind: 'liked-film'; item: Id }
  /** By somebody of whose films they liked `liked`. */
  | { kind: 'director'; name: string; liked: number }
  /** What few know of the world of their taste; all of it has the feature that is named. */
  | { kind: 'deep-cuts'; world?: { axis: NamedAxis; name: string } }
  /** Of a country or a genre they hardly know, which the liked film speaks for most. */
  | { kind: 'new'; axis: 'country' | 'genre'; name: string; item: Id }
  /** No longer than so many minutes. */
  | { kind: 'short'; minutes: number }
  /** Of the last few years. */
  | { kind: 'recent' }
  | { kind: 'watchlist' }
  | { kind: 'owned' }
  | { kind: 'genre'; name: string };

export interface Row {
  theme: RowTheme;
  /** Best first, by score; the first row in the order of the list. */
  items: number[];
}

/** What rows say of a film besides its score. */
export interface FilmFacts {
  genres: readonly string[];
  directors: readonly string[];
  /** Of production, ISO 3166-1. */
  countries?: readonly string[];
  /** Original language, ISO 639-1. */
  language?: string;
  /** Minutes. */
  runtime?: number;
}

export interface LikedFilm {
  item: number;
  stars: number;
  /** So few rated it that what it adds to the scores of others is a guess from its genres. */
  isRare?: boolean;
}

/** What rows of one user are made of, all of it from one pass over the scores. */
export interface RowMaterial {
  /** The list, best first. */
  list: readonly number[];
  /** The best of what may be recommended, best first: more than the list has. */
  best: readonly number[];
  /** Higher is better. */
  scoreOf: (item: number) => number;
  /** The world of a clear taste, with the feature that says most of it where it can be told. */
  world?: { centre?: { axis: NamedAxis; name: string; has: (item: number) => boolean } };
  /** Of that world, what few know first; empty without a clear taste. */
  deepCuts: readonly number[];
  watchlist: readonly number[];
  /** What came out in the last few years, best first. */
  recent: readonly number[];
  /** Of the best, what they have at home. */
  owned: readonly number[];
  /** What they rated. */
  rated: readonly number[];
  /** Those of them that they liked: the best liked first, of equal ones the latest. */
  liked: readonly LikedFilm[];
  /**
   * What liked films add to the scores of `items`: by the places of the films in `liked`.
   *
   * @returns row-major, shape [items, places]
   */
  addedBy: (places: readonly number[], items: readonly number[]) => Float32Array;
  /** About 0 to 1. */
  likeness: (a: number, b: number) => number;
  /** Whether they are predicted to find it worse than the middle of their own scale. */
  isPoor: (item: number) => boolean;
  /** Whether it is a later part of a series of which they have not seen, and may see, an earlier one. */
  isLaterPart: (item: number) => boolean;
  about: (item: number) => FilmFacts;
  /** What may be recommended of a director. */
  directedBy: (name: string) => readonly number[];
}
