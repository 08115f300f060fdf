import type { ContentProfile } from '../models/content.model.js';
import type { SourceScores, Terms } from '../models/scorer.js';
import { type Recency, type UserPreferences, withRecency } from '../data/user-preferences.js';
import { drained } from '../math/steps.js';
import { bySource, type Models, type Scored, scoreAllInSteps, type Source, SOURCES } from './scorers.js';

/**
 * Someone the models were fitted with comes back to continue: what they rated last says most about what comes next.
 * A stranger's ratings are taken as a description of preferences, however they are dated. Chosen on the last but one item of
 * each user of two data sets.
 */
const RETURNING: Recency = { ratings: 8, lasting: 0.05 };

/** What every source says about every item for one user, with what is needed to explain it. */
export interface UserScores {
  user: UserPreferences;
  /** By scorer, with what it found on the way. */
  scored: Scored;
  sources: Record<Source, SourceScores>;
  /** Of the sources whose scores are sums over the rated items, in their order. */
  terms: { source: Source; terms: Terms }[];
  /** The taste that an item's content is compared with. */
  profileOf: (item: number) => ContentProfile;
}

/**
 * Of someone who returns the latest ratings weigh more, but not where items are compared that nobody has rated: what is new
 * is not what others rate around the same time, and a taste shows in all that someone rated.
 *
 * @param self  the user's own row in the training ratings, which is no neighbour of theirs; undefined for a stranger
 * @param asOf  seconds since 1970 for which to score; now, where the ratings end, when left out
 */
export function* scoreInSteps(
  models: Models,
  user: UserPreferences,
  self?: number,
  asOf?: number,
): Generator<void, UserScores> {
  const { known } = models.popularity;
  const current = self === undefined ? user : withRecency(user, RETURNING);
  const lasting = known.unrated.length > 0 ? user : current;
  const scored = yield* scoreAllInSteps(models, { user: current, lasting, known, self, asOf });
  const sources = Object.assign({}, ...Object.values(scored).map(({ sources }) => sources)) as Record<
    Source,
    SourceScores
  >;
  const { taste } = scored.content;
  return {
    user: current,
    scored,
    sources,
    terms: SOURCES.flatMap((source) => {
      const { terms } = sources[source];
      return terms ? [{ source, terms }] : [];
    }),
    profileOf: (item) => (known.isUnrated[item] === 1 ? taste.lasting : taste.profile),
  };
}

/** The same at once. */
export function scoreForUser(...of: Parameters<typeof scoreInSteps>): UserScores {
  return drained(scoreInSteps(...of));
}

/** The scores of every source, all of them found. */
export function wholeSources({ sources }: UserScores): Record<Source, Float32Array> {
  return bySource((source) => sources[source].scores);
}

/** Whether an item belongs rather to the world of the user's taste than not; none does when the taste has no world. */
export function isInWorld({ scored }: UserScores, item: number): boolean {
  const { liked, sources } = scored.world;
  return liked.clarity > 0 && sources.world.scores[item] >= liked.clarity / 2;
}
