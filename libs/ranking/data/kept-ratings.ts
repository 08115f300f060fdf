import type { RatingsMatrix } from './interactions.js';

/** Ratings without their times. */
export type Stars = Omit<RatingsMatrix, 'times'>;

/** The `count` users with most ratings, ascending. */
export function mostActive({ userCount, offsets }: Stars, count: number): Int32Array {
  return largest(userCount, count, (user) => offsets[user + 1] - offsets[user]);
}

/** The `count` items with most ratings, ascending. */
export function mostRated({ itemCount, items }: Stars, count: number): Int32Array {
  const raters = new Int32Array(itemCount);
  for (const item of items) raters[item]++;
  return largest(itemCount, count, (item) => raters[item]);
}

function largest(all: number, count: number, sizeOf: (at: number) => number): Int32Array {
  const places = Int32Array.from({ length: all }, (_, at) => at);
  if (all <= count) return places;
  return places
    .sort((a, b) => sizeOf(b) - sizeOf(a) || a - b)
    .slice(0, count)
    .sort();
}

/** How many ratings these users gave. */
export function ratingsBy({ offsets }: Stars, users: Int32Array): number {
  return users.reduce((sum, user) => sum + offsets[user + 1] - offsets[user], 0);
}

/** All users' ratings of some items, which become the columns. @param chosen  ascending */
export function ratingsOf(ratings: Stars, chosen: Int32Array): Stars {
  const { userCount, itemCount, items, stars, weights } = ratings;
  const places = placesOf(chosen, itemCount);
  const size = items.reduce((sum, item) => sum + (places[item] < 0 ? 0 : 1), 0);
  const some: Stars = {
    userCount,
    itemCount: chosen.length,
    offsets: new Int32Array(userCount + 1),
    items: new Int32Array(size),
    stars: new Float32Array(size),
    weights,
  };
  for (let user = 0, at = 0; user < userCount; user++) {
    for (let e = ratings.offsets[user]; e < ratings.offsets[user + 1]; e++) {
      if (places[items[e]] < 0) continue;
      some.items[at] = places[items[e]];
      some.stars[at++] = stars[e];
    }
    some.offsets[user + 1] = at;
  }
  return some;
}

/** Of each item its place among the chosen, or −1. */
export function placesOf(chosen: Int32Array, itemCount: number): Int32Array {
  const places = new Int32Array(itemCount).fill(-1);
  chosen.forEach((item, place) => (places[item] = place));
  return places;
}
