/** What an access token says of itself: who made it, and for whom. Users signs it, every gateway checks it. */
export const ACCESS_TOKEN = {
  issuer: 'movie-recommender/users',
  audience: 'movie-recommender/api',
  algorithm: 'HS256',
} as const;
