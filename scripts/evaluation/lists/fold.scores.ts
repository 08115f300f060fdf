import type { Interactions } from '#ranking/data/interactions.js';
import { lastRated, type UserPreferences, userPreferences } from '#ranking/data/user-preferences.js';
import type { Models, Source } from '#ranking/scores/scorers.js';
import { scoreForUser, wholeSources } from '#ranking/scores/user-scores.js';
import type { Split, TestUser } from '../splits/split.js';

/** What every source says for one user of a test, and among which items. */
export interface UserScores {
  user: TestUser;
  preferences: UserPreferences;
  /** When the user last rated, which their lists are as of; undefined when no time is known. */
  asOf?: number;
  /** Per item of the catalogue; higher is better. */
  sources: Record<Source, Float32Array>;
  /** The items a list may hold: all that were there when the user last rated, but those given or hidden. Ascending. */
  candidates: number[];
}

/**
 * Scores the users of a split, one after the other: a user's scores are as many numbers as sources times items, so
 * whoever needs them again keeps what they need.
 *
 * @param models   fitted with `train`
 * @param ratings  all ratings, which the users' entries belong to
 */
export function* scoreUsers(
  models: Models,
  ratings: Interactions,
  { train, users }: Split,
): Generator<UserScores> {
  const row = new Map(train.userIds.map((id, at) => [id, at]));
  for (const user of users) {
    const preferences = preferencesOfUser(ratings, user);
    const asOf = lastRated(preferences.times);
    const sources = wholeSources(scoreForUser(models, preferences, row.get(user.userId), asOf));
    const candidates = openTo(ratings, user).filter((item) => models.trend.wasThere(item, asOf));
    yield { user, preferences, asOf, sources, candidates };
  }
}

/** The ratings a user's lists are made from. */
export function preferencesOfUser(
  { items, stars, times }: Interactions,
  { given }: TestUser,
): UserPreferences {
  return userPreferences(
    given.map((entry) => ({ item: items[entry], stars: stars[entry], time: times[entry] })),
  );
}

function openTo({ itemCount, items }: Interactions, { given, hidden }: TestUser): number[] {
  const closed = new Uint8Array(itemCount);
  for (const entry of given) closed[items[entry]] = 1;
  for (const item of hidden) closed[item] = 1;
  return [...closed.keys()].filter((item) => closed[item] === 0);
}
