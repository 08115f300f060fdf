import { LIKED_FROM, type Interactions } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';

/** Someone a ranking is tested on. Ratings are named by their entry in all the ratings, items by their column. */
export interface TestUser {
  userId: string;
  /** Entries of the ratings the models are shown. */
  given: number[];
  /** The items to be found; never empty, and none of them given. */
  target: ReadonlySet<number>;
  /** Items they rated that are neither shown nor to be found, and so may not stand in a list either. */
  hidden: number[];
}

/** What to learn from, and the users to test with. Items keep their columns in `train`; users without ratings go. */
export interface Split {
  train: Interactions;
  users: TestUser[];
}

/** Those ratings whose entry passes, without the users who have none left. */
export function keepRatings(ratings: Interactions, passes: (entry: number) => boolean): Interactions {
  const kept: number[] = [];
  const userIds: string[] = [];
  const offsets = [0];
  for (let user = 0; user < ratings.userCount; user++) {
    for (const entry of entriesOf(ratings, user)) if (passes(entry)) kept.push(entry);
    if (kept.length === offsets[offsets.length - 1]) continue;
    userIds.push(ratings.userIds[user]);
    offsets.push(kept.length);
  }
  return {
    userIds,
    itemIds: ratings.itemIds,
    userCount: userIds.length,
    itemCount: ratings.itemCount,
    offsets: Int32Array.from(offsets),
    items: Int32Array.from(kept, (entry) => ratings.items[entry]),
    stars: Float32Array.from(kept, (entry) => ratings.stars[entry]),
    times: Float64Array.from(kept, (entry) => ratings.times[entry]),
  };
}

/** The entries of one user's ratings. */
export function entriesOf({ offsets }: Interactions, user: number): number[] {
  return Array.from({ length: offsets[user + 1] - offsets[user] }, (_, k) => offsets[user] + k);
}

/** The entries of the items a user liked. */
export function likesOf(ratings: Interactions, user: number): number[] {
  return entriesOf(ratings, user).filter((entry) => ratings.stars[entry] >= LIKED_FROM);
}

/** How many rated each item. */
export function ratersOf({ items, itemCount }: Interactions): Int32Array {
  const raters = new Int32Array(itemCount);
  for (const item of items) raters[item]++;
  return raters;
}

/** The same things in a random order, the same for the same seed (Fisher, Yates). */
export function shuffled<T>(things: Iterable<T>, seed: number): T[] {
  const random = seededRandom(seed);
  const order = [...things];
  for (let last = order.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [order[last], order[at]] = [order[at], order[last]];
  }
  return order;
}
