import { alignItems } from '#ranking/data/interactions.js';
import { fitContext } from '#ranking/models/scorer.js';
import { adoptOutsideModels, type OutsideModels } from '#ranking/ranking/outside-models.js';
import type { RankerData } from '#ranking/ranking/ranker.js';
import { fitStars, buildSideFeatures } from '#ranking/rating-prediction/star-fit.js';
import { StarPredictor, type StarProfile } from '#ranking/rating-prediction/star-predictor.js';
import { userPreferences, preferencesOfRow } from '#ranking/data/user-preferences.js';
import type { Pair } from './pairs.file.js';

/**
 * Stars of each pair of user and item, in the pairs' order. Users are folded in from their ratings as anybody is who
 * opens the product; one without ratings is nobody in particular.
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
  const profiles = new Map<string, StarProfile>();
  return pairs.map(({ user, item }) => {
    const index = itemIndex.get(item);
    if (index === undefined) throw new RangeError(`film "${item}" is not among the films`);
    let profile = profiles.get(user);
    if (!profile) {
      const row = userIndex.get(user);
      profile = predictor.foldIn(row === undefined ? userPreferences([]) : preferencesOfRow(ratings, row));
      profiles.set(user, profile);
    }
    return predictor.predict(profile, index);
  });
}
