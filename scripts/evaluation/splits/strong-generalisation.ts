import type { Interactions } from '#ranking/data/interactions.js';
import { entriesOf, keepRatings, likesOf, shuffled, type Split, type TestUser } from './split.js';

/** Users are dealt into so many folds; each fold's are held out in turn. */
export const FOLDS = 5;
/** Only users with so many likes are tested: one is found for every four that are given. */
const MIN_LIKES = 5;
const TARGET_SHARE = 0.2;
/** Only users with so many given likes are cut to fewer, so that every length is measured on the same users. */
const MIN_TO_CUT = 20;

/**
 * Strong generalisation: the users of one fold are unknown to the models, which learn from all ratings of the others.
 * Of each one's likes (4 stars or more) 80 % are given and the rest is to be found, at random.
 *
 * @param ratings  by the columns of the catalogue
 * @param fold     0 … FOLDS − 1
 * @see Liang et al., "Variational Autoencoders for Collaborative Filtering", WWW 2018
 */
export function strongGeneralisation(ratings: Interactions, fold: number, seed: number): Split {
  const users = [...Array(ratings.userCount).keys()];
  const tested = users.filter((user) => likesOf(ratings, user).length >= MIN_LIKES);
  const heldOut = shuffled(tested, seed).filter((_, position) => position % FOLDS === fold);
  const withheld = new Set(heldOut.flatMap((user) => entriesOf(ratings, user)));
  return {
    train: keepRatings(ratings, (entry) => !withheld.has(entry)),
    users: heldOut.map((user) => testUser(ratings, user, seed)),
  };
}

function testUser(ratings: Interactions, user: number, seed: number): TestUser {
  const likes = shuffled(likesOf(ratings, user), seed + user);
  const count = Math.max(1, Math.floor(TARGET_SHARE * likes.length));
  const given = likes.slice(count);
  const target = new Set(likes.slice(0, count).map((entry) => ratings.items[entry]));
  return { userId: ratings.userIds[user], given, target, hidden: [] };
}

/** Those with 20 or more given ratings as if they had `count`: the others are neither shown nor looked for. */
export function cutTo(
  users: readonly TestUser[],
  { items }: Interactions,
  count: number,
  seed: number,
): TestUser[] {
  return users
    .filter(({ given }) => given.length >= MIN_TO_CUT)
    .map((user, position) => {
      const order = shuffled(user.given, seed + position);
      return { ...user, given: order.slice(0, count), hidden: order.slice(count).map((e) => items[e]) };
    });
}
