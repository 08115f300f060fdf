import type { MovieCard } from './movie.js';
import { movieAs, type MovieAs } from './movie.fields.js';

/** Nothing that is shown of what people think rests on fewer of them: it would show one person's taste to everybody. */
export const FEWEST_PEOPLE = 5;
/** So many ratings of so many stars are added to those there are, before a mean is shown or ordered by. */
const PRIOR = { ratings: 5, stars: 3.5 };

/** What our users think of a movie. */
export interface RatingStats {
  count: number;
  /** {@link shrunkMean} of their stars, 1 to 5. */
  mean: number;
}

/**
 * (count · mean + 5 · 3.5) / (count + 5): a handful of ratings says little, whoever gives them. k more people can move the
 * mean of n by no more than k · 4 / (n + k + 5) stars.
 */
export function shrunkMean(mean: number, count: number): number {
  return (count * mean + PRIOR.ratings * PRIOR.stars) / (count + PRIOR.ratings);
}

const TMDB_POSTERS = 'https://image.tmdb.org/t/p/w342';
const OWN_POSTERS = '/api/v1/posters/w342';

/**
 * Where a poster is fetched.
 *
 * @param path  TMDB's, beginning with "/", or an address that was made of it for another mode
 * @param mode  `on`: from TMDB; `proxy`: from the gateway, below its own address; `off`: nowhere
 */
export function posterAddress(path: string | undefined, mode: 'on' | 'off' | 'proxy'): string | undefined {
  if (!path || mode === 'off') return undefined;
  const file = path.slice(path.lastIndexOf('/'));
  return (mode === 'proxy' ? OWN_POSTERS : TMDB_POSTERS) + file;
}

/** The card of a movie. It has no mean with fewer than five ratings, and no count where the caller knows of none. */
export function movieCard(
  movie: Omit<MovieAs<'card'>, 'averageRating' | 'ratingCount'> & Pick<MovieCard, 'titles'>,
  ratings?: RatingStats,
): MovieCard {
  const card = movieAs('card', {
    ...movie,
    averageRating:
      ratings && ratings.count >= FEWEST_PEOPLE ? Math.round(ratings.mean * 100) / 100 : undefined,
    ratingCount: ratings?.count,
  });
  return movie.titles ? { ...card, titles: movie.titles } : card;
}
