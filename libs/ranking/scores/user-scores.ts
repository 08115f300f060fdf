import type { SourceScores, Terms } from '../models/scorer.js';
import type { UserPreferences } from '../data/user-preferences.js';
import { bySource, type Models, type Scored, scoreWithAll, type Source, SOURCES } from './scorers.js';

/** What every source says about every item for one user, with what is needed to explain it. */
export interface UserScores {
  user: UserPreferences;
  /** By scorer, with what it found on the way. */
  scored: Scored;
  sources: Record<Source, Float32Array>;
  /** Of the sources whose scores are sums over the rated items, in their order. */
  terms: { source: Source; terms: Terms }[];
}

/**
 * @param self  the user's own row in the training ratings, which is no neighbour of theirs
 * @param asOf  seconds since 1970 for which to score; now, where the ratings end, when left out
 */
export function scoreForUser(
  models: Models,
  user: UserPreferences,
  self?: number,
  asOf?: number,
): UserScores {
  const scored = scoreWithAll(models, { user, self, asOf });
  const all = Object.assign({}, ...Object.values(scored).map(({ sources }) => sources)) as Record<
    Source,
    SourceScores
  >;
  return {
    user,
    scored,
    sources: bySource((source) => all[source].scores),
    terms: SOURCES.flatMap((source) => {
      const { terms } = all[source];
      return terms ? [{ source, terms }] : [];
    }),
  };
}

/** Whether an item belongs rather to the world of the user's taste than not; none does when the taste has no world. */
export function isInWorld({ scored }: UserScores, item: number): boolean {
  const { liked, sources } = scored.world;
  return liked.clarity > 0 && sources.world.scores[item] >= liked.clarity / 2;
}
