/** So often an item may be shown without an answer before it begins to sink. */
export const PATIENCE = 10;
/** What each further time takes off its score, as a share, and what is left of it at least: it is never hidden. */
const STEP = 0.03;
const LEAST = 0.7;
/** Days after which half of the times are forgotten. */
const HALF_LIFE_DAYS = 30;

/** How often something was shown to somebody, as it counts at `lastAt` (milliseconds since 1970). */
export interface Showings {
  times: number;
  lastAt: number;
}

/** How many of the times still count at a moment (milliseconds since 1970). */
export function remembered({ times, lastAt }: Showings, at: number): number {
  const days = Math.max(0, at - lastAt) / 86_400_000;
  return times * 0.5 ** (days / HALF_LIFE_DAYS);
}

/** The share of its score that an item keeps which was shown so often and never answered: 1 at first, LEAST in the end. */
export function keptShare(times: number): number {
  return Math.min(1, Math.max(LEAST, 1 - STEP * (times - PATIENCE)));
}
