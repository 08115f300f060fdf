import { userPreferences } from '#ranking/data/user-preferences.js';
import type { Models } from '#ranking/scores/scorers.js';
import { scoreForUser } from '#ranking/scores/user-scores.js';
import { isInWorld, type Taste } from '../panel/taste.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import type { UserScores } from '../lists/fold.scores.js';

/** Stars from which somebody's film is looked for. */
const LOVED = 4;

/** What a case is made of. */
export type LoverScores = Pick<UserScores, 'preferences' | 'sources' | 'candidates'> & {
  user: Pick<UserScores['user'], 'target'>;
};

/**
 * Film lovers from whom one of the films they love is hidden in turn, to be found among all films by the others: a list
 * that does not follow their world does not find it. The catalogue has all their films.
 *
 * @param models  fitted with all ratings, to which the lovers have given none
 */
export function* loverScores(
  models: Models,
  { items }: EvaluationData,
  tastes: readonly Taste[],
): Generator<LoverScores> {
  const itemIndex = new Map(items.map(({ id }, at) => [id, at]));
  for (const { world, rated } of tastes) {
    const ratings = rated.map(([id, , stars]) => ({ item: itemIndex.get(id)!, stars }));
    for (const hidden of ratings) {
      if (hidden.stars < LOVED || !isInWorld(items[hidden.item], world)) continue;
      const given = ratings.filter((rating) => rating !== hidden);
      const preferences = userPreferences(given);
      const known = new Set(given.map(({ item }) => item));
      yield {
        preferences,
        sources: scoreForUser(models, preferences).sources,
        candidates: [...items.keys()].filter((item) => !known.has(item)),
        user: { target: new Set([hidden.item]) },
      };
    }
  }
}
