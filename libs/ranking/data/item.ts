/**
 * What the ranking knows about a film. Every field but the id may be missing: a film without features is ranked by
 * its ratings alone, one without ratings by its features and votes.
 */
export interface Film {
  id: string;
  genres?: readonly string[];
  /** Directors and leading cast, as they should be named in a reason; two people of one name count as one. */
  people?: readonly string[];
  keywords?: readonly string[];
  /** The series it belongs to ("Toy Story Collection"). */
  collection?: string;
  /** Original language, ISO 639-1. */
  language?: string;
  year?: number;
  /** The plot's embedding; all films' vectors have the same length. It need not be normalised. */
  plot?: Float32Array;
  /** What a wider public thinks of it (TMDB): average 0–10 of `count` votes. Lets films nobody here has rated be ranked. */
  votes?: { average: number; count: number };
}
