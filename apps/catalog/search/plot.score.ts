/** How much of the score is how well known the film is. Chosen by where eighteen descriptions of well-known films found them in the sample. */
const FAME = 0.15;
/** Votes that make a film as well known as can be. */
const MOST_VOTES = 10_000;

/**
 * How well a film fits a description of its plot: 0.85 · cosine + 0.15 · log(1 + votes) / log(1 + 10,000).
 * A short description fits many plots about equally well, and who describes a film means one they have heard of.
 *
 * @param similarity  cosine of description and plot, −1 to 1
 * @param votes       how many people have rated the film
 * @returns 0–1; higher is better
 */
export function plotScore(similarity: number, votes: number): number {
  const fame = Math.min(1, Math.log1p(votes) / Math.log1p(MOST_VOTES));
  return (1 - FAME) * Math.min(1, Math.max(0, similarity)) + FAME * fame;
}
