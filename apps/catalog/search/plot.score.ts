import { popularityOf } from '../names/popularity.js';

/** Chosen by the ranks at which eighteen descriptions of well-known movies found them in the sample. */
const POPULARITY_WEIGHT = 0.15;

/**
 * How well a movie fits a description of its plot: 0.85 · cosine + 0.15 · popularity.
 * A short description fits many plots about equally well, and people describe movies that they have heard of.
 *
 * @param similarity  cosine of description and plot, −1 to 1
 * @param votes       how many ratings the movie has
 * @returns 0–1; higher is better
 */
export function plotScore(similarity: number, votes: number): number {
  const alike = Math.min(1, Math.max(0, similarity));
  return (1 - POPULARITY_WEIGHT) * alike + POPULARITY_WEIGHT * popularityOf(votes);
}
