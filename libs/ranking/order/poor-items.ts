import { hasRated, isLiked, ownMiddle, type UserPreferences } from '../data/user-preferences.js';
import { isInWorld, type UserScores } from '../scores/user-scores.js';
import { GOOD_PLACES } from './composition.js';

/** Of how many items the stars are predicted to know what somebody would give to any. */
const SAMPLED_ITEMS = 500;

/**
 * Which items somebody is predicted to find worse than the middle of their own scale. Where the world of a clear taste has fewer
 * items above it than a list has places for what is good, its items have to lie above the middle of what they would give to any
 * item instead: few people have rated such items, so the stars that are predicted for them lie near everybody's middle, and
 * a small world would be pushed out of its own list.
 *
 * @param candidates  what might be recommended
 * @param starsOf     the stars that are predicted for an item
 */
export function poorFor(
  scores: UserScores,
  candidates: readonly number[],
  starsOf: (item: number) => number,
): (item: number) => boolean {
  const { stars } = scores.user;
  if (!hasRated(stars)) return () => false;
  const middle = ownMiddle(stars);
  let leastOfWorld: number | undefined;
  return (item) =>
    starsOf(item) <
    (isInWorld(scores, item) ? (leastOfWorld ??= worldMiddle(scores, candidates, starsOf, middle)) : middle);
}

/** The middle that an item of the world has to lie above. */
function worldMiddle(
  scores: UserScores,
  candidates: readonly number[],
  starsOf: (item: number) => number,
  middle: number,
): number {
  const isGoodOfWorld = (item: number) => isInWorld(scores, item) && starsOf(item) >= middle;
  if (hasSoMany(candidates, isGoodOfWorld, GOOD_PLACES)) return middle;
  const step = Math.ceil(candidates.length / SAMPLED_ITEMS);
  const sample = candidates.filter((_, at) => at % step === 0).map(starsOf);
  return Math.min(middle, sample.reduce((sum, value) => sum + value, 0) / sample.length);
}

/** Looks no further than it needs to: a large world is asked for the stars of a few of its items. */
function hasSoMany(items: readonly number[], passes: (item: number) => boolean, wanted: number): boolean {
  let found = 0;
  return items.some((item) => passes(item) && ++found === wanted);
}

/** Among these places, counted from 0, an item of a world that is predicted well stands before one that is not. */
const WORLD_PLACES = { from: 20, to: 100 };

/**
 * A list that agrees with the stars shown beside it: where the world of a clear taste stands between the twentieth place and
 * the hundredth, its items that are predicted above the middle of somebody's own scale come first, and those under it after
 * them. The world keeps its places, and all else its own; each of the two parts stays in its order. The first twenty are
 * by score alone: a small world, one director's films, would lose what it is about to what is a little like it.
 *
 * @param order   best first
 * @param isPoor  of poorFor: such items have no place to give
 */
export function goodOfWorldFirst(
  order: readonly number[],
  scores: UserScores,
  isPoor: (item: number) => boolean,
  starsOf: (item: number) => number,
): readonly number[] {
  const { stars } = scores.user;
  if (!hasRated(stars) || scores.scored.world.liked.clarity === 0) return order;
  const { from, to } = WORLD_PLACES;
  const middle = ownMiddle(stars);
  const ofWorld = order.slice(from, to).filter((item) => isInWorld(scores, item) && !isPoor(item));
  const isGood = new Set(ofWorld.filter((item) => starsOf(item) >= middle));
  const next = [...isGood, ...ofWorld.filter((item) => !isGood.has(item))].values();
  const places = new Set(ofWorld);
  return order.map((item) => (places.has(item) ? next.next().value! : item));
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
