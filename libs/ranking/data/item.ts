/**
 * What the ranking knows about an item. Every field but the id may be missing: an item without features is ranked by
 * its ratings alone, one without ratings by its features and votes.
 */
export interface Item {
  id: string;
  genres?: readonly string[];
  /** Directors and leading cast, as they should be named in a reason; two people of one name count as one. */
  people?: readonly string[];
  keywords?: readonly string[];
  /** The series it belongs to ("Toy Story Collection"). */
  collection?: string;
  /** Original language, ISO 639-1. */
  language?: string;
  /** Of production, ISO 3166-1. */
  countries?: readonly string[];
  year?: number;
  /** The plot's embedding; all items' vectors have the same length. It need not be normalised. */
  plot?: Float32Array;
  /** What a wider public thinks of it (TMDB): average 0–10 of `count` votes. Lets items nobody here has rated be ranked. */
  votes?: { average: number; count: number };
}
