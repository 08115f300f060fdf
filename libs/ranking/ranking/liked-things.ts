import { isLiked, ownMiddle, type UserPreferences } from '../data/user-preferences.js';
import { topItems } from '../math/top-items.js';
import type { Models } from '../scores/scorers.js';

/** Someone with more liked items reads of those they liked best, the latest first. */
const MAX_NAMEABLE = 60;
/** Keywords that say how a film was made, not what it is about. */
const NO_THEMES: ReadonlySet<string> = new Set([
  ...['aftercreditsstinger', 'duringcreditsstinger', 'imax', '3d', 'black and white', 'silent film'],
  ...[
    'independent film',
    'woman director',
    'sequel',
    'prequel',
    'remake',
    'reboot',
    'spin off',
    'live action and animation',
  ],
  ...[
    'based on novel',
    'based on novel or book',
    'based on comic',
    'based on comic book',
    'based on play',
    'based on true story',
  ],
]);
/** So many liked items with a keyword, more than disliked ones, are a theme; one part liked is enough of a series. */
const MIN_LIKED = { keywords: 2, collection: 1 };

/** By the names of features: 1 for each that says what a film is about. */
const themes = new WeakMap<readonly string[], Uint8Array>();

function themesAmong(names: readonly string[]): Uint8Array {
  const found = themes.get(names) ?? Uint8Array.from(names, (name) => (NO_THEMES.has(name) ? 0 : 1));
  themes.set(names, found);
  return found;
}

/** Sources whose features are named. */
export type FeatureSource = 'genres' | 'people' | 'collection' | 'keywords';

/** What of somebody's ratings reasons may name. */
export interface LikedThings {
  /** Places of the items liked best among the ratings, ascending; at most so many as are nameable. */
  liked: readonly number[];
  /**
   * 1 for each feature, by its column: genres of which the user liked at least as many items as not, series and keywords of which
   * they liked more, and who took part in a liked item. To somebody who only dislikes all others are as good, and none is a reason.
   */
  features: Record<FeatureSource, Uint8Array>;
}

/** Found in steps, as there may be thousands of ratings. */
export function* likedThings(models: Models, user: UserPreferences): Generator<void, LikedThings> {
  const { stars, times } = user;
  const middle = ownMiddle(stars);
  const liked = likedBest(stars, times, middle).sort((a, b) => a - b);
  yield;
  const genres = likedFeatures(models, user, middle, 'genres', 0);
  yield;
  const collection = likedFeatures(models, user, middle, 'collection', MIN_LIKED.collection);
  const keywords = likedFeatures(models, user, middle, 'keywords', MIN_LIKED.keywords);
  yield;
  const people = likedPeople(models, user, middle);
  yield;
  return { liked, features: { genres, collection, keywords, people } };
}

/** Places of the items liked best among the ratings, the latest of equal ones first. */
function likedBest(stars: Float32Array, times: Float64Array, middle: number): number[] {
  const liked: number[] = [];
  // By stars, and among equal ones by time: seconds since 1970 are far below 2⁴⁰.
  const order = new Float64Array(stars.length);
  for (let k = 0; k < stars.length; k++) {
    order[k] = stars[k] * 2 ** 40 + times[k];
    if (isLiked(stars[k], middle)) liked.push(k);
  }
  return topItems(liked, order, MAX_NAMEABLE);
}

/** The features of one kind of which the user liked at least so many items more than not. */
function likedFeatures(
  { content }: Models,
  user: UserPreferences,
  middle: number,
  kind: FeatureSource,
  atLeast: number,
): Uint8Array {
  const { offsets, columns, names } = content.features.kinds[kind];
  const balance = new Int32Array(names.length);
  const marks = new Uint8Array(names.length);
  for (let k = 0; k < user.items.length; k++) {
    if (Number.isNaN(user.stars[k])) continue;
    const more = isLiked(user.stars[k], middle) ? 1 : -1;
    for (let e = offsets[user.items[k]]; e < offsets[user.items[k] + 1]; e++) {
      const column = columns[e];
      balance[column] += more;
      marks[column] = 1;
    }
  }
  const isTheme = themesAmong(names);
  for (let column = 0; column < marks.length; column++)
    if (balance[column] < atLeast || isTheme[column] === 0) marks[column] = 0;
  return marks;
}

function likedPeople({ content }: Models, { items, stars }: UserPreferences, middle: number): Uint8Array {
  const { offsets, columns, names } = content.features.kinds.people;
  const marks = new Uint8Array(names.length);
  for (let k = 0; k < items.length; k++) {
    if (!isLiked(stars[k], middle)) continue;
    for (let e = offsets[items[k]]; e < offsets[items[k] + 1]; e++) marks[columns[e]] = 1;
  }
  return marks;
}
