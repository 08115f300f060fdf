import { buildFeatures, type ItemFeatures } from '../data/feature-matrix.js';
import type { RatingsMatrix } from '../data/interactions.js';
import type { Item } from '../data/item.js';
import { type Votes, votesOf } from '../data/item-votes.js';
import type { UserPreferences } from '../data/user-preferences.js';
import type { LateScores } from '../late/late-scores.js';

/** The kinds of evidence a score is shown to be made of. */
export const CONTRIBUTIONS = ['collaborative', 'plot', 'genres', 'people', 'keywords', 'popularity'] as const;
export type Contribution = (typeof CONTRIBUTIONS)[number];

/**
 * What each kind of evidence adds to a score: they sum to it (within 1e-6), and leaving one out changes the unscaled
 * score by exactly its part. A part is negative when the item is far worse than the average candidate in that respect.
 */
export type Contributions = Record<Contribution, number>;

/** What is known of one source of scores before anything is fitted. */
export interface SourceTraits {
  /** The kind of evidence it counts towards. */
  contribution: Contribution;
  /**
   * Its scores are on a scale of their own, on which 0 says nothing: they are not divided by their deviation, so that what
   * it has to say of one user may be much and of another nothing.
   */
  absolute?: boolean;
  /** From one rating on, the least weight the search for weights may give it; 0 when left out. */
  floor?: number;
  /** The most the search may give it; no bound when left out. */
  ceiling?: number;
}

/** What scorers are fitted with. What several of them need is here, so that it is made once. */
export interface FitContext {
  /** The catalogue, in the order of the ratings' columns. */
  items: readonly Item[];
  ratings: RatingsMatrix;
  features: ItemFeatures;
  votes: Votes;
}

/** @param ratings  their columns are `items`, in that order */
export function fitContext(items: readonly Item[], ratings: RatingsMatrix): FitContext {
  return { items, ratings, features: buildFeatures(items), votes: votesOf(items) };
}

/** All items, ascending, by whether somebody has rated them. */
export interface RatedAndNot {
  rated: Int32Array;
  unrated: Int32Array;
  /** 1 for each of the latter. */
  isUnrated: Uint8Array;
}

/** Who is scored for. */
export interface ScoreRequest {
  user: UserPreferences;
  /** By whom content is compared where nobody has rated an item; `user` when left out. Nothing without `known`. */
  lasting?: UserPreferences;
  known?: RatedAndNot;
  /** The user's own row in the training ratings, which is no neighbour of theirs. */
  self?: number;
  /** Seconds since 1970 for which to score; now, where the ratings end, when left out. */
  asOf?: number;
}

/**
 * What rated items add to the scores of `items`; the terms of all ratings sum to the scores.
 *
 * @param positions  the ratings wanted, as ascending indices into the user's items
 * @returns row-major, shape [items, positions]
 */
export type Terms = (items: readonly number[], positions: readonly number[]) => Float32Array;

/** What one source says of every item for one user. */
export interface SourceScores {
  /** Length itemCount, finite; higher is better. May be the model's own: copy it before changing it. */
  readonly scores: Float32Array;
  /** The same one by one, where `scores` are found only when they are asked for. */
  late?: LateScores;
  /** Where scores are sums over what the user rated. */
  terms?: Terms;
}

/** What a scorer says for one user, with whatever else it found on the way. */
export interface ScoredUser<Source extends string = string> {
  sources: Record<Source, SourceScores>;
}

/**
 * A way to score items, which the registry (ranking/scorers.ts) names: learnt from everybody's ratings, applied to one
 * user's. Its state is plain data, and the same for the same context. Models are pure: neither the context nor a request
 * is changed.
 */
export interface Scorer<State, Model, Scored extends ScoredUser, Parameters extends object> {
  /** What it is, in a few words, where its id does not say. */
  title?: string;
  /** One or more, in the order they are blended in; a single one bears the scorer's id. */
  sources: Record<keyof Scored['sources'], SourceTraits>;
  /** @param changed  parameters other than the defaults */
  fit(context: FitContext, changed?: Partial<Parameters>): State;
  load(state: State): Model;
  score(model: Model, request: ScoreRequest): Scored;
  /** What the state was fitted with, for whoever reads a model file's header. */
  parameters?(state: State): object;
}

/** The same scorer, with its types found out. */
export function scorer<State, Model, Scored extends ScoredUser, Parameters extends object = object>(
  definition: Scorer<State, Model, Scored, Parameters>,
): Scorer<State, Model, Scored, Parameters> {
  return definition;
}
