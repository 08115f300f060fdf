import { checkStars, RatingsMatrix } from './interactions.js';
import { SparseMatrix } from '../math/sparse-matrix.js';
import { weightOf } from './user-weights.js';

/**
 * Stars at which liking begins for someone who uses the scale as most do. Low, because users choose what they watch: that
 * someone saw an item and found it fair still says that items like it interest them.
 */
const MEAN_NEUTRAL = 2.5;
/** A dislike weighs less than a like, for the same reason; with full weight lists get measurably worse. */
const DISLIKE_WEIGHT = 0.5;
/**
 * How much an item that somebody has seen and not rated counts as liked: they chose it, and that is all it says. Less than
 * three stars, which count 0.46.
 */
export const SEEN_PREFERENCE = 0.2;
const MEAN_RATING = 3.5;
/** So many ratings weigh as much as the assumption that someone rates as most do. */
const MEAN_SHRINKAGE = 5;
/** Nobody "liked" an item they gave less, however they use the scale. */
const MIN_LIKED_STARS = 3;

/** One user's ratings as the models read them, and what they have seen besides: parallel arrays, each item once. */
export interface UserPreferences {
  /** Item indices, ascending. */
  items: Int32Array;
  /** NaN for an item seen and not rated. */
  stars: Float32Array;
  /** Seconds since 1970; 0 where unknown. */
  times: Float64Array;
  /** How much each item was liked, −0.5 (hated) to 1 (loved): see preferencesOf. */
  preferences: Float32Array;
}

/**
 * @param ratings  by item index; the last of several for one item wins. Throws RangeError for impossible stars.
 * @param seen     items seen, by index; a rating replaces what having seen an item says
 */
export function userPreferences(
  ratings: Iterable<{ item: number; stars: number; time?: number }>,
  seen: Iterable<{ item: number; time?: number }> = [],
): UserPreferences {
  const last = new Map<number, { stars: number; time?: number }>();
  for (const { item, time } of seen) last.set(item, { stars: NaN, time });
  for (const rating of ratings) {
    checkStars(rating.stars, () => `rating of item ${rating.item}`);
    last.set(rating.item, rating);
  }
  const items = new Int32Array(last.size);
  let at = 0;
  for (const item of last.keys()) items[at++] = item;
  items.sort();
  const stars = new Float32Array(items.length);
  const times = new Float64Array(items.length);
  for (let k = 0; k < items.length; k++) {
    const rating = last.get(items[k])!;
    stars[k] = rating.stars;
    times[k] = rating.time ?? 0;
  }
  return { items, stars, times, preferences: preferencesOf(stars) };
}

/** The preferences of a user in the matrix; a view, not a copy, but for the preferences. */
export function preferencesOfRow(ratings: RatingsMatrix, user: number): UserPreferences {
  const from = ratings.offsets[user];
  const to = ratings.offsets[user + 1];
  const stars = ratings.stars.subarray(from, to);
  return {
    items: ratings.items.subarray(from, to),
    stars,
    times: ratings.times.subarray(from, to),
    preferences: preferencesOf(stars),
  };
}

/**
 * Stars as preferences: tanh(stars − neutral), halved below neutral. Neutral is 2.5, and lower for users whose (shrunk)
 * mean is below 3.5; it is never higher, so that someone who rates only items they love still likes them all.
 * 5 → 0.99, 4 → 0.91, 3 → 0.46, 2 → −0.23, 1 → −0.45. What was seen and not rated is SEEN_PREFERENCE.
 */
export function preferencesOf(stars: Float32Array): Float32Array {
  const neutral = MEAN_NEUTRAL + Math.min(0, ownMiddle(stars) - MEAN_RATING) / 2;
  const preferences = new Float32Array(stars.length);
  for (let k = 0; k < stars.length; k++) {
    const value = stars[k];
    preferences[k] = Number.isNaN(value)
      ? SEEN_PREFERENCE
      : Math.tanh(value - neutral) * (value < neutral ? DISLIKE_WEIGHT : 1);
  }
  return preferences;
}

/** The middle of somebody's own scale: the mean of the stars they gave, shrunk to 3.5 as by five more ratings. */
export function ownMiddle(stars: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < stars.length; k++) {
    if (Number.isNaN(stars[k])) continue;
    sum += stars[k];
    count++;
  }
  return (sum + MEAN_SHRINKAGE * MEAN_RATING) / (count + MEAN_SHRINKAGE);
}

/** Whether any of what somebody has seen is rated. */
export function hasRated(stars: Float32Array): boolean {
  return stars.some((value) => !Number.isNaN(value));
}

/** The same without what was only seen: all that stars can be learnt from. */
export function ratedOnly({ items, stars, times, preferences }: UserPreferences): UserPreferences {
  const isRated = (_: number, k: number) => !Number.isNaN(stars[k]);
  return {
    items: items.filter(isRated),
    stars: stars.filter(isRated),
    times: times.filter(isRated),
    preferences: preferences.filter(isRated),
  };
}

/** Whether somebody may be told that they liked an item they gave these stars. @param middle  see ownMiddle */
export function isLiked(stars: number, middle: number): boolean {
  return stars >= MIN_LIKED_STARS && stars > middle;
}

/** Users × items: all users' preferences times their weights, without the zeros. */
export function preferenceMatrix(ratings: RatingsMatrix): SparseMatrix {
  const { userCount, itemCount, items } = ratings;
  const offsets = new Int32Array(userCount + 1);
  const columns = new Int32Array(items.length);
  const values = new Float32Array(items.length);
  let count = 0;
  for (let user = 0; user < userCount; user++) {
    const row = preferencesOfRow(ratings, user);
    const weight = weightOf(ratings, user);
    row.preferences.forEach((preference, k) => {
      if (preference === 0) return;
      columns[count] = row.items[k];
      values[count++] = weight * preference;
    });
    offsets[user + 1] = count;
  }
  return {
    rowCount: userCount,
    columnCount: itemCount,
    offsets,
    columns: columns.slice(0, count),
    values: values.slice(0, count),
  };
}

/** When someone rated last, seconds since 1970; undefined when no time is known. */
export function lastRated(times: Iterable<number | undefined>): number | undefined {
  let latest = 0;
  for (const time of times) latest = Math.max(latest, time ?? 0);
  return latest || undefined;
}

/** How much the order in which someone rated counts. */
export interface Recency {
  /** τ: after so many later ratings a preference has faded to 1/e of what can fade. */
  ratings: number;
  /** The share that never fades, 0–1. */
  lasting: number;
}

/**
 * The same user’s preferences, faded: each is multiplied by
 *
 *   lasting + (1 − lasting)·exp(−rank / τ),   rank: how many of the ratings are later
 *
 * Ratings of one moment, or all without a time, fade alike.
 */
export function withRecency(user: UserPreferences, { ratings, lasting }: Recency): UserPreferences {
  const { times } = user;
  const ascending = times.slice().sort();
  const preferences = user.preferences.slice();
  for (let k = 0; k < times.length; k++)
    preferences[k] *= lasting + (1 - lasting) * Math.exp(-countAbove(times[k], ascending) / ratings);
  return { ...user, preferences };
}

/** How many of some numbers are above one, by bisection. */
function countAbove(value: number, ascending: Float64Array): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > value) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}
