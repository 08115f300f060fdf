import { isLiked, ownMiddle, ratedOnly, type UserPreferences } from '../data/user-preferences.js';
import { isInWorld, type UserScores } from '../scores/user-scores.js';

/** Of how many items the stars are predicted to know what somebody would give to any. */
const SAMPLED_ITEMS = 500;

/**
 * Which items somebody is predicted to find worse than the middle of their own scale. What belongs to the world of a clear
 * taste has to lie above the middle of what they would give to any item instead: few people have rated such items, so the
 * stars that are predicted for them lie near everybody's middle, and people give more to what they choose themselves.
 *
 * @param candidates  what might be recommended
 * @param starsOf     the stars that are predicted for an item
 */
export function poorFor(
  scores: UserScores,
  candidates: readonly number[],
  starsOf: (item: number) => number,
): (item: number) => boolean {
  const { stars } = ratedOnly(scores.user);
  if (stars.length === 0) return () => false;
  const step = Math.ceil(candidates.length / SAMPLED_ITEMS);
  const sample = candidates.filter((_, at) => at % step === 0).map(starsOf);
  const typical = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const middle = ownMiddle(stars);
  return (item) => starsOf(item) < (isInWorld(scores, item) ? Math.min(middle, typical) : middle);
}

/**
 * Whether all that is known of somebody is what they do not like: items that they would not like either come last then.
 *
 * @param rated  without what was only seen
 */
export function likesNothing({ stars }: UserPreferences): boolean {
  const middle = ownMiddle(stars);
  return stars.length > 0 && !stars.some((value) => isLiked(value, middle));
}
