import type { MovieCard } from './movie.js';
import { movieAs, type MovieAs } from './movie.fields.js';

/** What our users think of a movie. */
export interface RatingStats {
  count: number;
  /** Mean stars, 1 to 5. */
  mean: number;
}

/** The card of a movie. It has no mean without ratings, and no count where the caller knows of none. */
export function movieCard(
  movie: Omit<MovieAs<'card'>, 'averageRating' | 'ratingCount'>,
  ratings?: RatingStats,
): MovieCard {
  return movieAs('card', {
    ...movie,
    averageRating: ratings?.count ? Math.round(ratings.mean * 100) / 100 : undefined,
    ratingCount: ratings?.count,
  });
}
