import { Blend, type BlendWeights, weightsFor } from '#ranking/scores/blend.js';
import { CONTRIBUTION_OF, type Source, SOURCES } from '#ranking/scores/scorers.js';
import type { Interactions } from '#ranking/data/interactions.js';
import type { Ranker } from '#ranking/ranking/ranker.js';
import { topItems } from '#ranking/math/top-items.js';
import type { Baselines } from './baselines.js';
import type { UserScores } from './fold.scores.js';
import type { TestUser } from '../splits/split.js';

/** The best items by each model, best first. */
export type Lists = Record<string, number[]>;

/** Sources that know the items and not the users. */
const CONTENT = SOURCES.filter(
  (source) => !['popularity', 'collaborative'].includes(CONTRIBUTION_OF[source]),
);

/** Makes one user's lists by all models. */
export class EvaluationLists {
  private readonly itemIndex: Map<string, number>;

  constructor(
    private readonly ranker: Ranker,
    private readonly baselines: Baselines,
    private readonly ratings: Interactions,
    private readonly weights: BlendWeights,
  ) {
    this.itemIndex = new Map(ratings.itemIds.map((id, index) => [id, index]));
  }

  /**
   * @param informative  gets the models whose scores tell these items apart; the others' lists are mere chance
   * @param among    the only items a list may hold; those given or hidden it never does
   */
  lists(
    { user, preferences, asOf, sources, candidates }: UserScores,
    length: number,
    informative: Set<string>,
    among?: ReadonlySet<number>,
  ): Lists {
    const allowed = among ? candidates.filter((item) => among.has(item)) : candidates;
    const weights = weightsFor(this.weights, preferences.items.length);
    const content = Object.fromEntries(CONTENT.map((source) => [source, sources[source]]));
    const scores: Record<string, Float32Array | Float64Array> = {
      ...this.baselines.score(preferences),
      ...sources,
      content: new Blend(content as Record<Source, Float32Array>, weights, candidates).raw,
    };
    const ranked = Object.entries(scores).map(([model, values]) => {
      if (allowed.some((item) => values[item] !== values[allowed[0]])) informative.add(model);
      return [model, topItems(allowed, values, length)];
    });
    return { blend: this.served(user, asOf, length, allowed), ...(Object.fromEntries(ranked) as Lists) };
  }

  /** What the product itself would answer. */
  private served(
    { userId, given, hidden }: TestUser,
    asOf: number | undefined,
    length: number,
    allowed: readonly number[],
  ): number[] {
    const { items, stars, times, itemIds } = this.ratings;
    const passing = new Set(allowed);
    return this.ranker
      .recommend({
        userId,
        ratings: given.map((entry) => ({
          item: itemIds[items[entry]],
          stars: stars[entry],
          ratedAt: times[entry],
        })),
        asOf,
        exclude: hidden.map((item) => itemIds[item]),
        filter: (id) => passing.has(this.itemIndex.get(id)!),
        limit: length,
      })
      .map(({ item }) => this.itemIndex.get(item)!);
  }
}
