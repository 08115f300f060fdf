import type { MovieCard } from '../../api/client';

/** What is said of how everybody rates a movie: with too few ratings there is no mean, only that there are some. */
export function everyonesRating({
  ratingCount = 0,
  averageRating,
}: Pick<MovieCard, 'ratingCount' | 'averageRating'>): { mean?: number; words: string } {
  if (ratingCount === 0) return { words: 'Nobody has rated it yet.' };
  if (averageRating === undefined) return { words: 'Few people have rated it here.' };
  return { mean: averageRating, words: `${ratingCount.toLocaleString('en')} ratings` };
}
