import type { Interactions } from '#ranking/data/interactions.js';
import { LIKED_FROM } from '#ranking/models/popularity.model.js';
import { seededRandom } from '#ranking/math/random.js';
import { entriesOf, keepRatings, shuffled, type TestPerson } from './split.js';

/** Films with so many likes are taken: enough people to find them for. */
const LEAST_LIKES = 5;
/** One film in so many loses all its ratings, and another keeps a few. */
const ONE_IN = 10;
/** The most ratings a film of the second group keeps. */
const MOST_KEPT = 5;

/** Films that are new to the models, and the people who liked them. */
export interface NewFilms {
  /** Their columns. */
  films: number[];
  /** Each is to find, among these films, those they liked. */
  people: TestPerson[];
}

export interface UnratedFilms {
  train: Interactions;
  /** Films without a rating to learn from. */
  unrated: NewFilms;
  /** Films with one to five ratings to learn from. */
  fewRatings: NewFilms;
}

/**
 * New films: a seeded tenth of the films that five or more people liked loses all ratings, another tenth all but one to
 * five. All other ratings are learnt from, those of the people who are tested too.
 */
export function unratedFilms(ratings: Interactions, seed: number): UnratedFilms {
  const { itemCount, items, stars } = ratings;
  const byFilm: number[][] = Array.from({ length: itemCount }, () => []);
  items.forEach((item, entry) => byFilm[item].push(entry));
  const liked = (entry: number) => stars[entry] >= LIKED_FROM;
  const taken = shuffled(
    [...byFilm.keys()].filter((film) => byFilm[film].filter(liked).length >= LEAST_LIKES),
    seed,
  );
  const size = Math.ceil(taken.length / ONE_IN);
  const unrated = taken.slice(0, size);
  const few = taken.slice(size, 2 * size);

  const random = seededRandom(seed);
  const withheld = new Set(unrated.flatMap((film) => byFilm[film]));
  for (const film of few) {
    const kept = 1 + Math.floor(random() * MOST_KEPT);
    for (const entry of shuffled(byFilm[film], seed + film).slice(kept)) withheld.add(entry);
  }
  return {
    train: keepRatings(ratings, (entry) => !withheld.has(entry)),
    unrated: { films: unrated, people: whoLiked(ratings, unrated, withheld) },
    fewRatings: { films: few, people: whoLiked(ratings, few, withheld) },
  };
}

/** Those who liked one of the films without it being learnt from, and who have rated something else. */
function whoLiked(
  ratings: Interactions,
  films: readonly number[],
  withheld: ReadonlySet<number>,
): TestPerson[] {
  const { items, stars, userIds } = ratings;
  const wanted = new Set(films);
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
