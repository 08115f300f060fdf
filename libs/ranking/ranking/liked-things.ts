import { isLiked, ownMiddle, type UserPreferences } from '../data/user-preferences.js';
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

/** Sources whose features are named. */
export type FeatureSource = 'genres' | 'people' | 'collection' | 'keywords';

/** What of somebody's ratings reasons may name. */
export interface LikedThings {
  /** Places of the items liked best among the ratings, ascending; at most so many as are nameable. */
  liked: readonly number[];
  /** Genres of which the user liked at least as many items as not, series and keywords of which they liked more. */
  names: Record<'genres' | 'collection' | 'keywords', ReadonlySet<string>>;
  /** Who took part in a liked item: to somebody who only dislikes all others are as good, and none is a reason. */
  people: ReadonlySet<string>;
}

/** Found in steps, as there may be thousands of ratings. */
export function* likedThings(models: Models, user: UserPreferences): Generator<void, LikedThings> {
  const { stars, times } = user;
  const middle = ownMiddle(stars);
  const liked = [...stars.keys()]
    .filter((k) => isLiked(stars[k], middle))
    .sort((a, b) => stars[b] - stars[a] || times[b] - times[a])
    .slice(0, MAX_NAMEABLE)
    .sort((a, b) => a - b);
  yield;
  const genres = likedNames(models, user, middle, 'genres', 0);
  yield;
  const collection = likedNames(models, user, middle, 'collection', MIN_LIKED.collection);
  const keywords = likedNames(models, user, middle, 'keywords', MIN_LIKED.keywords);
  yield;
  const people = likedPeople(models, user, middle);
  yield;
  return { liked, names: { genres, collection, keywords }, people };
}

/** The names of one kind of feature of which the user liked at least so many items more than not. */
function likedNames(
  { content }: Models,
  user: UserPreferences,
  middle: number,
  kind: FeatureSource,
  atLeast: number,
): ReadonlySet<string> {
  const { offsets, columns, names } = content.features.kinds[kind];
  // By column: names of a thousand films are many to look up.
  const balance = new Int32Array(names.length);
  const isFound = new Uint8Array(names.length);
  const found: number[] = [];
  for (let k = 0; k < user.items.length; k++) {
    if (Number.isNaN(user.stars[k])) continue;
    const more = isLiked(user.stars[k], middle) ? 1 : -1;
    for (let e = offsets[user.items[k]]; e < offsets[user.items[k] + 1]; e++) {
      const column = columns[e];
      balance[column] += more;
      if (isFound[column] === 1) continue;
      isFound[column] = 1;
      found.push(column);
    }
  }
  const liked = found.filter((column) => balance[column] >= atLeast && !NO_THEMES.has(names[column]));
  return new Set(liked.map((column) => names[column]));
}

function likedPeople(
  { content }: Models,
  { items, stars }: UserPreferences,
  middle: number,
): ReadonlySet<string> {
  const { offsets, columns, names } = content.features.kinds.people;
  const liked = new Set<string>();
  for (let k = 0; k < items.length; k++) {
    if (!isLiked(stars[k], middle)) continue;
    for (let e = offsets[items[k]]; e < offsets[items[k] + 1]; e++) liked.add(names[columns[e]]);
  }
  return liked;
}
