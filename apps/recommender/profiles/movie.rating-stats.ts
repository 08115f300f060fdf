import type { Interactions } from '#ranking/data/interactions.js';

/** How a movie is rated here. */
export interface RatingStats {
  count: number;
  /** Mean stars, 1 to 5. */
  mean: number;
}

/** The same of all movies: parallel arrays. */
export interface MovieRatingStats {
  ids: string[];
  /** How many rated it. */
  counts: Int32Array;
  /** Mean stars; 0 where nobody rated. */
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
  for (let item = 0; item < itemCount; item++) means[item] /= counts[item] || 1;
  return { ids: itemIds, counts, means };
}
