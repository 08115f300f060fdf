import { LIKED_FROM, type Interactions } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';
import { entriesOf, keepRatings, shuffled, type TestUser } from './split.js';

/** Items with so many likes are taken: enough users to find them for. */
const MIN_LIKES = 5;
/** One item in so many loses all its ratings, and another keeps a few. */
const ONE_IN = 10;
/** The most ratings an item of the second group keeps. */
const MAX_KEPT = 5;

/** Items that are new to the models, and the users who liked them. */
export interface NewItems {
  /** Their columns. */
  items: number[];
  /** Each is to find, among these items, those they liked. */
  users: TestUser[];
}

export interface UnratedItems {
  train: Interactions;
  /** Items without a rating to learn from. */
  unrated: NewItems;
  /** Items with one to five ratings to learn from. */
  fewRatings: NewItems;
}

/**
 * New items: a seeded tenth of the items that five or more users liked loses all ratings, another tenth all but one to
 * five. All other ratings are learnt from, those of the users who are tested too.
 */
export function unratedItems(ratings: Interactions, seed: number): UnratedItems {
  const { itemCount, items, stars } = ratings;
  const byItem: number[][] = Array.from({ length: itemCount }, () => []);
  items.forEach((item, entry) => byItem[item].push(entry));
  const liked = (entry: number) => stars[entry] >= LIKED_FROM;
  const taken = shuffled(
    [...byItem.keys()].filter((item) => byItem[item].filter(liked).length >= MIN_LIKES),
    seed,
  );
  const size = Math.ceil(taken.length / ONE_IN);
  const unrated = taken.slice(0, size);
  const few = taken.slice(size, 2 * size);

  const random = seededRandom(seed);
  const withheld = new Set(unrated.flatMap((item) => byItem[item]));
  for (const item of few) {
    const kept = 1 + Math.floor(random() * MAX_KEPT);
    for (const entry of shuffled(byItem[item], seed + item).slice(kept)) withheld.add(entry);
  }
  return {
    train: keepRatings(ratings, (entry) => !withheld.has(entry)),
    unrated: { items: unrated, users: whoLiked(ratings, unrated, withheld) },
    fewRatings: { items: few, users: whoLiked(ratings, few, withheld) },
  };
}

/** Those who liked one of the chosen without it being learnt from, and who have rated something else. */
function whoLiked(
  ratings: Interactions,
  chosen: readonly number[],
  withheld: ReadonlySet<number>,
): TestUser[] {
  const { items, stars, userIds } = ratings;
  const wanted = new Set(chosen);
  return userIds.flatMap((userId, user) => {
    const entries = entriesOf(ratings, user);
    const given = entries.filter((entry) => !withheld.has(entry));
    const lost = entries.filter((entry) => withheld.has(entry));
    const found = lost.filter((entry) => wanted.has(items[entry]) && stars[entry] >= LIKED_FROM);
    if (found.length === 0 || given.length === 0) return [];
    const target = new Set(found.map((entry) => items[entry]));
    const hidden = lost.map((entry) => items[entry]).filter((item) => !target.has(item));
    return [{ userId, given, target, hidden }];
  });
}
