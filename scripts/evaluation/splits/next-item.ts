import type { Interactions } from '#ranking/data/interactions.js';
import { entriesOf, keepRatings, likesOf, ratersOf, type Split, type TestUser } from './split.js';

/** Only users with so many likes, or ratings, are tested. */
const MIN_LIKES = 5;

/**
 * The next item: what each user liked last is to be found, from what they rated up to then; what they rated later is
 * not looked at. All users' remaining ratings are learnt from. An item nobody else rated cannot be the target.
 *
 * @param among  what the last is of: what was liked, or whatever was rated, as most papers leave one out
 */
export function nextItem(ratings: Interactions, among: 'likes' | 'ratings' = 'likes'): Split {
  const { items, times, userIds } = ratings;
  const withheld = new Set<number>();
  const targets: { user: number; target: number }[] = [];
  for (let user = 0; user < ratings.userCount; user++) {
    const eligible = among === 'likes' ? likesOf(ratings, user) : entriesOf(ratings, user);
    if (eligible.length < MIN_LIKES) continue;
    const target = eligible.reduce((last, entry) => (times[entry] >= times[last] ? entry : last));
    targets.push({ user, target });
    for (const entry of entriesOf(ratings, user))
      if (entry === target || times[entry] > times[target]) withheld.add(entry);
  }
  const train = keepRatings(ratings, (entry) => !withheld.has(entry));
  const raters = ratersOf(train);
  const users = targets.flatMap(({ user, target }): TestUser[] => {
    const given = entriesOf(ratings, user).filter((entry) => !withheld.has(entry));
    const later = entriesOf(ratings, user).filter((entry) => entry !== target && withheld.has(entry));
    if (raters[items[target]] === 0 || given.length === 0) return [];
    const hidden = later.map((entry) => items[entry]);
    return [{ userId: userIds[user], given, target: new Set([items[target]]), hidden }];
  });
  return { train, users };
}

/**
 * The same some likes earlier, for whoever may not see the last: so many last likes of each user are put away one after the other,
 * each with all that was rated later, and the next item is looked for in what remains.
 *
 * @returns with what remains, which the users' entries belong to
 */
export function nextItemBefore(ratings: Interactions, putAway: number): Split & { ratings: Interactions } {
  let remaining = ratings;
  for (let last = 0; last < putAway; last++) remaining = nextItem(remaining).train;
  return { ratings: remaining, ...nextItem(remaining) };
}
