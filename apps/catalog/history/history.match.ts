import type { HistoryRow } from '#contracts/catalog/catalog.rpc.js';
import { titleKeys } from '#datasets/matching/title-key.js';
import { shortTitles, titleVariants } from '#datasets/matching/title-variants.js';

/** A movie known by a title key. */
export interface TitledMovie {
  id: string;
  title: string;
  year?: number;
  /** 0 for the key of the main title, more for the keys of alternative and original titles. */
  rank: number;
}

/** What the catalogue has: the movies of each key, and of each title without its subtitle. */
export interface KnownTitles {
  byKey: ReadonlyMap<string, TitledMovie[]>;
  byShortTitle: ReadonlyMap<string, TitledMovie[]>;
}

const MAX_NAMED = 5;
const NONE: ReadonlyMap<string, TitledMovie[]> = new Map();

/** The keys of a row's titles as they are spelt. */
export function spelledKeys({ title = '', originalTitle = '' }: HistoryRow): string[] {
  return [...new Set([title, originalTitle].flatMap(titleKeys))];
}

/** Keys of other spellings, which count only with a year beside them. */
export function variantKeys({ title = '', originalTitle = '', year }: HistoryRow): string[] {
  return year === undefined ? [] : [...new Set([title, originalTitle].flatMap(titleVariants))];
}

/**
 * Matches a row by title and year. The year may be one off, because many movies open at festivals. Prefers the exact year,
 * then main titles to alternative ones. Titles as they are spelt come first, then other spellings, then those that one side
 * has with a subtitle and the other without; the last only when the year is the same and no other film of about that time could
 * be meant.
 *
 * @returns the movie's id, or why there is none
 */
export function matchByTitle(
  row: HistoryRow,
  { byKey, byShortTitle }: Partial<KnownTitles>,
): { movieId: string } | { why: string } {
  const keys = spelledKeys(row);
  if (keys.length === 0) return { why: noMatchWithoutTitle(row) };
  const elsewhere: TitledMovie[] = [];
  for (const spellings of [keys, variantKeys(row)]) {
    for (const key of spellings) {
      const movies = byKey?.get(key) ?? [];
      const best = closest(
        movies.filter((movie) => isNear(row, movie)),
        row.year,
      );
      if (best.length === 1) return { movieId: best[0].id };
      if (best.length > 1) return { why: severalFit(row, best) };
      elsewhere.push(...movies);
    }
  }
  const bySubtitle = withOrWithoutSubtitle(row, { byKey: byKey ?? NONE, byShortTitle: byShortTitle ?? NONE });
  if (bySubtitle) return { movieId: bySubtitle.id };
  return { why: noneFits(row, elsewhere) };
}

/** The catalogue's "Birdman or (The Unexpected Virtue of Ignorance)" for "Birdman", and the other way round. */
function withOrWithoutSubtitle(row: HistoryRow, known: KnownTitles): TitledMovie | undefined {
  if (row.year === undefined) return undefined;
  const longer = spelledKeys(row).flatMap((key) => known.byShortTitle.get(key) ?? []);
  const shorter = [row.title, row.originalTitle]
    .flatMap((title) => (title === undefined ? [] : shortTitles(title)))
    .flatMap((key) => known.byKey.get(key) ?? [])
    .filter(({ rank }) => rank === 0);
  const near = new Map(
    [...longer, ...shorter].filter((movie) => isNear(row, movie)).map((movie) => [movie.id, movie]),
  );
  const [only] = near.values();
  return near.size === 1 && only.year === row.year ? only : undefined;
}

function isNear(row: HistoryRow, { year }: TitledMovie): boolean {
  return row.year === undefined || yearsApart(year, row.year) <= 1;
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

/** Why a row whose ids the catalogue does not have is not found. */
export function noMatchWithoutTitle({ movieId, movielensId, imdbId: imdb }: HistoryRow): string {
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
