import type { MovieCard } from '../../api/client';
import { movie as words } from '../../words/en/movie';

/** What is said of how everybody rates a movie: with too few ratings there is no mean, only that there are some. */
export function everyonesRating({
  ratingCount = 0,
  averageRating,
}: Pick<MovieCard, 'ratingCount' | 'averageRating'>): { mean?: number; words: string } {
  if (ratingCount === 0) return { words: words.nobodyRated };
  if (averageRating === undefined) return { words: words.fewRated };
  return { mean: averageRating, words: words.ratings(ratingCount) };
}
