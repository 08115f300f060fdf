/** One rating of the person asking. `ratedAt` is in seconds since 1970; without it the rating counts as an old one. */
export interface UserRating {
  item: string;
  /** Stars, 0.5–5. */
  stars: number;
  ratedAt?: number;
}

export interface RecommendRequest {
  /** All the person's ratings; films the ranker does not know are ignored, the last of several for one film wins. */
  ratings: readonly UserRating[];
  /** Their id, when they may be among the users the ranker was fitted on: no one is their own neighbour. */
  userId?: string;
  /**
   * Seconds since 1970 the list is for; now, where the ratings end, when left out. What others liked around then counts,
   * and films that first came up well after it are left out as long as enough others remain.
   */
  asOf?: number;
  /** Film ids never to return (dismissed, watchlisted). Rated films are never returned anyway. */
  exclude?: Iterable<string>;
  /** How many films to return, at least 1; fewer come back only when no more pass. */
  limit: number;
  /** Which films may be returned; scores do not depend on it. */
  filter?: (item: string) => boolean;
  /** 0 (default): by score alone; 1: as varied as possible. */
  diversity?: number;
}

/**
 * What each kind of evidence adds to a score: they sum to it (within 1e-6), and leaving one out changes the unscaled
 * score by exactly its part. A part is negative when the film is far worse than the average candidate in that respect.
 */
export interface Contributions {
  collaborative: number;
  plot: number;
  genres: number;
  people: number;
  keywords: number;
  popularity: number;
}

/** Why a film is on the list, without words; `strength` (> 0) is its share of the score and orders reasons. */
export type Reason =
  /** A film the person liked carries this one: `item`, rated `stars` by them. */
  | { kind: 'liked-film'; item: string; stars: number; strength: number }
  /** `raters` of the `neighbours` people with the most similar ratings rated it, `meanStars` on average. */
  | { kind: 'similar-users'; raters: number; neighbours: number; meanStars: number; strength: number }
  /** A genre the person likes. */
  | { kind: 'genre'; name: string; strength: number }
  /** A director or actor of films the person likes. */
  | { kind: 'person'; name: string; strength: number }
  /** Well liked by everyone: `raters` ratings here, `meanStars` on average (absent when nobody here has rated it). */
  | { kind: 'popular'; raters: number; meanStars?: number; strength: number };

export interface Recommendation {
  item: string;
  /** 0–1; 1 is this person's best candidate before any filter, 0 their worst. Higher is better. */
  score: number;
  /** 1–5. */
  predictedRating: number;
  contributions: Contributions;
  /** Strongest first; each one's source lifts this film above the average candidate. May be empty. */
  reasons: Reason[];
}

/** Why two films are alike. */
export type SimilarReason =
  | { kind: 'genre' | 'person' | 'keyword' | 'collection'; name: string; strength: number }
  /** The plots are close: `cosine` in (0, 1]. */
  | { kind: 'plot'; cosine: number; strength: number }
  /** `both` people liked both films, of the `either` who liked at least one. */
  | { kind: 'liked-together'; both: number; either: number; strength: number };

export interface SimilarFilm {
  item: string;
  /** 0–1; higher is more similar. */
  score: number;
  reasons: SimilarReason[];
}
