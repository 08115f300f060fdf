import { createHash } from 'node:crypto';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { UserSnapshot } from '#contracts/users/users.rpc.js';

const EACH = 40;
const FANS = 30;
const RATED_AT = '2025-01-01T00:00:00.000Z';

/** Forty movies of space (ids 1–40) and forty dramas (ids 101–140), the first of each kind the best known. */
export const MOVIES: MovieSnapshot[] = [
  ...kind(0, 'Space', 'Science Fiction', 'robot'),
  ...kind(100, 'Family', 'Drama', 'marriage'),
];

export const isSpace = (id: string): boolean => Number(id) <= 100;

function kind(base: number, word: string, genre: string, keyword: string): MovieSnapshot[] {
  return Array.from({ length: EACH }, (_, i) => ({
    id: String(base + i + 1),
    revision: 1,
    title: `${word} ${i + 1}`,
    year: 1980 + i,
    genres: [genre],
    keywords: [keyword],
    cast: [`${word} Star ${i % 7}`],
    directors: [`${word} Director ${i % 5}`],
    language: i % 2 ? 'en' : 'fr',
    voteAverage: 6.5,
    voteCount: 1000 - i,
  }));
}

/** Thirty users who love space and thirty who love drama, each with some opinion of the other kind. */
export function community(): UserSnapshot[] {
  let seed = 42;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: 2 * FANS }, (_, i) => {
    const lovesSpace = i < FANS;
    const ratings = MOVIES.flatMap(({ id }) => {
      const loved = isSpace(id) === lovesSpace;
      if (next() > (loved ? 0.6 : 0.15)) return [];
      return [{ movieId: id, rating: loved ? 4 + Math.round(next() * 2) / 2 : 2, ratedAt: RATED_AT }];
    });
    const userId = createHash('sha256').update(`fan ${i}`).digest('hex').slice(0, 24);
    return { userId, version: 1, community: true, ratings, watchlist: [], notInterested: [] };
  });
}

/** Plot vectors that agree with the kind of movie. */
export function plotVectors() {
  return MOVIES.map(({ id }, i) => {
    const angle = (isSpace(id) ? 0 : 1.2) + (i % EACH) / 200;
    return { movieId: id, vector: [Math.cos(angle), Math.sin(angle), 0], contentHash: id };
  });
}
