import { seededRandom } from '#ranking/math/random.js';

/** The first places are for what is surest. */
const SURE_PLACES = 10;

/** So many are drawn for a place, and the one with fewest ratings takes it. */
const DRAWN = 3;

/**
 * A trial of places given to films of which little is known. At some places beyond the first ten, drawn by a seed, stands
 * the least known of some films drawn among those that may stand there.
 *
 * @param order    items, best first; longer than what is looked at, so that others can come in
 * @param mayStand whether an item further down may take a place: where all whose match is the same per cent as that of the
 *                 place's own item may, the match that is shown stays true and falls along the list as before
 * @param raters   how many people rated each item
 * @param share    how many of the places beyond the first are tried, 0–1
 */
export function explored(
  order: readonly number[],
  mayStand: (item: number, insteadOf: number) => boolean,
  raters: ArrayLike<number>,
  share: number,
  seed: number,
): number[] {
  const random = seededRandom(seed);
  const list = [...order];
  for (let place = SURE_PLACES; place < list.length; place++) {
    if (random() >= share) continue;
    const further = [...list.keys()].filter((at) => at > place && mayStand(list[at], list[place]));
    if (further.length === 0) continue;
    const drawn = Array.from({ length: DRAWN }, () => further[Math.floor(random() * further.length)]);
    const least = drawn.reduce((a, b) => (raters[list[b]] < raters[list[a]] ? b : a));
    list.splice(place, 0, ...list.splice(least, 1));
  }
  return list;
}
