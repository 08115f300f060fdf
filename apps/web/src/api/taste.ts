import type { MovieCard, RatedMovie } from './client';

/** One bar pair: how much of what I like, and of what everyone rates, is of this kind; shares of 1. A decade is named by its first year. */
export interface TasteRow {
  name: string;
  mine: number;
  everyone: number;
}

const LIKED = 3.5;

/**
 * My liked movies (3.5 stars or more) against what everyone rates, by genre and by decade. A movie of three genres
 * counts a third to each, so that the shares of one side sum to 1.
 */
export function tasteOf(
  rated: RatedMovie[],
  popular: MovieCard[],
): { genres: TasteRow[]; decades: TasteRow[] } {
  const liked = rated.filter(({ rating }) => rating >= LIKED).map(({ movie }) => ({ movie, weight: 1 }));
  const everyone = popular.map((movie) => ({ movie, weight: movie.ratingCount ?? 0 }));
  const genres = pairs(shares(liked, genresOf), shares(everyone, genresOf));
  const decades = pairs(shares(liked, decadeOf), shares(everyone, decadeOf));
  return {
    genres: genres.sort((a, b) => b.mine - a.mine || b.everyone - a.everyone).slice(0, 12),
    decades: decades.sort((a, b) => a.name.localeCompare(b.name)),
  };
}

const genresOf = (movie: MovieCard) => movie.genres;
const decadeOf = ({ year }: MovieCard) => (year ? [String(Math.floor(year / 10) * 10)] : []);

type Weighted = { movie: MovieCard; weight: number };

function shares(movies: Weighted[], kindsOf: (movie: MovieCard) => string[]): Map<string, number> {
  const sums = new Map<string, number>();
  let total = 0;
  for (const { movie, weight } of movies) {
    const kinds = kindsOf(movie);
    for (const kind of kinds) sums.set(kind, (sums.get(kind) ?? 0) + weight / kinds.length);
    if (kinds.length > 0) total += weight;
  }
  return new Map([...sums].map(([kind, sum]) => [kind, sum / (total || 1)]));
}

function pairs(mine: Map<string, number>, everyone: Map<string, number>): TasteRow[] {
  return [...new Set([...mine.keys(), ...everyone.keys()])].map((name) => ({
    name,
    mine: mine.get(name) ?? 0,
    everyone: everyone.get(name) ?? 0,
  }));
}

/** Among the best-known films, so many in a hundred are rated less than a hidden one. */
const HIDDEN_PERCENT = 20;
const FAVOURITE = 4;
/** Fewer ratings are no crowd. */
const CROWD = 5;
const MOST_FILMS = 6;

/**
 * Films I gave 4 stars or more that fewer people have rated than four of five of the best-known films, the least known
 * first.
 *
 * @returns `fewerThan`: how many ratings are too many; 0 when there are no films to compare with
 */
export function hiddenFavourites(
  rated: readonly RatedMovie[],
  popular: readonly MovieCard[],
): { fewerThan: number; films: RatedMovie[] } {
  const counts = popular.map(({ ratingCount = 0 }) => ratingCount).sort((a, b) => a - b);
  const fewerThan = counts[Math.floor((counts.length * HIDDEN_PERCENT) / 100)] ?? 0;
  const films = rated
    .filter(({ movie, rating }) => rating >= FAVOURITE && (movie.ratingCount ?? 0) < fewerThan)
    .sort((a, b) => (a.movie.ratingCount ?? 0) - (b.movie.ratingCount ?? 0) || b.rating - a.rating)
    .slice(0, MOST_FILMS);
  return { fewerThan, films };
}

/** My stars beside everyone's average of the same films, of those that at least five have rated. */
export interface Crowd {
  films: number;
  /** Means over these films. */
  mine: number;
  everyone: number;
  /** How many of them I gave within half a star of everyone's average. */
  agreed: number;
  /** Those I like most above, and below, everyone. */
  higher: RatedMovie[];
  lower: RatedMovie[];
}

/** Undefined when there is nothing to compare. */
export function againstCrowd(rated: readonly RatedMovie[]): Crowd | undefined {
  const compared = rated
    .filter(({ movie }) => movie.averageRating !== undefined && (movie.ratingCount ?? 0) >= CROWD)
    .sort((a, b) => above(b) - above(a));
  if (compared.length === 0) return undefined;
  const mean = (valueOf: (one: RatedMovie) => number) =>
    compared.reduce((sum, one) => sum + valueOf(one), 0) / compared.length;
  return {
    films: compared.length,
    mine: mean(({ rating }) => rating),
    everyone: mean(({ movie }) => movie.averageRating!),
    agreed: compared.filter((one) => Math.abs(above(one)) <= 0.5).length,
    higher: compared.filter((one) => above(one) > 0.5).slice(0, MOST_FILMS),
    lower: compared
      .filter((one) => above(one) < -0.5)
      .reverse()
      .slice(0, MOST_FILMS),
  };
}

/** Stars above everyone's. */
const above = ({ movie, rating }: RatedMovie) => rating - (movie.averageRating ?? rating);
