import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { weightOfProfile } from '../profiles/account.weights.js';
import { ratedMovies, type UserProfile } from '../profiles/user.profile.js';
import { ParquetTable } from './parquet.table.js';

const FILMS = { movie_id: 'STRING', title: 'STRING', year: 'INT32', genres: 'STRING' } as const;
const RATINGS = {
  user_id: 'STRING',
  movie_id: 'STRING',
  stars: 'FLOAT',
  rated_at: 'DOUBLE',
  weight: 'FLOAT',
} as const;

/** What was written. */
export interface Exported {
  movies: number;
  ratings: number;
  users: number;
}

/**
 * Writes what a training elsewhere needs into a folder: `films.parquet` (genres split by `|`, year 0 where unknown) and
 * `ratings.parquet` (seconds since 1970, and how much the account's ratings weigh). No name, address or password is in it,
 * and nothing of a profile but its ratings. Memory is that of the films' genres and one row group.
 */
export async function exportParquet(
  folder: string,
  movies: AsyncIterable<MovieSnapshot>,
  profiles: AsyncIterable<UserProfile>,
  now = Date.now(),
): Promise<Exported> {
  await mkdir(folder, { recursive: true });
  const films = new ParquetTable(join(folder, 'films.parquet'), FILMS);
  const ratings = new ParquetTable(join(folder, 'ratings.parquet'), RATINGS);
  const genres = new Map<string, readonly string[]>();
  let users = 0;
  try {
    for await (const { id, title, year = 0, genres: named } of movies) {
      genres.set(id, named);
      await films.add({ movie_id: id, title, year, genres: named.join('|') });
    }
    for await (const profile of profiles) {
      const rated = ratedMovies(profile);
      if (rated.length === 0) continue;
      users++;
      const weight = weightOfProfile(profile, (movieId) => genres.get(movieId), now);
      for (const { movieId, rating, ratedAt } of rated) {
        const row = { user_id: profile.userId, movie_id: movieId, stars: rating, weight };
        await ratings.add({ ...row, rated_at: ratedAt.getTime() / 1000 });
      }
    }
    await films.finish();
    await ratings.finish();
    return { movies: films.rows, ratings: ratings.rows, users };
  } finally {
    await films.discard();
    await ratings.discard();
  }
}
