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
  const parts = { ...contributions };
  const names = Object.keys(parts) as (keyof Contributions)[];
  let largest = names[0];
  let left = total;
  for (const name of names) {
    parts[name] = Math.round(parts[name] * STEP);
    left -= parts[name];
    if (Math.abs(parts[name]) > Math.abs(parts[largest])) largest = name;
  }
  parts[largest] += left;
  // Adding 0 turns -0, which a rounded tiny negative part is, into 0.
  for (const name of names) parts[name] = parts[name] / STEP + 0;
  return { score: total / STEP, contributions: parts };
}

/** Stars as they are shown: one decimal, within 1 to 5. */
export function roundStars(stars: number): number {
  return Math.round(Math.min(5, Math.max(1, stars)) * 10) / 10;
}
