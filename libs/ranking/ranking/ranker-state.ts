import { alignItems, type Interactions } from '../data/interactions.js';
import type { Item } from '../data/item.js';
import { fitContext } from '../models/scorer.js';
import { fitStars, buildSideFeatures } from '../rating-prediction/star-fit.js';
import type { StarParameters, StarState } from '../rating-prediction/star-predictor.js';
import type { BlendWeights } from '../scores/blend.js';
import {
  type ChangedParameters,
  fitModels,
  type ModelStates,
  SCORER_IDS,
  type ScorerId,
} from '../scores/scorers.js';
import { adoptOutsideModels, type OutsideModels } from './outside-models.js';

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
