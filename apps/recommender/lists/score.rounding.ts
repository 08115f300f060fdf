import type { Contributions } from '#contracts/recommender/recommendation.js';

const STEP = 10_000;

/**
 * Rounds a score and its parts to 4 decimals so that the parts still sum to it: what rounding loses or adds goes into
 * the largest part, where it shows least.
 *
 * @param score  0 to 1
 */
export function roundScore(
  score: number,
  contributions: Contributions,
): { score: number; contributions: Contributions } {
  const total = Math.round(Math.min(1, Math.max(0, score)) * STEP);
  const parts = Object.entries(contributions).map(([name, value]) => ({
    name,
    value: Math.round(value * STEP),
  }));
  const largest = parts.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a));
  largest.value += total - parts.reduce((sum, { value }) => sum + value, 0);
  return {
    score: total / STEP,
    // Adding 0 turns -0, which a rounded tiny negative part is, into 0.
    contributions: Object.fromEntries(
      parts.map(({ name, value }) => [name, value / STEP + 0]),
    ) as unknown as Contributions,
  };
}

/** Stars as they are shown: one decimal, within 1 to 5. */
export function roundStars(stars: number): number {
  return Math.round(Math.min(5, Math.max(1, stars)) * 10) / 10;
}
