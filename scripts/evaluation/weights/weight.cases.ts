import { type BlendWeights, type Source, SOURCES, standardise } from '#ranking/ranking/blend.js';
import type { Interactions } from '#ranking/data/interactions.js';
import { fitRanker } from '#ranking/ranking/ranker.js';
import { Models } from '#ranking/ranking/user-scores.js';
import type { SearchCase } from '#ranking/evaluation/weight-search.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import { type PersonScores, scorePeople } from '../lists/fold.scores.js';
import { shuffled, type Split, type TestPerson } from '../splits/split.js';
import { cutTo, strongGeneralisation } from '../splits/strong-generalisation.js';
import { FEW_RATINGS } from '../tasks/tasks.js';
import { unratedFilms } from '../splits/unrated-items.js';

/** A case and what it is counted with. */
export interface WeightCase extends SearchCase {
  /** The name of the data it is from. */
  data: string;
  condition: string;
}

export const ALL_RATINGS = 'all given';
export const UNRATED = 'unrated films';
export const CONDITIONS = [...FEW_RATINGS.map(String), ALL_RATINGS, UNRATED];

/** Most people serve with all their ratings. */
const SHARES: Record<string, number> = { [ALL_RATINGS]: 2.5, [UNRATED]: 0.5 };
/** Each case holds as many numbers as sources times films. */
const MOST_OF_UNRATED = 150;

/** One training, and the people whose later likes the weights are to find. */
interface Experiment {
  train: Interactions;
  groups: { condition: string; people: TestPerson[]; among?: ReadonlySet<number> }[];
}

/**
 * Everybody whose lists weights can be measured by: people held out, with all their given ratings and cut to few, and people
 * who liked films that the models have no rating of. Within one condition of one data set all cases weigh the same.
 *
 * @param folds   how many fifths of the people are held out, one after the other
 * @param onFold  told how many of all trainings are done
 */
export function weightCases(
  data: EvaluationData,
  weights: BlendWeights,
  { folds, seed }: { folds: number; seed: number },
  onFold: (done: number, of: number) => void,
): WeightCase[] {
  const experiments = [
    ...Array.from({ length: folds }, (_, fold) => () => heldOut(data.ratings, fold, seed)),
    () => newFilms(data.ratings, seed),
  ];
  const cases = experiments.flatMap((make, done) => {
    const { train, groups } = make();
    if (train.userCount === 0) return [];
    const models = new Models(fitRanker({ films: data.films, ratings: train }, { weights }).models);
    onFold(done + 1, experiments.length);
    return groups.flatMap(({ condition, people, among }) =>
      [...scorePeople(models, data.ratings, { train, people })].map((scored) => ({
        ...searchCase(scored, among),
        data: data.name,
        condition,
      })),
    );
  });
  for (const condition of CONDITIONS) {
    const same = cases.filter((one) => one.condition === condition);
    for (const one of same) one.weight = (SHARES[condition] ?? 1) / same.length;
  }
  return cases;
}

function heldOut(ratings: Interactions, fold: number, seed: number): Experiment {
  const { train, people }: Split = strongGeneralisation(ratings, fold, seed);
  const cuts = FEW_RATINGS.map((count) => ({
    condition: String(count),
    people: cutTo(people, ratings, count, seed),
  }));
  return { train, groups: [...cuts, { condition: ALL_RATINGS, people }] };
}

function newFilms(ratings: Interactions, seed: number): Experiment {
  const { train, unrated } = unratedFilms(ratings, seed);
  const people = shuffled(unrated.people, seed).slice(0, MOST_OF_UNRATED);
  return { train, groups: [{ condition: UNRATED, people, among: new Set(unrated.films) }] };
}

function searchCase(
  { person, taste, sources, candidates }: PersonScores,
  among?: ReadonlySet<number>,
): SearchCase {
  const scores = SOURCES.map((source) => [source, standardise(sources[source], candidates)]);
  const excluded = new Uint8Array(sources.popularity.length).fill(1);
  for (const item of candidates) if (!among || among.has(item)) excluded[item] = 0;
  return {
    ratings: taste.items.length,
    scores: Object.fromEntries(scores) as Record<Source, Float32Array>,
    excluded,
    relevant: Int32Array.from(person.target),
    weight: 1,
  };
}
