import { type BlendWeights, standardise } from '#ranking/scores/blend.js';
import type { Interactions } from '#ranking/data/interactions.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { bySource, loadModels, TRAITS_OF } from '#ranking/scores/scorers.js';
import type { SearchCase } from '#ranking/scores/weight-search.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import type { Taste } from '../panel/taste.js';
import { TASTES } from '../panel/tastes.js';
import { TASTES_KEPT_BACK } from '../panel/tastes.kept-back.js';
import { type LoverScores, loverScores } from './lover.cases.js';
import { type UserScores, scoreUsers } from '../lists/fold.scores.js';
import { shuffled, type Split, type TestUser } from '../splits/split.js';
import { cutTo, strongGeneralisation } from '../splits/strong-generalisation.js';
import { FEW_RATINGS } from '../tasks/tasks.js';
import { unratedItems } from '../splits/unrated-items.js';

/** A case and what it is counted with. */
export interface WeightCase extends SearchCase {
  /** The name of the data it is from. */
  data: string;
  condition: string;
}

export const ALL_RATINGS = 'all given';
export const UNRATED = 'unrated films';
/** The second aim: a list that follows a taste. Those kept back are only looked at. */
export const LOVERS = 'film lovers';
export const LOVERS_KEPT_BACK = 'film lovers kept back';
export const CONDITIONS = [...FEW_RATINGS.map(String), ALL_RATINGS, UNRATED, LOVERS, LOVERS_KEPT_BACK];

/** Most users serve with all their ratings. */
const SHARES: Record<string, number> = { [ALL_RATINGS]: 2.5, [UNRATED]: 0.5, [LOVERS]: 2 };
/** Each case holds as many numbers as sources times items. */
const MAX_OF_UNRATED = 150;

/** One training, and the users whose later likes the weights are to find. */
interface Experiment {
  train: Interactions;
  groups: { condition: string; users: TestUser[]; among?: ReadonlySet<number> }[];
}

/**
 * Everybody whose lists weights can be measured by: users held out, with all their given ratings and cut to few, and users
 * who liked items that the models have no rating of. Within one condition of one data set all cases weigh the same.
 *
 * @param folds   how many fifths of the users are held out, one after the other
 * @param onFold  called with how many of all trainings are done
 */
export function weightCases(
  data: EvaluationData,
  weights: BlendWeights,
  { folds, seed }: { folds: number; seed: number },
  onFold: (done: number, of: number) => void,
): WeightCase[] {
  const experiments = [
    ...Array.from({ length: folds }, (_, fold) => () => heldOut(data.ratings, fold, seed)),
    () => newItems(data.ratings, seed),
  ];
  const known = loversKnown(data);
  const trainings = experiments.length + (known.length > 0 ? 1 : 0);
  const cases = experiments.flatMap((make, done) => {
    const { train, groups } = make();
    if (train.userCount === 0) return [];
    const models = loadModels(fitRanker({ items: data.items, ratings: train }, { weights }).models);
    onFold(done + 1, trainings);
    return groups.flatMap(({ condition, users, among }) =>
      [...scoreUsers(models, data.ratings, { train, users })].map((scored) => ({
        ...searchCase(scored, among),
        data: data.name,
        condition,
      })),
    );
  });
  if (known.length > 0) {
    cases.push(...lovers(data, weights, known));
    onFold(trainings, trainings);
  }
  for (const condition of CONDITIONS) {
    const same = cases.filter((one) => one.condition === condition);
    for (const one of same) one.weight = (SHARES[condition] ?? 1) / same.length;
  }
  return cases;
}

/** Conditions whose lovers' films are in the catalogue: another has other ids, and there is nothing to train for. */
function loversKnown({ items }: EvaluationData): { condition: string; tastes: Taste[] }[] {
  const ids = new Set(items.map(({ id }) => id));
  const here = ({ rated }: Taste) => rated.every(([id]) => ids.has(id));
  return [
    { condition: LOVERS, tastes: TASTES.filter(here) },
    { condition: LOVERS_KEPT_BACK, tastes: TASTES_KEPT_BACK.filter(here) },
  ].filter(({ tastes }) => tastes.length > 0);
}

function lovers(
  data: EvaluationData,
  weights: BlendWeights,
  known: ReturnType<typeof loversKnown>,
): WeightCase[] {
  const models = loadModels(fitRanker({ items: data.items, ratings: data.ratings }, { weights }).models);
  return known.flatMap(({ condition, tastes }) =>
    [...loverScores(models, data, tastes)].map((scored) => ({
      ...searchCase(scored),
      data: data.name,
      condition,
    })),
  );
}

function heldOut(ratings: Interactions, fold: number, seed: number): Experiment {
  const { train, users }: Split = strongGeneralisation(ratings, fold, seed);
  const cuts = FEW_RATINGS.map((count) => ({
    condition: String(count),
    users: cutTo(users, ratings, count, seed),
  }));
  return { train, groups: [...cuts, { condition: ALL_RATINGS, users }] };
}

function newItems(ratings: Interactions, seed: number): Experiment {
  const { train, unrated } = unratedItems(ratings, seed);
  const users = shuffled(unrated.users, seed).slice(0, MAX_OF_UNRATED);
  return { train, groups: [{ condition: UNRATED, users, among: new Set(unrated.items) }] };
}

function searchCase(
  { user, preferences, sources, candidates }: UserScores | LoverScores,
  among?: ReadonlySet<number>,
): SearchCase {
  const scores = bySource((source) => standardise(sources[source], candidates, TRAITS_OF[source].absolute));
  const excluded = new Uint8Array(sources.popularity.length).fill(1);
  for (const item of candidates) if (!among || among.has(item)) excluded[item] = 0;
  return {
    ratings: preferences.items.length,
    scores,
    excluded,
    relevant: Int32Array.from(user.target),
    weight: 1,
  };
}
