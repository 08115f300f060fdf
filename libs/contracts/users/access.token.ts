/** How somebody watches films: what a gateway needs for whatever it shows them. */
export interface Viewing {
  /** ISO 3166-1. */
  region?: string;
  /** TMDB's numbers of the services they have. */
  services?: number[];
  /** Family mode: nothing beyond it is shown to them, "DE:12". */
  certificationMax?: string;
  /** Grows when `certificationMax` changes; missing before the first time. */
  limitVersion?: number;
}

/** What an access token carries. */
export interface AccessClaims {
  /** The user's id. */
  sub: string;
  /** Missing for who has chosen nothing, and in tokens of 0.8 and earlier. */
  viewing?: Viewing;
}

/** What an access token says of itself: who made it, and for whom. Users signs it, every gateway checks it. */
export const ACCESS_TOKEN = {
  issuer: 'movie-recommender/users',
  audience: 'movie-recommender/api',
  algorithm: 'HS256',
} as const;
