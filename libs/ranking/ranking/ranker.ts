import { Blend, weightsFor } from '../scores/blend.js';
import { drained } from '../math/steps.js';
import { counterEvidence } from './counter-evidence.js';
import { keptShare } from '../scores/fading.js';
import { withFame } from '../scores/fame.js';
import { poorFor } from '../order/poor-items.js';
import { explainPage } from './explained-page.js';
import { Explainer } from './reasons.js';
import { ItemNumbers } from './item-numbers.js';
import { ItemsToRate } from './items-to-rate.js';
import { orderInSteps } from './list-order.js';
import { fitRanker, type RankerData, type RankerOptions, type RankerState } from './ranker-state.js';
import {
  ExplainedItem,
  RankedItem,
  RankedPage,
  RecommendRequest,
  RowsRequest,
  SimilarItem,
} from './recommendation.js';
import { RowFacts } from './row-facts.js';
import { rowMaterial, type Scoring } from './row-material.js';
import { composeRows } from '../rows/rows.js';
import type { Row } from '../rows/row.js';
import { loadModels, type Models, type Source } from '../scores/scorers.js';
import { similarItems } from './similar-items.js';
import { StarPredictor } from '../rating-prediction/star-predictor.js';
import { ratedOnly, SEEN_PREFERENCE, type UserPreferences } from '../data/user-preferences.js';
import { tasteWorld } from './taste-world.js';
import { inKernelMemory } from '../kernels/in-memory.js';
import { scoreInSteps, type UserScores } from '../scores/user-scores.js';

export * from './ranker-state.js';

/** Ranks items for anyone, from nothing but their ratings: a user need not have been there when it was fitted. */
export class Ranker {
  private readonly models: Models;
  private readonly stars: StarPredictor;
  private readonly toRate: ItemsToRate;
  private readonly numbers: ItemNumbers;
  private readonly userIndex: ReadonlyMap<string, number>;

  /** @param state  fast where its arrays lie in the memory of kernels, as those of a model file do */
  constructor(readonly state: RankerState) {
    this.models = loadModels(state.models);
    this.stars = new StarPredictor(state.stars);
    this.toRate = new ItemsToRate(this.models, this.stars);
    this.numbers = new ItemNumbers(state.itemIds);
    this.userIndex = new Map(state.userIds.map((id, index) => [id, index]));
  }

  static fit(data: RankerData, options: RankerOptions): Ranker {
    return new Ranker(inKernelMemory(fitRanker(data, options)));
  }

  /** Makes in steps what the first list would have to wait for. */
  *prepareInSteps(): Generator<void, void> {
    const { content, ials, popularity } = this.models;
    yield* content.measureInSteps(popularity.known);
    yield* ials.measureInSteps(popularity.known);
  }

  /**
   * The items for one user, best first. Synchronous, milliseconds; tens of them with `diversity`. Never NaN, whatever the
   * ratings. A shorter list is the beginning of a longer one.
   *
   * @throws RangeError when a rating's stars are impossible, `limit` is below 1, `diversity` outside 0–1 or
   *   `known` outside −1–1
   */
  recommend(request: RecommendRequest): RankedItem[] {
    return drained(this.recommendInSteps(request));
  }

  /** The same, in steps of about a millisecond for 1,000 ratings. */
  *recommendInSteps(request: RecommendRequest): Generator<void, RankedItem[]> {
    return (yield* this.pageInSteps(request)).items;
  }

  /**
   * The same, with rows where they are asked for.
   *
   * @param first  how many items of the list are explained at most, for who shows its beginning before its end is explained
   */
  *pageInSteps(request: RecommendRequest, first = Infinity): Generator<void, RankedPage> {
    const { limit, filter, diversity = 0, known = 0, asOf } = request;
    if (!(limit >= 1)) throw new RangeError(`limit must be at least 1, got ${limit}`);
    const { models, numbers } = this;
    const user = numbers.preferences(request.ratings, request.seen);
    const rated = request.seen ? ratedOnly(user) : user;
    const scores = yield* this.scoresFor(user, request);
    const unrated = numbers.without(user);
    const candidates = this.thereAt(asOf, unrated, limit);
    const weights = this.weights(knownOf(user, rated), known);
    const blend = new Blend(scores.sources, weights, candidates);
    this.fade(blend, request.shown);
    yield;

    const allowed = this.allowed(candidates, [...(request.exclude ?? [])], filter);
    const foldedUser = yield* this.stars.foldInSteps(rated);
    const starsOf = (item: number) => this.stars.predict(foldedUser, item);
    const isPoor = poorFor(scores, candidates, starsOf);
    const scored = { models, scores, blend, weights, candidates, allowed, isPoor, starsOf };
    const composed = yield* orderInSteps(scored, numbers, rated, request);
    const places = composed.slice(0, limit);
    const matches = composed.map(({ item }) => blend.score(item));
    if (diversity === 0) matches.sort((a, b) => b - a);
    yield;

    const list = places.map(({ item }) => item);
    const scoring = { ...scored, list };
    const rows = yield* this.rowsOf(scoring, request.rows);
    const unexplained = { itemIds: numbers.ids, places: places.slice(0, first), matches, rows };
    const world = tasteWorld(models.world, scores.scored.world.liked, user, unrated);
    return {
      ...(world && { world }),
      order: list.map((item) => numbers.ids[item]),
      ...(yield* explainPage(scoring, unexplained)),
    };
  }

  private *rowsOf(scoring: Scoring, asked: RowsRequest | undefined): Generator<void, Row[]> {
    if (!asked) return [];
    const facts = new RowFacts(asked, this.numbers, scoring.allowed);
    const rows = yield* composeRows(yield* rowMaterial(scoring, facts));
    yield;
    return rows;
  }

  /**
   * What speaks for and against one item: by the score that sorts lists, so for one that may be listed the same score,
   * parts and stars. What the user gave the item itself is left out: they are told what the rest of their ratings says.
   *
   * @returns undefined for an item outside the catalogue
   */
  explain(
    item: string,
    {
      ratings,
      seen = [],
      shown,
      userId,
      known = 0,
    }: Pick<RecommendRequest, 'ratings' | 'seen' | 'shown' | 'userId' | 'known'>,
  ): ExplainedItem | undefined {
    const { models, numbers } = this;
    const index = numbers.of(item);
    if (index === undefined) return undefined;
    const isOther = (entry: { item: string }) => entry.item !== item;
    const user = numbers.preferences(ratings.filter(isOther), seen.filter(isOther));
    const rated = ratedOnly(user);
    const scores = drained(this.scoresFor(user, { userId }));
    const unrated = numbers.without(user);
    const blend = new Blend(scores.sources, this.weights(knownOf(user, rated), known), unrated);
    this.fade(blend, shown);
    const { score, contributions } = blend.explain(index);
    return {
      item,
      score,
      predictedRating: this.stars.predict(this.stars.foldIn(rated), index),
      contributions,
      reasons: this.reasonsOf(index, scores, blend, contributions),
      against: counterEvidence(index, models, scores, blend, {
        itemIds: numbers.ids,
        world: tasteWorld(models.world, scores.scored.world.liked, user, unrated),
      }),
    };
  }

  /**
   * Item ids whose ratings can be expected to say most about somebody, the most telling first: what they are likely to know,
   * and how they would rate it is still open. For who has rated nothing, those of a first page.
   *
   * @throws RangeError when a rating's stars are impossible
   */
  telling(
    { ratings, userId }: Pick<RecommendRequest, 'ratings' | 'userId'>,
    limit: number,
    exclude: Iterable<string> = [],
  ): string[] {
    const user = this.numbers.preferences(ratings);
    const allowed = this.allowed(this.numbers.without(user), [...exclude]);
    const found =
      user.items.length === 0
        ? this.toRate.firstPage(allowed, limit)
        : this.toRate.telling(user, allowed, limit, this.rowOf(userId));
    return found.map((item) => this.numbers.ids[item]);
  }

  /** Well-known, varied item ids for someone's first page. */
  onboarding(limit: number, exclude: Iterable<string> = []): string[] {
    return this.telling({ ratings: [] }, limit, exclude);
  }

  /** Items like one item, the most similar first; empty for an item outside the catalogue. */
  similar(item: string, limit: number): SimilarItem[] {
    const index = this.numbers.of(item);
    if (index === undefined) return [];
    return similarItems(this.models, index, limit).map((found) => ({
      ...found,
      item: this.numbers.ids[found.item],
    }));
  }

  private reasonsOf(
    item: number,
    scores: UserScores,
    blend: Blend,
    contributions: ExplainedItem['contributions'],
  ): ExplainedItem['reasons'] {
    const explainer = drained(Explainer.inSteps(this.models, scores, blend, this.numbers.ids, [item]));
    return explainer.reasons(0, contributions);
  }

  private scoresFor(
    user: UserPreferences,
    { userId, asOf }: Pick<RecommendRequest, 'userId' | 'asOf'>,
  ): Generator<void, UserScores> {
    return scoreInSteps(this.models, user, this.rowOf(userId), asOf);
  }

  private rowOf(userId: string | undefined): number | undefined {
    return userId === undefined ? undefined : this.userIndex.get(userId);
  }

  private fade(blend: Blend, shown: ReadonlyMap<string, number> = new Map()): void {
    for (const [id, times] of shown) {
      const item = this.numbers.of(id);
      if (item !== undefined) blend.keep(item, keptShare(times));
    }
  }

  /** @param count  by how many ratings the taste is known */
  private weights(count: number, known: number): Record<Source, number> {
    return withFame(weightsFor(this.state.weights, count), known);
  }

  /** What there is to recommend, ascending: all that is unrated but what came later, unless that leaves too few. */
  private thereAt(asOf: number | undefined, unrated: number[], limit: number): number[] {
    if (asOf === undefined) return unrated;
    const there = unrated.filter((item) => this.models.trend.wasThere(item, asOf));
    return there.length < limit ? unrated : there;
  }

  private allowed(
    candidates: number[],
    exclude: readonly string[],
    filter?: RecommendRequest['filter'],
  ): number[] {
    if (exclude.length === 0 && !filter) return candidates;
    const { ids } = this.numbers;
    const excluded = this.numbers.marked(this.numbers.ofAll(exclude));
    return candidates.filter((item) => excluded[item] === 0 && (filter?.(ids[item]) ?? true));
  }
}

/**
 * By how many ratings somebody's taste is known; by what they have seen, each a part of a rating, where that says more. Not by
 * both together: a few films seen beside a few ratings would turn the blend instead of the taste.
 */
function knownOf(user: UserPreferences, rated: UserPreferences): number {
  const seen = user.items.length - rated.items.length;
  return Math.max(rated.items.length, SEEN_PREFERENCE * seen);
}
