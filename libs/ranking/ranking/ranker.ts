import { Blend, BlendWeights, weightsFor } from '../scores/blend.js';
import { compose, type Placed } from './composition.js';
import { rerankInSteps } from './diversity.js';
import { drained } from '../math/steps.js';
import { Item } from '../data/item.js';
import { alignItems, Interactions } from '../data/interactions.js';
import { counterEvidence } from './counter-evidence.js';
import { itemSimilarity } from '../models/item-similarity.js';
import { keptShare } from '../scores/fading.js';
import { withFame } from '../scores/fame.js';
import { knownTo } from '../scores/known-to.js';
import { adoptOutsideModels, type OutsideModels } from './outside-models.js';
import { goodOfWorldFirst, likesNothing, poorFor } from './poor-items.js';
import { ExplainedPage } from './explained-page.js';
import { Explainer } from './reasons.js';
import {
  BegunPage,
  Composition,
  ExplainedItem,
  RankedItem,
  RankedPage,
  RecommendRequest,
  RowsRequest,
  SeenItem,
  SimilarItem,
  TasteWorld,
  UserRating,
} from './recommendation.js';
import { RowFacts } from './row-facts.js';
import { rowMaterial, type Scoring } from './row-material.js';
import { composeRows } from '../rows/rows.js';
import { fitContext } from '../models/scorer.js';
import {
  type ChangedParameters,
  fitModels,
  loadModels,
  type Models,
  type ModelStates,
  SCORER_IDS,
  type ScorerId,
  type Source,
} from '../scores/scorers.js';
import { similarItems } from './similar-items.js';
import { fitStars, buildSideFeatures } from '../rating-prediction/star-fit.js';
import { StarParameters, StarPredictor, StarState } from '../rating-prediction/star-predictor.js';
import { tellingItems } from '../rating-prediction/telling-items.js';
import {
  ownMiddle,
  ratedOnly,
  SEEN_PREFERENCE,
  UserPreferences,
  userPreferences,
} from '../data/user-preferences.js';
import { CLEAR, tasteWorld } from './taste-world.js';
import { topItems } from '../math/top-items.js';
import { isInWorld, scoreForUser, type UserScores } from '../scores/user-scores.js';

/** How much a first page of items to rate gives up in popularity for variety. */
const ONBOARDING_DIVERSITY = 0.5;
/** A list is composed, and varied, of so many of the best items, however many of them are asked for. */
const POOL_ITEMS = 500;
/** A varied order is composed of so many items at least, so that a shorter list is the beginning of a longer one. */
const COMPOSED_ITEMS = 100;
/** Items to rate are chosen among so many that somebody is most likely to know. */
const TELLING_POOL = 400;
/** A first page of items to rate is chosen among so many times the items asked for, up to so many more. */
const ONBOARDING_POOL = { times: 5, more: 200 };

/** What a ranker learns from. Plain data: it can be posted to another process. */
export interface RankerData {
  /** The catalogue: only these items are ever returned. Ids are unique. */
  items: readonly Item[];
  /** All users' ratings (see InteractionsBuilder); those of items outside the catalogue are left out. */
  ratings: Interactions;
}

export interface RankerOptions {
  /** How the models are mixed: `parseWeights` of data/weights.json. */
  weights: BlendWeights;
  /** By scorer; what is left out has its default. */
  parameters?: ChangedParameters;
  /** Of the star predictor; what is left out has its default. */
  stars?: Partial<StarParameters>;
  /** Told which model is fitted next, and what share of the models is done, 0 to 1. */
  onModel?: (model: FittedModel, done: number) => void;
  /** Models that another program has trained, which are taken instead of fitted. */
  outside?: OutsideModels;
}

/** What `fitRanker` fits: every scorer, and the star predictor. */
export type FittedModel = ScorerId | 'stars';

/** A fitted ranker as plain data: what a training gives, and `new Ranker(state)` serves from. */
export interface RankerState {
  itemIds: string[];
  userIds: string[];
  weights: BlendWeights;
  models: ModelStates;
  stars: StarState;
}

/**
 * Learns from all users' ratings and the items' descriptions. 100,000 ratings take seconds of computing: run it in a
 * process of its own.
 *
 * @throws RangeError when two items share an id, or plot vectors differ in length
 */
export function fitRanker({ items, ratings }: RankerData, options: RankerOptions): RankerState {
  const itemIds = items.map((item) => item.id);
  if (new Set(itemIds).size < itemIds.length) throw new RangeError('two films of the catalogue share an id');
  const aligned = alignItems(ratings, itemIds);
  const context = fitContext(items, aligned);
  const fitted: FittedModel[] = [...SCORER_IDS, 'stars'];
  const next = (model: FittedModel) => options.onModel?.(model, fitted.indexOf(model) / fitted.length);
  const adopted = options.outside && adoptOutsideModels(options.outside, context);
  const models = fitModels(context, options.parameters, next, adopted?.models);
  next('stars');
  const stars =
    adopted?.stars ?? fitStars(aligned, buildSideFeatures(items, context.features), options.stars);
  return { itemIds, userIds: aligned.userIds, weights: options.weights, models, stars };
}

/** Ranks items for anyone, from nothing but their ratings: a user need not have been there when it was fitted. */
export class Ranker {
  private readonly models: Models;
  private readonly stars: StarPredictor;
  private readonly itemIndex: Map<string, number>;
  private readonly userIndex: Map<string, number>;

  constructor(readonly state: RankerState) {
    this.models = loadModels(state.models);
    this.stars = new StarPredictor(state.stars);
    this.itemIndex = new Map(state.itemIds.map((id, index) => [id, index]));
    this.userIndex = new Map(state.userIds.map((id, index) => [id, index]));
  }

  static fit(data: RankerData, options: RankerOptions): Ranker {
    return new Ranker(fitRanker(data, options));
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

  /** The same, in steps of about a millisecond but for the first, which scores all items. */
  *recommendInSteps(request: RecommendRequest): Generator<void, RankedItem[]> {
    return (yield* this.pageInSteps(request)).items;
  }

  /** The same, with rows where they are asked for. */
  *pageInSteps(request: RecommendRequest): Generator<void, RankedPage> {
    const { rest } = yield* this.pageInParts(request, 0);
    return yield* rest;
  }

  /**
   * The same in two parts, for who shows the beginning of a list before its end is explained.
   *
   * @param first  how many items the first part has, at most
   */
  *pageInParts(request: RecommendRequest, first: number): Generator<void, BegunPage> {
    const { limit, filter, diversity = 0, known = 0, asOf, composition } = request;
    if (!(limit >= 1)) throw new RangeError(`limit must be at least 1, got ${limit}`);
    const { models } = this;
    const { itemIds } = this.state;
    const user = this.userPreferences(request.ratings, request.seen);
    const rated = request.seen ? ratedOnly(user) : user;
    const scores = this.scoresFor(user, request);
    yield;
    const candidates = this.candidates(user, asOf, limit);
    const weights = this.weights(knownOf(user, rated), known);
    const blend = new Blend(scores.sources, weights, candidates);
    this.fade(blend, request.shown);
    yield;

    const allowed = this.allowed(candidates, [...(request.exclude ?? [])], filter);
    const foldedUser = this.stars.foldIn(rated);
    const starsOf = (item: number) => this.stars.predict(foldedUser, item);
    const order = yield* this.ordered({ scores, blend, allowed, starsOf }, rated, limit, diversity);
    yield;
    const isPoor = poorFor(scores, candidates, starsOf);
    const agreeing =
      composition && diversity === 0 ? goodOfWorldFirst(order, scores, isPoor, starsOf) : order;
    const composed = composition
      ? this.composed(agreeing, composition, allowed, isPoor)
      : order.map((item): Placed => ({ item }));
    const places = composed.slice(0, limit);
    const matches = composed.map(({ item }) => blend.score(item));
    if (diversity === 0) matches.sort((a, b) => b - a);
    yield;

    const list = places.map(({ item }) => item);
    const scoring = { models, scores, blend, weights, candidates, allowed, list, isPoor, starsOf };
    const explained = yield* ExplainedPage.inSteps(scoring, this.state.itemIds, places, matches);
    yield* explained.upTo(first);
    return {
      items: [...explained.items],
      order: list.map((item) => itemIds[item]),
      rest: this.restOf(explained, scoring, request.rows),
    };
  }

  /** The end of a list, and its rows. */
  private *restOf(
    explained: ExplainedPage,
    scoring: Scoring,
    asked: RowsRequest | undefined,
  ): Generator<void, RankedPage> {
    if (!asked) return yield* explained.whole([]);
    const facts = new RowFacts(asked, this.state.itemIds, this.itemIndex, scoring.allowed);
    const rows = yield* composeRows(yield* rowMaterial(scoring, facts));
    yield;
    return yield* explained.whole(rows);
  }

  /** The best of what is allowed, as varied as is wished; at least so many as a list is composed of. */
  private *ordered(
    { scores, blend, allowed, starsOf }: Pick<Scoring, 'scores' | 'blend' | 'allowed' | 'starsOf'>,
    rated: UserPreferences,
    limit: number,
    diversity: number,
  ): Generator<void, number[]> {
    const [first, last] = likesNothing(rated)
      ? partition(allowed, (item) => starsOf(item) >= ownMiddle(rated.stars))
      : [allowed, []];
    const length = Math.max(limit, POOL_ITEMS);
    const best = [...blend.top(first, length), ...blend.top(last, length)];
    const pool = best.slice(0, length);
    yield;
    if (diversity === 0) return pool;
    const order: number[] = [];
    const isClear = scores.scored.world.liked.clarity >= CLEAR;
    // Variety is looked for within the world of a clear taste first.
    for (const part of isClear ? partition(pool, (item) => isInWorld(scores, item)) : [pool]) {
      const left = Math.max(limit, COMPOSED_ITEMS) - order.length;
      order.push(...(yield* this.vary(part, (item) => blend.score(item), left, diversity)));
    }
    return order;
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
    const index = this.itemIndex.get(item);
    if (index === undefined) return undefined;
    const isOther = (entry: { item: string }) => entry.item !== item;
    const user = this.userPreferences(ratings.filter(isOther), seen.filter(isOther));
    const rated = ratedOnly(user);
    const scores = this.scoresFor(user, { userId });
    const unrated = this.unrated(user);
    const blend = new Blend(scores.sources, this.weights(knownOf(user, rated), known), unrated);
    this.fade(blend, shown);
    const { score, contributions } = blend.explain(index);
    return {
      item,
      score,
      predictedRating: this.stars.predict(this.stars.foldIn(rated), index),
      contributions,
      reasons: this.reasonsOf(index, scores, blend, contributions),
      against: counterEvidence(index, this.models, scores, blend, {
        itemIds: this.state.itemIds,
        world: tasteWorld(this.models.world, user, unrated),
      }),
    };
  }

  /** What somebody's taste is about; undefined for one without a clear world. */
  world(ratings: readonly UserRating[], seen: readonly SeenItem[] = []): TasteWorld | undefined {
    const user = this.userPreferences(ratings, seen);
    return tasteWorld(this.models.world, user, this.unrated(user));
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
    const user = this.userPreferences(ratings);
    const excluded = this.marked(exclude);
    if (user.items.length === 0) return this.onboarding(limit, exclude);
    const self = userId === undefined ? undefined : this.userIndex.get(userId);
    const known = knownTo(this.models, user, self);
    const allowed = this.unrated(user).filter((item) => !excluded[item]);
    const pool = topItems(allowed, known, Math.max(limit, TELLING_POOL));
    return tellingItems(this.stars, user, pool, known, limit).map((item) => this.state.itemIds[item]);
  }

  /** Well-known, varied item ids for someone's first page. */
  onboarding(limit: number, exclude: Iterable<string> = []): string[] {
    const { itemIds } = this.state;
    const excluded = new Set(exclude);
    const popularity = this.models.popularity.score();
    const highest = popularity.reduce((high, value) => Math.max(high, value), 0) || 1;
    const allowed = [...itemIds.keys()].filter((item) => !excluded.has(itemIds[item]));
    const pool = topItems(allowed, popularity, onboardingPool(limit));
    const chosen = this.vary(pool, (item) => popularity[item] / highest, limit, ONBOARDING_DIVERSITY);
    return drained(chosen).map((item) => itemIds[item]);
  }

  /** Items like one item, the most similar first; empty for an item outside the catalogue. */
  similar(item: string, limit: number): SimilarItem[] {
    const index = this.itemIndex.get(item);
    if (index === undefined) return [];
    return similarItems(this.models, index, limit).map((found) => ({
      ...found,
      item: this.state.itemIds[found.item],
    }));
  }

  private reasonsOf(
    item: number,
    scores: UserScores,
    blend: Blend,
    contributions: ExplainedItem['contributions'],
  ): ExplainedItem['reasons'] {
    const explainer = drained(Explainer.inSteps(this.models, scores, blend, this.state.itemIds));
    drained(explainer.prepare([item]));
    return explainer.reasons(0, contributions);
  }

  private scoresFor(
    user: UserPreferences,
    { userId, asOf }: Pick<RecommendRequest, 'userId' | 'asOf'>,
  ): UserScores {
    const self = userId === undefined ? undefined : this.userIndex.get(userId);
    return scoreForUser(this.models, user, self, asOf);
  }

  private fade(blend: Blend, shown: ReadonlyMap<string, number> = new Map()): void {
    for (const [id, times] of shown) {
      const item = this.itemIndex.get(id);
      if (item !== undefined) blend.keep(item, keptShare(times));
    }
  }

  /** @param count  by how many ratings the taste is known */
  private weights(count: number, known: number): Record<Source, number> {
    return withFame(weightsFor(this.state.weights, count), known);
  }

  /** @param allowed  what may be recommended */
  private composed(
    order: readonly number[],
    composition: Composition,
    allowed: readonly number[],
    isPoor: (item: number) => boolean,
  ): Placed[] {
    const { itemIds } = this.state;
    const isAllowed = this.marks(allowed);
    return compose(order, {
      seriesOf: (item) => composition.seriesOf(itemIds[item]),
      unseenPartsOf: (series) =>
        composition
          .partsOf(series)
          .flatMap((id) => this.itemIndex.get(id) ?? [])
          .filter((part) => isAllowed[part] === 1),
      directorsOf: (item) => composition.directorsOf(itemIds[item]),
      isPoor,
    });
  }

  /** What there is to recommend, ascending: all but what was rated or came later, unless that leaves too few. */
  private candidates(user: UserPreferences, asOf: number | undefined, limit: number): number[] {
    const unrated = this.unrated(user);
    if (asOf === undefined) return unrated;
    const there = unrated.filter((item) => this.models.trend.wasThere(item, asOf));
    return there.length < limit ? unrated : there;
  }

  private allowed(
    candidates: number[],
    exclude: readonly string[],
    filter: RecommendRequest['filter'],
  ): number[] {
    if (exclude.length === 0 && !filter) return candidates;
    const { itemIds } = this.state;
    const excluded = this.marked(exclude);
    return candidates.filter((item) => !excluded[item] && (filter?.(itemIds[item]) ?? true));
  }

  /** All items but those the user rated or has seen, ascending. */
  private unrated({ items }: UserPreferences): number[] {
    const candidates: number[] = [];
    for (let item = 0, next = 0; item < this.state.itemIds.length; item++) {
      if (item === items[next]) next++;
      else candidates.push(item);
    }
    return candidates;
  }

  private marked(ids: Iterable<string>): Uint8Array {
    return this.marks([...ids].flatMap((id) => this.itemIndex.get(id) ?? []));
  }

  /** 1 for each of these items; length items. */
  private marks(items: readonly number[]): Uint8Array {
    const marks = new Uint8Array(this.state.itemIds.length);
    for (const item of items) marks[item] = 1;
    return marks;
  }

  private userPreferences(ratings: readonly UserRating[], seen: readonly SeenItem[] = []): UserPreferences {
    const rated: { item: number; stars: number; time?: number }[] = [];
    for (const { item, stars, ratedAt } of ratings) {
      const index = this.itemIndex.get(item);
      if (index !== undefined) rated.push({ item: index, stars, time: ratedAt });
    }
    return userPreferences(
      rated,
      seen.flatMap(({ item, seenAt }) => {
        const index = this.itemIndex.get(item);
        return index === undefined ? [] : [{ item: index, time: seenAt }];
      }),
    );
  }

  private *vary(
    pool: number[],
    relevance: (item: number) => number,
    limit: number,
    diversity: number,
  ): Generator<void, number[]> {
    const { features } = this.models.content;
    return yield* rerankInSteps(pool, pool.map(relevance), limit, diversity, (a, b, floor) =>
      itemSimilarity(features, a, b, floor),
    );
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

/** How many of the best known items a first page is chosen from. */
function onboardingPool(limit: number): number {
  return Math.min(ONBOARDING_POOL.times * limit, limit + ONBOARDING_POOL.more);
}

/** Those that pass, and the others, both in their order. */
function partition(items: readonly number[], passes: (item: number) => boolean): [number[], number[]] {
  const parts: [number[], number[]] = [[], []];
  for (const item of items) parts[passes(item) ? 0 : 1].push(item);
  return parts;
}
