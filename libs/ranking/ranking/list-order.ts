import { ownMiddle, type UserPreferences } from '../data/user-preferences.js';
import { isInWorld } from '../scores/user-scores.js';
import { compose, type Placed } from '../order/composition.js';
import type { ItemNumbers } from './item-numbers.js';
import { goodOfWorldFirst, likesNothing } from '../order/poor-items.js';
import type { Composition, RecommendRequest } from './recommendation.js';
import type { Scoring } from './row-material.js';
import { CLEAR } from './taste-world.js';
import { varied } from '../order/variety.js';

/** A list is composed, and varied, of so many of the best items, however many of them are asked for. */
const POOL_ITEMS = 500;
/** A varied order is composed of so many items at least, so that a shorter list is the beginning of a longer one. */
const COMPOSED_ITEMS = 100;

/** What an order is made of. */
type Scored = Omit<Scoring, 'list'>;

/**
 * The items of a list at their places: the best of what is allowed, as varied as is wished, composed where that is asked for. At
 * least so many as a list is composed of, where there are so many.
 *
 * @param rated  without what was only seen
 */
export function* orderInSteps(
  scored: Scored,
  numbers: ItemNumbers,
  rated: UserPreferences,
  { limit, diversity = 0, composition }: RecommendRequest,
): Generator<void, Placed[]> {
  const { scores, isPoor, starsOf } = scored;
  const order = yield* bestInSteps(scored, rated, limit, diversity);
  yield;
  if (!composition) return order.map((item): Placed => ({ item }));
  const agreeing = diversity === 0 ? goodOfWorldFirst(order, scores, isPoor, starsOf) : order;
  return composed(agreeing, composition, numbers, scored);
}

/** The best of what is allowed, as varied as is wished. */
function* bestInSteps(
  { models, scores, blend, allowed, starsOf }: Scored,
  rated: UserPreferences,
  limit: number,
  diversity: number,
): Generator<void, number[]> {
  const [first, last] = likesNothing(rated)
    ? partition(allowed, (item) => starsOf(item) >= ownMiddle(rated.stars))
    : [allowed, []];
  const length = Math.max(limit, POOL_ITEMS);
  const pool = [...blend.top(first, length), ...blend.top(last, length)].slice(0, length);
  yield;
  if (diversity === 0) return pool;
  const order: number[] = [];
  const isClear = scores.scored.world.liked.clarity >= CLEAR;
  // Variety is looked for within the world of a clear taste first.
  for (const part of isClear ? partition(pool, (item) => isInWorld(scores, item)) : [pool]) {
    const left = Math.max(limit, COMPOSED_ITEMS) - order.length;
    const relevance = (item: number) => blend.score(item);
    order.push(...(yield* varied(models.content.features, part, relevance, left, diversity)));
  }
  return order;
}

function composed(
  order: readonly number[],
  composition: Composition,
  numbers: ItemNumbers,
  { allowed, isPoor }: Scored,
): Placed[] {
  const isAllowed = numbers.marked(allowed);
  return compose(order, {
    seriesOf: (item) => composition.seriesOf(numbers.ids[item]),
    unseenPartsOf: (series) =>
      numbers.ofAll(composition.partsOf(series)).filter((part) => isAllowed[part] === 1),
    directorsOf: (item) => composition.directorsOf(numbers.ids[item]),
    isPoor,
  });
}

/** Those that pass, and the others, both in their order. */
function partition(items: readonly number[], passes: (item: number) => boolean): [number[], number[]] {
  const parts: [number[], number[]] = [[], []];
  for (const item of items) parts[passes(item) ? 0 : 1].push(item);
  return parts;
}
