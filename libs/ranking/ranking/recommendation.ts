import type { Contributions } from '../models/scorer.js';
import type { NamedAxis } from '../models/world-axes.js';
import type { FilmFacts, RowTheme } from '../rows/row.js';

/** One rating of the user asking. `ratedAt` is in seconds since 1970; without it the rating counts as an old one. */
export interface UserRating {
  item: string;
  /** Stars, 0.5–5. */
  stars: number;
  ratedAt?: number;
}

/** An item that was seen and not rated. `seenAt` is in seconds since 1970; without it, it counts as seen long ago. */
export interface SeenItem {
  item: string;
  seenAt?: number;
}

/** What is known of the films a list is composed of, by their ids. */
export interface Composition {
  /** The series an item belongs to. */
  seriesOf(item: string): string | undefined;
  /** All items of a series, the first part first. */
  partsOf(series: string): readonly string[];
  directorsOf(item: string): readonly string[];
}

/** What is known of the films that rows are chosen by, by their ids. */
export interface RowCatalogue extends Composition {
  about(item: string): FilmFacts | undefined;
  directedBy(name: string): readonly string[];
  /** What came out in the last few years. */
  recent(): readonly string[];
}

export interface RowsRequest {
  catalogue: RowCatalogue;
  /** Item ids for a row of their own; they may be excluded from the list. */
  watchlist: Iterable<string>;
  /** Item ids of which the best make a row. */
  owned?: ReadonlySet<string>;
}

export interface RecommendRequest {
  /** All the user's ratings; items the ranker does not know are ignored, the last of several for one item wins. */
  ratings: readonly UserRating[];
  /**
   * What they have seen and not rated: never returned, and a weak liking (SEEN_PREFERENCE). Of an item that was rated, and of
   * one that the ranker does not know, it says nothing.
   */
  seen?: readonly SeenItem[];
  /** How often items were shown to them, as it still counts: what is never answered sinks (`keptShare`). */
  shown?: ReadonlyMap<string, number>;
  /** Their id, when they may be among the users the ranker was fitted on: no one is their own neighbour. */
  userId?: string;
  /**
   * Seconds since 1970 the list is for; now, where the ratings end, when left out. What others liked around then counts,
   * and items that first came up well after it are left out as long as enough others remain.
   */
  asOf?: number;
  /** Item ids never to return (dismissed, watchlisted). Rated items are never returned anyway. */
  exclude?: Iterable<string>;
  /** How many items to return, at least 1; fewer come back only when no more pass. */
  limit: number;
  /** Which items may be returned; scores do not depend on it. */
  filter?: (item: string) => boolean;
  /** 0 (default): by score alone; 1: as varied as possible, within the world of a clear taste. */
  diversity?: number;
  /** How to compose the list of what is best; left out, it is as the scores say. */
  composition?: Composition;
  /** Left out, there are none. */
  rows?: RowsRequest;
  /** −1: what few know; 0 (default): whether films are known counts as it does; 1: what everybody knows. */
  known?: number;
}

/** Why an item is on the list, without words; `strength` (> 0) is its share of the score and orders reasons. */
export type Evidence =
  /** An item the user liked carries this one: `item`, rated `stars` by them. */
  | {
      kind: 'liked-film';
      item: string;
      stars: number;
      strength: number;
      /** Another liked film that says nearly as much; `people` users, at least five, liked both and the item. */
      with?: { item: string; people: number };
    }
  /** `raters`, at least five, of the `neighbours` users with the most similar ratings rated it, `meanStars` on average. */
  | { kind: 'similar-users'; raters: number; neighbours: number; meanStars: number; strength: number }
  /** It stands where its score would put a later part of its series, `item`. */
  | { kind: 'earlier-part'; item: string; strength: number }
  /** A genre the user likes. */
  | { kind: 'genre'; name: string; strength: number }
  /** A director or actor of items the person likes. */
  | { kind: 'person'; name: string; strength: number }
  /** A series of which the user liked a part; a theme of several films they liked. */
  | { kind: 'collection' | 'keyword'; name: string; strength: number }
  /**
   * It belongs to the world of the user's taste: along `axis` it has the feature `name`, as `liked` of the `of` films they
   * liked have.
   */
  | { kind: 'world'; axis: NamedAxis; name: string; liked: number; of: number; strength: number }
  /** Well liked by everyone: `raters` ratings here, `meanStars` on average (absent when fewer than five here have rated it). */
  | { kind: 'popular'; raters: number; meanStars?: number; strength: number };

/** Why an item is further down, without words: what drags its score down, `strength` (> 0) being by how much of the score's range. */
export type CounterEvidence =
  /** An item the user gave few stars speaks against this one: `item`, rated `stars` by them. */
  | { kind: 'disliked-film'; item: string; stars: number; strength: number }
  /** `raters`, at least five, of the users with the most similar ratings rated it, `meanStars` on average: below the user's own middle. */
  | { kind: 'similar-users'; raters: number; meanStars: number; strength: number }
  /** Fewer than five of the users with the most similar ratings have rated it. */
  | { kind: 'unseen-by-similar'; strength: number }
  /** The user's `rated` items with this feature have `meanStars` on average: below their own middle. */
  | { kind: 'genre' | 'person' | 'keyword'; name: string; rated: number; meanStars: number; strength: number }
  /** It lacks what the world of the user's taste is about, as `liked` of the `of` items they liked have it. */
  | { kind: 'outside-world'; axis: NamedAxis; name: string; liked: number; of: number; strength: number }
  /** Few have rated it: `raters`. */
  | { kind: 'little-known'; raters: number; strength: number }
  /** A wider public thinks less of it than of the average item. */
  | { kind: 'low-votes'; strength: number }
  /** Its plot is further from those the user likes than the average item's. */
  | { kind: 'unlike-plots'; strength: number };

/** One item as the score sees it for one user. */
export interface ExplainedItem extends Pick<
  RankedItem,
  'item' | 'score' | 'predictedRating' | 'contributions' | 'reasons'
> {
  /** Strongest first. May be empty. */
  against: CounterEvidence[];
}

/** What a clear taste is about: the feature most of it shares. */
export interface TasteWorld {
  axis: NamedAxis;
  /** Language (ISO 639-1), region (LanguageRegion), genre or decade ("1940s"). */
  name: string;
  /** How many of the liked films have it, of how many. */
  liked: number;
  of: number;
  /** How many films of the catalogue have it, without those rated. */
  inCatalogue: number;
}

export interface RankedItem {
  item: string;
  /** 0–1; 1 is this user's best candidate before any filter, 0 their worst. Higher is better. */
  score: number;
  /**
   * 0–1, falling along the list: the score that belongs to its place. It is another than `score` where composing moved
   * items, and the score itself, in no order, in a varied list.
   */
  match: number;
  /** 1–5. */
  predictedRating: number;
  contributions: Contributions;
  /** Strongest first; each one's source lifts this item above the average candidate. May be empty. */
  reasons: Evidence[];
}

/** A row of a page: of one theme, best first. */
export interface RankedRow {
  theme: RowTheme<string>;
  items: RankedItem[];
}

/** A list, and the rows of a page that begins with it. */
export interface RankedPage {
  /** What the user's taste is about; left out where that is not clear. */
  world?: TasteWorld;
  /** The list, as far as it is explained. */
  items: RankedItem[];
  /** All of the list, by id. */
  order: string[];
  rows: RankedRow[];
}

/** Why two items are alike. */
export type SimilarEvidence =
  | { kind: 'genre' | 'person' | 'keyword' | 'collection'; name: string; strength: number }
  /** The plots are close: `cosine` in (0, 1]. */
  | { kind: 'plot'; cosine: number; strength: number }
  /** `both` users, at least five, liked both items, of the `either` who liked at least one. */
  | { kind: 'liked-together'; both: number; either: number; strength: number };

export interface SimilarItem {
  item: string;
  /** 0–1; higher is more similar. */
  score: number;
  reasons: SimilarEvidence[];
}
