import { recallAt } from '#ranking/math/metrics.js';
import type { Setting } from '../splits/setting.js';
import { LIKENESS_FILMS } from '../lists/likeness.films.js';
import { type LikenessRow, measureLikeness } from '../lists/likeness.measures.js';
import { ListQualities, measureAccuracy, SEEN } from '../lists/list.measures.js';
import { nextItem } from '../splits/next-item.js';
import { addSample, type Tables } from '../splits/samples.js';
import { shuffled, type Split } from '../splits/split.js';
import { measureOfficialSplit, type OfficialErrors } from '../stars/official-splits.js';
import { predictFold, STAR_FOLDS, type StarPredictions } from '../stars/star-prediction.js';
import { cutTo, FOLDS, strongGeneralisation } from '../splits/strong-generalisation.js';
import { HELD_OUT, TrainedModels } from '../lists/trained.models.js';
import { measurePanel, type PanelResult } from '../panel/panel.js';
import { measureVisits } from '../lists/visits.js';
import { type NewItems, unratedItems } from '../splits/unrated-items.js';

/** The tables of a film that is to be found by what came before: the last one liked, and the last one rated. */
export const NEXT_FILM = 'next film';
export const LAST_FILM = 'last film';
/** Numbers of given ratings that users are cut to. */
export const FEW_RATINGS = [1, 3, 5, 10, 20];

/** One training and all that is measured with it. */
export type Task =
  | { kind: 'people-held-out'; fold: number }
  | { kind: 'next-film' }
  | { kind: 'last-film' }
  | { kind: 'official-split'; split: number }
  | { kind: 'new-films' }
  | { kind: 'visits' }
  | { kind: 'panel' }
  | { kind: 'films-like-this' }
  | { kind: 'stars'; fold: number };

/** What a task found. Plain data. */
export interface TaskResult {
  tables: Tables;
  /** First items of each list of users held out, by model. */
  shown: Record<string, number[][]>;
  stars?: StarPredictions;
  official?: OfficialErrors;
  panel?: PanelResult[];
  /** Of films the data have. */
  likeness?: LikenessRow[];
}

/**
 * @param folds     how many of the folds are measured, 1 … 5; each holds a fifth out
 * @param official  how many of the official splits are given
 */
export function tasksFor(folds: number, official = 0): Task[] {
  const first = <K extends Task['kind']>(kind: K, all: number) =>
    Array.from({ length: Math.min(folds, all) }, (_, fold) => ({ kind, fold }));
  // The longest come first, so that no thread is left alone with one of them.
  return [
    ...first('people-held-out', FOLDS),
    { kind: 'next-film' },
    { kind: 'last-film' },
    { kind: 'new-films' },
    { kind: 'visits' },
    { kind: 'panel' },
    ...first('stars', STAR_FOLDS),
    ...Array.from({ length: official }, (_, split): Task => ({ kind: 'official-split', split })),
    { kind: 'films-like-this' },
  ];
}

export function runTask(setting: Setting, task: Task): TaskResult {
  const result: TaskResult = { tables: {}, shown: {} };
  const { data, seed } = setting;
  switch (task.kind) {
    case 'people-held-out':
      measureFold(setting, strongGeneralisation(data.ratings, task.fold, seed), result);
      break;
    case 'next-film':
      measureNextItem(setting, nextItem(data.ratings), NEXT_FILM, result);
      break;
    case 'last-film':
      measureNextItem(setting, nextItem(data.ratings, 'ratings'), LAST_FILM, result);
      break;
    case 'official-split': {
      const { items, splits } = setting.official!;
      result.official = measureOfficialSplit(items, splits[task.split], seed);
      break;
    }
    case 'new-films':
      measureNewItems(setting, result);
      break;
    case 'visits':
      result.tables = measureVisits(setting);
      break;
    case 'panel':
      result.panel = measurePanel(setting);
      break;
    case 'films-like-this':
      result.likeness = measureLikeness(data, LIKENESS_FILMS);
      break;
    case 'stars':
      result.stars = predictFold(data.items, data.ratings, task.fold, seed);
  }
  return result;
}

function measureFold(setting: Setting, split: Split, result: TaskResult): void {
  const { ratings } = setting.data;
  if (split.users.length === 0 || split.train.userCount === 0) return;
  const trained = new TrainedModels(setting, split.train);
  const qualities = new ListQualities(split.train, setting.data);
  for (const { user, lists } of trained.listsOf(split.users)) {
    const made = lists(HELD_OUT);
    measureAccuracy(result.tables, HELD_OUT, made, user.target);
    qualities.measure(result.tables, made, user);
    for (const [model, list] of Object.entries(made)) (result.shown[model] ??= []).push(list.slice(0, SEEN));
  }
  for (const count of FEW_RATINGS) {
    const users = cutTo(split.users, ratings, count, setting.seed);
    const table = `given ${count}`;
    for (const { user, lists } of trained.listsOf(users))
      measureAccuracy(result.tables, table, lists(table), user.target);
  }
  trained.keepTelling(result);
}

function measureNextItem(setting: Setting, split: Split, table: string, result: TaskResult): void {
  if (split.users.length === 0) return;
  const trained = new TrainedModels(setting, split.train);
  for (const { user, lists } of trained.listsOf(split.users))
    measureAccuracy(result.tables, table, lists(table), user.target);
  trained.keepTelling(result);
}

function measureNewItems(setting: Setting, result: TaskResult): void {
  const { train, ...groups } = unratedItems(setting.data.ratings, setting.seed);
  if (train.userCount === 0 || groups.unrated.items.length === 0) return;
  const trained = new TrainedModels(setting, train);
  measureGroup(trained, 'unrated films', groups.unrated, setting.seed, result);
  measureGroup(trained, 'films with few ratings', groups.fewRatings, setting.seed, result);
  trained.keepTelling(result);
}

/** Whether users find these items among themselves, and among all items. */
function measureGroup(
  trained: TrainedModels,
  table: string,
  { items, users }: NewItems,
  seed: number,
  { tables }: TaskResult,
): void {
  const group = new Set(items);
  const all = `${table} among all`;
  for (const { user, candidates, lists } of trained.listsOf(users)) {
    const chance = shuffled(
      candidates.filter((item) => group.has(item)),
      seed,
    );
    for (const [model, list] of Object.entries({ ...lists(table, group), random: chance }))
      addSample(tables, table, model, 'Recall@20', recallAt(list, user.target, 20));
    for (const [model, list] of Object.entries(lists(all))) {
      addSample(tables, all, model, 'listed', list.filter((item) => group.has(item)).length);
      addSample(tables, all, model, 'Recall@100', recallAt(list, user.target, 100));
    }
  }
}
