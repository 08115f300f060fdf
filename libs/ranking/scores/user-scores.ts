import type { ContentProfile } from '../models/content.model.js';
import type { SourceScores, Terms } from '../models/scorer.js';
import { type Recency, type UserPreferences, withRecency } from '../data/user-preferences.js';
import {
  bySource,
  type Models,
  SCORERS,
  type Scored,
  scoreWithAll,
  type Source,
  SOURCES,
} from './scorers.js';

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
  sources: Record<Source, Float32Array>;
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
export function scoreForUser(
  models: Models,
  user: UserPreferences,
  self?: number,
  asOf?: number,
): UserScores {
  const current = self === undefined ? user : withRecency(user, RETURNING);
  const scored = scoreWithAll(models, { user: current, self, asOf });
  const all = Object.assign({}, ...Object.values(scored).map(({ sources }) => sources)) as Record<
    Source,
    SourceScores
  >;
  const { counts } = models.popularity.state;
  const unrated: number[] = [];
  if (current !== user) counts.forEach((count, item) => count === 0 && unrated.push(item));
  let lasting = scored.content.profile;
  if (unrated.length > 0) {
    const content = SCORERS.content.score(models.content, { user });
    lasting = content.profile;
    const whole = { ...content.sources, ...SCORERS.ials.score(models.ials, { user }).sources };
    for (const [source, scores] of Object.entries(whole) as [Source, SourceScores][])
      all[source] = replaced(all[source], scores, unrated);
  }
  return {
    user: current,
    scored,
    sources: bySource((source) => all[source].scores),
    terms: SOURCES.flatMap((source) => {
      const { terms } = all[source];
      return terms ? [{ source, terms }] : [];
    }),
    profileOf: (item) => (counts[item] === 0 ? lasting : scored.content.profile),
  };
}

/** The same, but for these items what `others` say. */
function replaced(own: SourceScores, others: SourceScores, items: readonly number[]): SourceScores {
  const scores = own.scores.slice();
  for (const item of items) scores[item] = others.scores[item];
  const [terms, theirs] = [own.terms, others.terms];
  if (!terms || !theirs) return { scores };
  const isTheirs = new Set(items);
  return {
    scores,
    terms: (wanted, positions) => {
      const found = terms(wanted, positions);
      wanted.forEach((item, at) => {
        if (isTheirs.has(item)) found.set(theirs([item], positions), at * positions.length);
      });
      return found;
    },
  };
}

/** Whether an item belongs rather to the world of the user's taste than not; none does when the taste has no world. */
export function isInWorld({ scored }: UserScores, item: number): boolean {
  const { liked, sources } = scored.world;
  return liked.clarity > 0 && sources.world.scores[item] >= liked.clarity / 2;
}
