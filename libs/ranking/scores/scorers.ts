import { contentScorer } from '../models/content.model.js';
import { ialsScorer } from '../models/ials.model.js';
import { itemLinearScorer } from '../models/item-linear.model.js';
import { popularityScorer } from '../models/popularity.model.js';
import { recencyScorer } from '../models/recency.model.js';
import type { Contribution, FitContext, Scorer, ScoreRequest, SourceTraits } from '../models/scorer.js';
import { sequenceScorer } from '../models/sequence.model.js';
import { trendScorer } from '../models/trend.model.js';
import { userKnnScorer } from '../models/user-knn.model.js';
import { worldScorer } from '../models/world.model.js';

/**
 * All scorers by id, in the order they are fitted and blended. Whatever deals with all of them (the blend, reasons, model
 * files, evaluation, the search for weights, training progress) walks this table, so a scorer is added here and nowhere else.
 */
export const SCORERS = {
  popularity: popularityScorer,
  trend: trendScorer,
  itemLinear: itemLinearScorer,
  ials: ialsScorer,
  userKnn: userKnnScorer,
  sequence: sequenceScorer,
  content: contentScorer,
  recency: recencyScorer,
  world: worldScorer,
};

type Registry = typeof SCORERS;
export type ScorerId = keyof Registry;
export const SCORER_IDS = Object.keys(SCORERS) as ScorerId[];

/** Where an item's score comes from: one source a scorer, or several. */
export type Source = { [Id in ScorerId]: keyof Registry[Id]['sources'] }[ScorerId];

/** What each scorer was fitted to, as plain data. */
export type ModelStates = { [Id in ScorerId]: ReturnType<Registry[Id]['fit']> };
/** The scorers, ready to score. */
export type Models = { [Id in ScorerId]: ReturnType<Registry[Id]['load']> };
/** What each scorer says for one user. */
export type Scored = { [Id in ScorerId]: ReturnType<Registry[Id]['score']> };
/** Parameters other than the defaults. */
export type ChangedParameters = { [Id in ScorerId]?: NonNullable<Parameters<Registry[Id]['fit']>[1]> };

/** The same table, in the form in which TypeScript sees that what belongs to one id fits together. */
const scorers: {
  [Id in ScorerId]: Scorer<ModelStates[Id], Models[Id], Scored[Id], NonNullable<ChangedParameters[Id]>>;
} = SCORERS;

const TRAITS: [Source, SourceTraits][] = SCORER_IDS.flatMap(
  (id) => Object.entries(SCORERS[id].sources) as [Source, SourceTraits][],
);

/** All sources, in the order they are blended. */
export const SOURCES: readonly Source[] = TRAITS.map(([source]) => source);
export const TRAITS_OF = Object.fromEntries(TRAITS) as Record<Source, SourceTraits>;
/** The contribution each source counts towards. */
export const CONTRIBUTION_OF: Record<Source, Contribution> = bySource(
  (source) => TRAITS_OF[source].contribution,
);

/** A value for each source, in their order. */
export function bySource<T>(make: (source: Source) => T): Record<Source, T> {
  return Object.fromEntries(SOURCES.map((source) => [source, make(source)])) as Record<Source, T>;
}

/** A scorer's id, and in a few words what it is where the id does not say; any other id as it is. */
export function titleOf(id: string): string {
  const known: Record<string, { title?: string } | undefined> = SCORERS;
  const title = known[id]?.title;
  return title === undefined ? id : `${id} (${title})`;
}

/**
 * @param onModel  called with the one that is fitted next
 * @param ready    states that need not be fitted
 */
export function fitModels(
  context: FitContext,
  changed: ChangedParameters = {},
  onModel?: (id: ScorerId) => void,
  ready: Partial<ModelStates> = {},
): ModelStates {
  return byScorer<ModelStates>((id) => {
    onModel?.(id);
    return ready[id] ?? scorers[id].fit(context, changed[id]);
  });
}

export function loadModels(states: ModelStates): Models {
  return byScorer<Models>((id) => scorers[id].load(states[id]));
}

/** In a step for each scorer. */
export function* scoreAllInSteps(models: Models, request: ScoreRequest): Generator<void, Scored> {
  const scoreWith = <Id extends ScorerId>(id: Id): Scored[Id] => scorers[id].score(models[id], request);
  const scored: Partial<Scored> = {};
  for (const id of SCORER_IDS) {
    Object.assign(scored, { [id]: scoreWith(id) });
    yield;
  }
  return scored as Scored;
}

/** What the models were fitted with, of those that have parameters. */
export function parametersOf(states: ModelStates): { [Id in ScorerId]?: object } {
  const of = <Id extends ScorerId>(id: Id) => scorers[id].parameters?.(states[id]);
  return Object.fromEntries(SCORER_IDS.map((id) => [id, of(id)]).filter(([, found]) => found));
}

function byScorer<T extends Record<ScorerId, unknown>>(make: <Id extends ScorerId>(id: Id) => T[Id]): T {
  return Object.fromEntries(SCORER_IDS.map((id) => [id, make(id)])) as T;
}
