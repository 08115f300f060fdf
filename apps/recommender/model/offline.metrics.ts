import { LIKED_FROM, type Interactions } from '#ranking/data/interactions.js';
import { ndcgAt, rootMeanSquaredError } from '#ranking/math/metrics.js';
import { seededRandom } from '#ranking/math/random.js';
import { Ranker, type RankerState } from '#ranking/ranking/ranker.js';
import { StarPredictor } from '#ranking/rating-prediction/star-predictor.js';
import { lastRated, userPreferences } from '#ranking/data/user-preferences.js';

/**
 * Holds out at most so many users' last ratings, and never more than this share of all: the models are measured before
 * they serve, and should lose little by it. A user's own list still follows from all their ratings, which are folded in.
 */
const MAX_USERS = 200;
const MAX_SHARE = 1 / 500;
/** A user with fewer ratings is not measured on. */
const MIN_RATINGS = 10;
const LIST = 10;

/** How good a model is at ratings it was not shown. */
export interface OfflineMetrics {
  /** What it was measured on, in words. */
  on: string;
  users: number;
  /** Root mean squared error of the predicted stars; missing when there were no users. */
  starsRmse?: number;
  /** The same of the mean of all ratings: what a model has to beat. Missing in bundles of 0.8 and earlier. */
  meanRmse?: number;
  /** Mean NDCG of lists of ten, over users who liked their last movie; missing when there were none. */
  ndcgAt10?: number;
}

/** Of a model that had to serve before it could be measured. */
export const NOT_MEASURED: OfflineMetrics = { on: 'nothing', users: 0 };

/** Ratings without some users' last ones, which are named by their user and their entry in all ratings. */
export interface HeldOut {
  shown: Interactions;
  last: { user: number; entry: number }[];
}

export function holdOutLast(ratings: Interactions, seed: number): HeldOut {
  const { userCount, offsets, items } = ratings;
  const random = seededRandom(seed);
  const chosen = [...Array(userCount).keys()]
    .filter((user) => offsets[user + 1] - offsets[user] >= MIN_RATINGS)
    .map((user) => ({ user, randomKey: random() }))
    .sort((a, b) => a.randomKey - b.randomKey)
    .slice(0, Math.min(MAX_USERS, Math.floor(items.length * MAX_SHARE)));
  return hide(
    ratings,
    chosen.map(({ user }) => ({ user, entry: lastEntry(ratings, user) })),
  );
}

/** Ratings without those that models trained elsewhere were not shown either; those no longer there are left out. */
export function holdOutNamed(
  ratings: Interactions,
  named: readonly (readonly [userId: string, itemId: string])[],
): HeldOut {
  const users = new Map(ratings.userIds.map((id, user) => [id, user]));
  const items = new Map(ratings.itemIds.map((id, item) => [id, item]));
  const last = named.flatMap(([userId, itemId]) => {
    const user = users.get(userId);
    const item = items.get(itemId);
    if (user === undefined || item === undefined) return [];
    const at = ratings.items.subarray(ratings.offsets[user], ratings.offsets[user + 1]).indexOf(item);
    return at < 0 ? [] : [{ user, entry: ratings.offsets[user] + at }];
  });
  return hide(ratings, last);
}

function hide(ratings: Interactions, last: HeldOut['last']): HeldOut {
  const { userCount, offsets, times, items, stars } = ratings;
  const hidden = new Set(last.map(({ entry }) => entry));
  const isShown = (_: unknown, entry: number) => !hidden.has(entry);
  const earlier = new Int32Array(userCount + 1);
  for (const { user } of last) earlier[user + 1]++;
  for (let user = 0; user < userCount; user++) earlier[user + 1] += earlier[user];
  return {
    last,
    shown: {
      ...ratings,
      offsets: offsets.map((offset, user) => offset - earlier[user]),
      items: items.filter(isShown),
      stars: stars.filter(isShown),
      times: times.filter(isShown),
    },
  };
}

function lastEntry({ offsets, times }: Interactions, user: number): number {
  let last = offsets[user];
  for (let entry = last; entry < offsets[user + 1]; entry++) if (times[entry] > times[last]) last = entry;
  return last;
}

/**
 * @param state    fitted to `shown`
 * @param ratings  all of them
 */
export function measureOffline(
  state: RankerState,
  ratings: Interactions,
  { shown, last }: HeldOut,
): OfflineMetrics {
  const ranker = new Ranker(state);
  const stars = new StarPredictor(state.stars);
  const indexOf = new Map(state.itemIds.map((id, item) => [id, item]));
  const predicted: number[] = [];
  const actual: number[] = [];
  const gains: number[] = [];
  for (const { user, entry } of last) {
    const target = indexOf.get(ratings.itemIds[ratings.items[entry]]);
    if (target === undefined) continue;
    const known = Array.from({ length: shown.offsets[user + 1] - shown.offsets[user] }, (_, k) => {
      const at = shown.offsets[user] + k;
      return { item: shown.itemIds[shown.items[at]], stars: shown.stars[at], ratedAt: shown.times[at] };
    });
    const profile = known.flatMap(({ item, stars }) => {
      const at = indexOf.get(item);
      return at === undefined ? [] : [{ item: at, stars }];
    });
    predicted.push(stars.predict(stars.foldIn(userPreferences(profile)), target));
    actual.push(ratings.stars[entry]);
    if (ratings.stars[entry] < LIKED_FROM) continue;
    const list = ranker.recommend({
      userId: ratings.userIds[user],
      ratings: known,
      asOf: lastRated(known.map(({ ratedAt }) => ratedAt)),
      limit: LIST,
    });
    const ranks = list.map(({ item }) => indexOf.get(item)!);
    gains.push(ndcgAt(ranks, new Set([target]), LIST));
  }
  return {
    on: 'the last ratings of some people, which the models were not shown',
    users: actual.length,
    ...(actual.length > 0 && {
      starsRmse: rootMeanSquaredError(predicted, actual),
      meanRmse: rootMeanSquaredError(new Array<number>(actual.length).fill(meanOf(shown.stars)), actual),
    }),
    ...(gains.length > 0 && { ndcgAt10: gains.reduce((sum, gain) => sum + gain, 0) / gains.length }),
  };
}

function meanOf(stars: Float32Array): number {
  let sum = 0;
  for (const given of stars) sum += given;
  return sum / Math.max(1, stars.length);
}
