/** One rating of a data set's user. */
export interface RatingRecord {
  /** The user's id within the data set. */
  userId: string;
  /** {@link MovieRecord.id} of the movie. */
  movieId: string;
  /** 1–5 in steps of 0.5. */
  rating: number;
  ratedAt: Date;
}

/**
 * Brings a rating of 0.5–5 stars onto this product's grid of 1–5 in halves: 0.5, which the grid does not have,
 * becomes 1; anything between two halves goes to the nearer one.
 *
 * @returns undefined when the value is no number from 0.5 to 5
 */
export function starsOnGrid(value: number): number | undefined {
  if (!(value >= 0.5 && value <= 5)) return undefined;
  return Math.max(1, Math.round(value * 2) / 2);
}
