import type { MovieCard, RatedMovie } from './client';

/** One bar pair: how much of what I like, and of what everyone rates, is of this kind; shares of 1. */
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
const decadeOf = ({ year }: MovieCard) => (year ? [`${Math.floor(year / 10) * 10}s`] : []);

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
