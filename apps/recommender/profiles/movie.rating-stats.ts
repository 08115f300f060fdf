import { shrunkMean } from '#contracts/catalog/movie.card.js';
import type { Interactions } from '#ranking/data/interactions.js';

/** How the movies are rated here: parallel arrays. */
export interface MovieRatingStats {
  ids: string[];
  /** Ratings per movie. */
  counts: Int32Array;
  /** Mean stars, shrunk (shrunkMean); 0 without ratings. */
  means: Float32Array;
}

/** How many users rated each movie, and how, whether or not the movie is in the catalogue. */
export function movieRatingStats({ itemIds, itemCount, items, stars }: Interactions): MovieRatingStats {
  const counts = new Int32Array(itemCount);
  const means = new Float32Array(itemCount);
  items.forEach((item, entry) => {
    counts[item]++;
    means[item] += stars[entry];
  });
  for (let item = 0; item < itemCount; item++)
    means[item] = counts[item] > 0 ? shrunkMean(means[item] / counts[item], counts[item]) : 0;
  return { ids: itemIds, counts, means };
}
