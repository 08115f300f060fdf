import { type BlendWeights, weightsFor } from '#ranking/scores/blend.js';
import { standardise } from '#ranking/scores/spread.js';
import type { Interactions } from '#ranking/data/interactions.js';
import { topItems } from '#ranking/math/top-items.js';
import { fitContext } from '#ranking/models/scorer.js';
import {
  bySource,
  fitModels,
  loadModels,
  type Models,
  type Source,
  SOURCES,
  TRAITS_OF,
} from '#ranking/scores/scorers.js';
import type { SearchCase } from '#ranking/scores/weight-search.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import type { Taste } from '../panel/taste.js';
import { TASTES } from '../panel/tastes.js';
import { TASTES_KEPT_BACK } from '../panel/tastes.kept-back.js';
import { LoverCases, type LoverScores } from './lover.cases.js';
import { type UserScores, scoreUsers } from '../lists/fold.scores.js';
import { nextItemBefore } from '../splits/next-item.js';
import { shuffled, type Split, type TestUser } from '../splits/split.js';
import { cutTo, strongGeneralisation } from '../splits/strong-generalisation.js';
import { FEW_RATINGS, NEXT_FILM } from '../tasks/tasks.js';
import { unratedItems } from '../splits/unrated-items.js';

/** A case and what it is counted with. */
export interface WeightCase extends SearchCase {
  /** The name of the data it is from. */
  data: string;
  condition: string;
  /** Takes no part in searches: ends of searches are chosen by it. Every other person of the data, no lover. */
  chooses?: boolean;
}

export const ALL_RATINGS = 'all given';
export const UNRATED = 'unrated films';
/** The second aim: lists that follow a taste, its hidden films and its world. Tastes kept back are only looked at. */
export const LOVERS = 'film lovers';
export const WORLDS = 'their worlds';
const KEPT_BACK = ' kept back';
/** Conditions of the second aim that the search never sees. */
export const LOVERS_KEPT_BACK = LOVERS + KEPT_BACK;
export const WORLDS_KEPT_BACK = WORLDS + KEPT_BACK;
/** Conditions of the first aim: what people of the data turned out to like. */
export const OF_PEOPLE = [...FEW_RATINGS.map(String), ALL_RATINGS, NEXT_FILM, UNRATED];
export const CONDITIONS = [...OF_PEOPLE, LOVERS, WORLDS, LOVERS_KEPT_BACK, WORLDS_KEPT_BACK];

/** Most users serve with all their ratings. */
const SHARES: Record<string, number> = { [ALL_RATINGS]: 2.5 };
/** Each case takes time and memory. */
const MAX_OF_UNRATED = 150;
/** Which films lose their ratings decides more than who looks for them, so they are drawn so often. */
const DRAWS_OF_UNRATED = 3;
/** How many items of each source, and of the list that the search begins with, are kept for each case. */
const FIRST_OF_SOURCE = 100;
const FIRST_OF_START = 800;
/**
 * So many last likes are put away before the next film is looked for: the last is what the evaluation looks for. A single film tells
 * little of a list, so it is two.
 */
const PUT_AWAY = [1, 2];
/** How much of a list is looked at, where it is not a hundred: one film is looked for on a first page, as in the evaluation. */
const TOPS: Record<string, number> = { [NEXT_FILM]: 10 };
/** Of a world so much of a list is looked at. */
const TOP_OF_WORLD = 50;

/** One training, and the users whose later likes the weights are to find. */
interface Experiment {
  /** What the users' entries belong to. */
  ratings: Interactions;
  train: Interactions;
  groups: { condition: string; users: TestUser[]; among?: ReadonlySet<number> }[];
}

/**
 * Everybody whose lists weights can be measured by: users held out, with all their given ratings and cut to few, users
 * who come back, and users who liked items that the models have no rating of. Within one condition of one data set all cases weigh the same.
 *
 * @param weights  what the search begins with
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
    ...PUT_AWAY.map((likes) => () => comingBack(data.ratings, likes)),
    ...Array.from({ length: DRAWS_OF_UNRATED }, (_, draw) => () => newItems(data.ratings, seed + draw)),
  ];
  const known = loversKnown(data);
  const trainings = experiments.length + (known.length > 0 ? 1 : 0);
  const cases = experiments.flatMap((make, done): WeightCase[] => {
    const { ratings, train, groups } = make();
    if (train.userCount === 0) return [];
    const models = modelsOf(data, train);
    onFold(done + 1, trainings);
    // The same in all conditions.
    const turn = new Map(groups.flatMap(({ users }) => users).map(({ userId }) => [userId, 0]));
    [...turn.keys()].sort().forEach((userId, at) => turn.set(userId, at % 2));
    return groups.flatMap(({ condition, users, among }) =>
      [...scoreUsers(models, ratings, { train, users })].filter(canBeFound).map((scored) => ({
        ...searchCase(scored, weights, among),
        data: data.name,
        condition,
        top: TOPS[condition],
        chooses: turn.get(scored.user.userId) === 1,
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

/** Stars are predicted by none of them. */
function modelsOf({ items }: EvaluationData, ratings: Interactions): Models {
  return loadModels(fitModels(fitContext(items, ratings)));
}

/** Lovers whose films are in the catalogue: another has other ids, and there is nothing to train for. */
function loversKnown({ items }: EvaluationData): { suffix: string; tastes: Taste[] }[] {
  const ids = new Set(items.map(({ id }) => id));
  const here = ({ rated }: Taste) => rated.every(([id]) => ids.has(id));
  return [
    { suffix: '', tastes: TASTES.filter(here) },
    { suffix: KEPT_BACK, tastes: TASTES_KEPT_BACK.filter(here) },
  ].filter(({ tastes }) => tastes.length > 0);
}

function lovers(
  data: EvaluationData,
  weights: BlendWeights,
  known: ReturnType<typeof loversKnown>,
): WeightCase[] {
  const models = modelsOf(data, data.ratings);
  const made = new LoverCases(models, data);
  const caseOf = (scored: LoverScores, condition: string): WeightCase => ({
    ...searchCase(scored, weights),
    data: data.name,
    condition,
  });
  return known.flatMap(({ suffix, tastes }) => [
    ...[...made.hiddenFilms(tastes)].map((scored) => caseOf(scored, LOVERS + suffix)),
    ...[...made.worlds(tastes)].map((scored) => ({ ...caseOf(scored, WORLDS + suffix), top: TOP_OF_WORLD })),
  ]);
}

function heldOut(ratings: Interactions, fold: number, seed: number): Experiment {
  const { train, users }: Split = strongGeneralisation(ratings, fold, seed);
  const cuts = FEW_RATINGS.map((count) => ({
    condition: String(count),
    users: cutTo(users, ratings, count, seed),
  }));
  return { ratings, train, groups: [...cuts, { condition: ALL_RATINGS, users }] };
}

/** Whom the models know, and what they liked next. */
function comingBack(all: Interactions, putAway: number): Experiment {
  const { ratings, train, users } = nextItemBefore(all, putAway);
  return { ratings, train, groups: [{ condition: NEXT_FILM, users }] };
}

/** A film that nobody had rated by then may not be listed, whatever the weights. */
function canBeFound({ candidates, user }: UserScores): boolean {
  return candidates.some((item) => user.target.has(item));
}

function newItems(ratings: Interactions, seed: number): Experiment {
  const { train, unrated } = unratedItems(ratings, seed);
  const users = shuffled(unrated.users, seed).slice(0, MAX_OF_UNRATED);
  return { ratings, train, groups: [{ condition: UNRATED, users, among: new Set(unrated.items) }] };
}

function searchCase(
  { user, preferences, sources, candidates }: UserScores | LoverScores,
  start: BlendWeights,
  among?: ReadonlySet<number>,
): SearchCase {
  const all = bySource((source) => standardise(sources[source], candidates, TRAITS_OF[source].absolute));
  const items = among
    ? candidates.filter((item) => among.has(item))
    : contenders(all, weightsFor(start, preferences.items.length), user.target);
  const position = new Map(items.map((item, at) => [item, at]));
  const excluded = new Uint8Array(items.length).fill(1);
  for (const item of candidates) if (position.has(item)) excluded[position.get(item)!] = 0;
  return {
    ratings: preferences.items.length,
    scores: bySource((source) => Float32Array.from(items, (item) => all[source][item])),
    excluded,
    relevant: Int32Array.from(user.target, (item) => position.get(item)!),
    weight: 1,
  };
}

/**
 * The items that can come into the part of a list which is measured: what is to be found, the first of each source, and
 * many more by the weights the search begins with. The others, most of the catalogue, take time and no place. Ascending.
 */
function contenders(
  scores: Record<Source, Float32Array>,
  start: Record<Source, number>,
  target: ReadonlySet<number>,
): number[] {
  const blended = new Float32Array(scores.popularity.length);
  for (const source of SOURCES)
    for (let item = 0; item < blended.length; item++) blended[item] += start[source] * scores[source][item];
  const items = [...blended.keys()];
  const first = SOURCES.flatMap((source) => topItems(items, scores[source], FIRST_OF_SOURCE));
  const found = new Set([...target, ...topItems(items, blended, FIRST_OF_START), ...first]);
  return [...found].sort((a, b) => a - b);
}
