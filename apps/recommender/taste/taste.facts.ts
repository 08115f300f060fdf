import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { PersonTaste, TasteFacts, TasteShare } from '#contracts/recommender/taste.js';
import type { RatedMovie } from '../profiles/user.profile.js';

/** One film says nothing of a person. */
const FEWEST_FILMS = 2;
/** So many films at one's own mean are mixed into what a person's films were given: two liked films are less than five. */
const SHRINKAGE = 2;
const MOST_PEOPLE = 8;
const MOST_COUNTRIES = 12;
/** Stars from which a film counts as liked. */
const LIKED = 3.5;

/** What is known of movies. */
export interface KnownMovies {
  get(id: string): MovieSnapshot | undefined;
  ids(): readonly string[];
  ratingStats(id: string): { count: number } | undefined;
}

/**
 * What somebody's ratings say of them.
 *
 * - people: those with at least two rated films, by Σ(stars − own mean) / (films + 2); only where that is above 0;
 * - countries: each liked film (3.5 stars or more) shared between its countries, against all films of the catalogue, each
 *   weighted by how often it was rated. Each side sums to 1 over all countries, of which the first twelve are told.
 */
export function tasteFacts(rated: readonly RatedMovie[], movies: KnownMovies): TasteFacts {
  const known = rated.flatMap(({ movieId, rating }) => {
    const movie = movies.get(movieId);
    return movie ? [{ movie, rating }] : [];
  });
  const liked = known.filter(({ rating }) => rating >= LIKED).map(({ movie }) => ({ movie, weight: 1 }));
  const everyone = movies
    .ids()
    .map((id) => ({ movie: movies.get(id)!, weight: movies.ratingStats(id)?.count ?? 0 }));
  return {
    ratings: rated.length,
    directors: people(known, ({ directors }) => directors),
    actors: people(known, ({ cast }) => cast),
    countries: countries(shares(liked), shares(everyone)),
  };
}

function people(
  rated: readonly { movie: MovieSnapshot; rating: number }[],
  namesOf: (movie: MovieSnapshot) => readonly string[],
): PersonTaste[] {
  const mean = rated.reduce((sum, { rating }) => sum + rating, 0) / rated.length;
  const sums = new Map<string, { films: number; stars: number }>();
  for (const { movie, rating } of rated)
    for (const name of new Set(namesOf(movie))) {
      const { films, stars } = sums.get(name) ?? { films: 0, stars: 0 };
      sums.set(name, { films: films + 1, stars: stars + rating });
    }
  return [...sums]
    .map(([name, { films, stars }]) => ({
      name,
      films,
      meanStars: Math.round((100 * stars) / films) / 100,
      liking: (stars - films * mean) / (films + SHRINKAGE),
    }))
    .filter(({ films, liking }) => films >= FEWEST_FILMS && liking > 0)
    .sort((a, b) => b.liking - a.liking || b.films - a.films || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_PEOPLE)
    .map(({ liking: _, ...person }) => person);
}

function shares(weighted: readonly { movie: MovieSnapshot; weight: number }[]): Map<string, number> {
  const sums = new Map<string, number>();
  let total = 0;
  for (const { movie, weight } of weighted) {
    const { countries: codes = [] } = movie;
    for (const code of codes) sums.set(code, (sums.get(code) ?? 0) + weight / codes.length);
    if (codes.length > 0) total += weight;
  }
  return new Map([...sums].map(([code, sum]) => [code, sum / (total || 1)]));
}

function countries(mine: ReadonlyMap<string, number>, everyone: ReadonlyMap<string, number>): TasteShare[] {
  const rounded = (share = 0) => Math.round(10_000 * share) / 10_000;
  return [...new Set([...mine.keys(), ...everyone.keys()])]
    .map((code) => ({ code, mine: rounded(mine.get(code)), everyone: rounded(everyone.get(code)) }))
    .sort((a, b) => b.mine - a.mine || b.everyone - a.everyone || (a.code < b.code ? -1 : 1))
    .slice(0, MOST_COUNTRIES);
}
