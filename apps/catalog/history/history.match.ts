import type { HistoryRow } from '#contracts/catalog/catalog.rpc.js';
import { titleKeys } from '#datasets/matching/title-key.js';

/** A movie known by a title key. */
export interface TitledMovie {
  id: string;
  title: string;
  year?: number;
  /** 0 for the key of the main title, more for the keys of alternative and original titles. */
  rank: number;
}

const MAX_NAMED = 5;

/**
 * Matches a row by title and year. The year may be one off, because many movies open at festivals. Prefers the exact year,
 * then main titles to alternative ones.
 *
 * @param byKey  the movies that have each key
 * @returns the movie's id, or why there is none
 */
export function matchByTitle(
  row: HistoryRow,
  byKey: ReadonlyMap<string, TitledMovie[]>,
): { movieId: string } | { why: string } {
  const keys = row.title ? titleKeys(row.title) : [];
  if (keys.length === 0) return { why: noMatchWithoutTitle(row) };
  for (const key of keys) {
    const movies = byKey.get(key) ?? [];
    const near = movies.filter(({ year }) => row.year === undefined || yearsApart(year, row.year) <= 1);
    const best = closest(near, row.year);
    if (best.length === 1) return { movieId: best[0].id };
    if (best.length > 1) return { why: severalFit(row, best) };
  }
  const elsewhere = keys.flatMap((key) => byKey.get(key) ?? []);
  return { why: noneFits(row, elsewhere) };
}

function closest(movies: TitledMovie[], year: number | undefined): TitledMovie[] {
  const distance = (movie: TitledMovie) =>
    2 * (year === undefined ? 0 : yearsApart(movie.year, year)) + Math.min(movie.rank, 1);
  const nearest = Math.min(...movies.map(distance));
  return movies.filter((movie) => distance(movie) === nearest);
}

function yearsApart(a: number | undefined, b: number): number {
  return a === undefined ? Infinity : Math.abs(a - b);
}

function noMatchWithoutTitle({ movieId, movielensId, imdbId: imdb }: HistoryRow): string {
  const ids = [
    movieId !== undefined && `the id ${movieId}`,
    movielensId !== undefined && `the MovieLens id ${movielensId}`,
    imdb !== undefined && `the IMDb id ${imdb}`,
  ].filter((id) => id !== false);
  return ids.length > 0
    ? `the catalogue has no film with ${ids.join(' or ')}`
    : 'the row has neither an id nor a title';
}

function severalFit({ year }: HistoryRow, movies: TitledMovie[]): string {
  const hint = year === undefined ? ': a year would tell them apart' : '';
  return `several films fit: ${named(movies)}${hint}`;
}

function noneFits({ title, year }: HistoryRow, elsewhere: TitledMovie[]): string {
  const wanted = `"${title}"${year === undefined ? '' : ` (${year})`}`;
  return elsewhere.length > 0
    ? `the catalogue has no film ${wanted}, only ${named(elsewhere)}`
    : `the catalogue has no film ${wanted}`;
}

function named(movies: TitledMovie[]): string {
  const names = movies.map(({ title, year }) => `${title} (${year ?? 'year unknown'})`);
  return [...new Set(names)].slice(0, MAX_NAMED).join(', ');
}
