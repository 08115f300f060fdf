import type { ContentProfile } from '../models/content.model.js';
import type { SourceScores, Terms } from '../models/scorer.js';
import { spread } from './blend.js';
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
    for (const [source, scores] of Object.entries(content.sources) as [Source, SourceScores][])
      all[source] = replaced(all[source], scores, unrated);
    const { ials } = SCORERS.ials.score(models.ials, { user }).sources;
    all.ials = replaced(all.ials, ials, unrated, ratioOfSpreads(all.ials.scores, ials.scores, counts));
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

/**
 * How much further apart scores lie than others, over all that has been rated. All ratings of somebody say more than the latest, so
 * their scores are larger: side by side as they are, items that nobody has rated would fill the list.
 */
function ratioOfSpreads(scores: Float32Array, others: Float32Array, counts: ArrayLike<number>): number {
  const rated = [...scores.keys()].filter((item) => counts[item] > 0);
  const [own, theirs] = [scores, others].map((of) => spread(of, rated).deviation);
  return theirs > 0 ? own / theirs : 1;
}

/** The same, but for these items what `others` say, so many times. */
function replaced(
  own: SourceScores,
  others: SourceScores,
  items: readonly number[],
  times = 1,
): SourceScores {
  const scores = own.scores.slice();
  for (const item of items) scores[item] = times * others.scores[item];
  const [terms, theirs] = [own.terms, others.terms];
  if (!terms || !theirs) return { scores };
  const isTheirs = new Set(items);
  return {
    scores,
    terms: (wanted, positions) => {
      const found = terms(wanted, positions);
      wanted.forEach((item, at) => {
        if (!isTheirs.has(item)) return;
        found.set(
          theirs([item], positions).map((term) => times * term),
          at * positions.length,
        );
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
