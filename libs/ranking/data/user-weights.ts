import type { RatingsMatrix } from './interactions.js';

/**
 * How much the ratings of the newest account weigh: ten of them, all bent on one item, weigh as much as one person, fifty as
 * five. Not 0, so that a place where everybody is new learns from them all the same.
 */
export const NEWEST = 0.1;
/** An account this old, in days, … */
const GROWN_AFTER = 14;
/** … with this many ratings … */
const RATED_ENOUGH = 20;
/** … of items of this many genres, as many as count equally, weighs 1. */
const VARIED_ENOUGH = 5;

/** What an account is trusted by. */
export interface AccountTraits {
  /** Days since it was made. */
  days: number;
  /** Genres of each item it rated. */
  genres: readonly (readonly string[])[];
}

/**
 * How much somebody's ratings weigh when others' lists are made of them: NEWEST … 1,
 *
 *   w = NEWEST + (1 − NEWEST) · min(1, days / 14) · min(1, ratings / 20) · min(1, (g − 1) / 4)
 *
 * where g = exp(−Σ p·log p) is how many genres there are among the ratings, as many as would be equally frequent. What a
 * person is offered themselves does not depend on it.
 */
export function accountWeight({ days, genres }: AccountTraits): number {
  // An id that is no date makes no account old.
  const age = days > 0 ? Math.min(1, days / GROWN_AFTER) : 0;
  const amount = Math.min(1, genres.length / RATED_ENOUGH);
  const variety = Math.min(1, (effectiveCount(genres.flat()) - 1) / (VARIED_ENOUGH - 1));
  return NEWEST + (1 - NEWEST) * age * amount * Math.max(0, variety);
}

/** exp of the entropy: 1 when all names are the same, n for n equally frequent ones; 1 for none. */
function effectiveCount(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) {
    const share = count / names.length;
    entropy -= share * Math.log(share);
  }
  return Math.exp(entropy);
}

/** The weight of one user's ratings; 1 where the matrix has none. */
export function weightOf({ weights }: Pick<RatingsMatrix, 'weights'>, user: number): number {
  return weights?.[user] ?? 1;
}
