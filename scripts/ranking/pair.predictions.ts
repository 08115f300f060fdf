import { alignItems } from '#ranking/data/interactions.js';
import { fitContext } from '#ranking/models/scorer.js';
import { adoptOutsideModels, type OutsideModels } from '#ranking/ranking/outside-models.js';
import type { RankerData } from '#ranking/ranking/ranker.js';
import { fitStars, buildSideFeatures } from '#ranking/rating-prediction/star-fit.js';
import { type Sitting, sittingOf } from '#ranking/rating-prediction/sitting.js';
import { StarPredictor, type StarProfile } from '#ranking/rating-prediction/star-predictor.js';
import { userPreferences, preferencesOfRow } from '#ranking/data/user-preferences.js';
import type { Pair } from './pairs.file.js';

/**
 * Stars of each pair of user and item, in the pairs' order. Users are folded in from their ratings as anybody is who
 * opens the product; one without ratings is nobody in particular. Where a pair has a time, what they gave around it counts too.
 *
 * @param data   every item of the pairs among its items, and at least one rating
 * @param pairs  users may be unknown
 * @param outside  models that another program has learnt from the same ratings
 * @returns within the lowest and highest stars learnt from, never NaN
 * @throws RangeError when a pair's item is not among the items
 */
export function predictPairs(
  { items, ratings: given }: RankerData,
  pairs: readonly Pair[],
  seed: number,
  outside?: OutsideModels,
): number[] {
  const ratings = alignItems(
    given,
    items.map(({ id }) => id),
  );
  const range = [
    ratings.stars.reduce((min, stars) => Math.min(min, stars)),
    ratings.stars.reduce((max, stars) => Math.max(max, stars)),
  ] as const;
  const context = fitContext(items, ratings);
  const state = outside
    ? adoptOutsideModels(outside, context).stars
    : fitStars(ratings, buildSideFeatures(items, context.features), { seed });
  const predictor = new StarPredictor({ ...state, parameters: { ...state.parameters, range } });

  const itemIndex = new Map(ratings.itemIds.map((id, index) => [id, index]));
  const userIndex = new Map(ratings.userIds.map((id, index) => [id, index]));
  const known = new Map<string, { profile: StarProfile; sitting: Sitting }>();
  return pairs.map(({ user, item, time }) => {
    const index = itemIndex.get(item);
    if (index === undefined) throw new RangeError(`film "${item}" is not among the films`);
    let own = known.get(user);
    if (!own) {
      const row = userIndex.get(user);
      const rated = row === undefined ? userPreferences([]) : preferencesOfRow(ratings, row);
      own = { profile: predictor.foldIn(rated), sitting: sittingOf(predictor, rated) };
      known.set(user, own);
    }
    const stars = predictor.predict(own.profile, index) + (time === undefined ? 0 : own.sitting(time));
    return Math.max(range[0], Math.min(range[1], stars));
  });
}

/** The same as a list predicts them, for no moment, and for the pairs' own moments; from one fit. */
export function predictWithAndWithoutTime(
  data: RankerData,
  pairs: readonly Pair[],
  seed: number,
): { anytime: number[]; then: number[] } {
  const anytime = pairs.map(({ user, item }) => ({ user, item }));
  const predicted = predictPairs(data, [...anytime, ...pairs], seed);
  return { anytime: predicted.slice(0, pairs.length), then: predicted.slice(pairs.length) };
}
