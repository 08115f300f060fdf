import type { Item } from '#ranking/data/item.js';
import { type Interactions } from '#ranking/data/interactions.js';
import { lastRated } from '#ranking/data/user-preferences.js';
import { meanAbsoluteError, ndcgAt, recallAt, rootMeanSquaredError } from '#ranking/math/metrics.js';
import { QUICK_STARS } from '#ranking/rating-prediction/star-predictor.js';
import { Ranker } from '#ranking/ranking/ranker.js';
import type { BlendWeights } from '#ranking/scores/blend.js';
import { predictWithAndWithoutTime } from '../../ranking/pair.predictions.js';
import { addSample, type Tables } from '../splits/samples.js';
import type { TestUser } from '../splits/split.js';
import { cutTo } from '../splits/strong-generalisation.js';
import { unratedItems } from '../splits/unrated-items.js';
import { FEW_RATINGS } from '../tasks/tasks.js';
import type { GivenSplit, GivenSplits } from './given.splits.js';

/** Which films lose their ratings decides more than anything else, so they are drawn so often. */
const DRAWS_OF_UNRATED = 5;
const LENGTH = 100;

/** One training and what it is measured for; `run` adds its samples to the tables. */
export interface GivenTask {
  name: string;
  run(tables: Tables): Promise<void>;
}

/** The names of what is measured, which are the rows of the table. */
export const ROWS = {
  all: 'people held out, NDCG@100',
  few: (count: number) => `… of those with 20 likes given, who give ${count}`,
  likes: 'people held out, models trained on likes alone, NDCG@100',
  next: 'next film by time, NDCG@10',
  unrated: 'films nobody rated, among themselves, Recall@20',
  rmse: 'stars, RMSE',
  mae: 'stars, MAE',
};

/** Of stars predicted for the moment they were given at. */
export const THEN = ', each for its moment';

/** Everything that can be measured on one folder of splits, with what serves. */
export function givenTasks(splits: GivenSplits, items: readonly Item[], weights: BlendWeights): GivenTask[] {
  const served = (split: GivenSplit) => new Served(split.ratings, rankerOf(items, split.train, weights));
  const each = (count: number, task: (at: number) => GivenTask) =>
    Array.from({ length: count }, (_, at) => task(at));
  const folds = splits.folds('top-n-strong');
  return [
    ...each(folds, (fold) => ({
      name: `people held out, fold ${fold}`,
      async run(tables) {
        const split = await splits.heldOut(fold, 'train_allratings');
        const lists = served(split);
        lists.ndcg(tables, ROWS.all, split.users, LENGTH);
        for (const count of FEW_RATINGS)
          lists.ndcg(tables, ROWS.few(count), cutTo(split.users, split.ratings, count, 1), LENGTH);
      },
    })),
    ...each(folds, (fold) => ({
      name: `people held out, likes alone, fold ${fold}`,
      async run(tables) {
        const split = await splits.heldOut(fold, 'train');
        served(split).ndcg(tables, ROWS.likes, split.users, LENGTH);
      },
    })),
    {
      name: 'next film',
      async run(tables) {
        const split = await splits.nextFilm();
        served(split).ndcg(tables, ROWS.next, split.users, 10);
      },
    },
    ...each(DRAWS_OF_UNRATED, (draw) => ({
      name: `films nobody rated, draw ${draw}`,
      async run(tables) {
        const ratings = await splits.all();
        const { train, unrated } = unratedItems(ratings, draw + 1);
        new Served(ratings, rankerOf(items, train, weights)).unrated(tables, unrated.users, unrated.items);
      },
    })),
    ...each(splits.folds('stars-cv'), (fold) => ({
      name: `stars, fold ${fold}`,
      async run(tables) {
        const { train, test } = await splits.stars(fold);
        const pairs = test.map(({ user, item, timestamp: time }) => ({ user, item, time }));
        const stars = test.map(({ rating }) => rating);
        const { anytime, then } = predictWithAndWithoutTime({ items, ratings: train }, pairs, 1);
        for (const [predicted, when] of [
          [then, THEN],
          [anytime, ''],
        ] as const) {
          addSample(tables, 'given', 'blend', ROWS.rmse + when, rootMeanSquaredError(predicted, stars));
          addSample(tables, 'given', 'blend', ROWS.mae + when, meanAbsoluteError(predicted, stars));
        }
      },
    })),
  ];
}

/** Stars order no list but that of somebody who likes nothing, whom no split has: a quick estimate does. */
function rankerOf(items: readonly Item[], ratings: Interactions, weights: BlendWeights): Ranker {
  return Ranker.fit({ items, ratings }, { weights, stars: QUICK_STARS });
}

/** Lists as the product answers them. */
class Served {
  constructor(
    private readonly ratings: Interactions,
    private readonly ranker: Ranker,
  ) {}

  ndcg(tables: Tables, row: string, users: readonly TestUser[], length: number): void {
    for (const user of users)
      addSample(tables, 'given', 'blend', row, ndcgAt(this.list(user, length), user.target, length));
  }

  unrated(tables: Tables, users: readonly TestUser[], among: readonly number[]): void {
    const wanted = new Set(among.map((item) => this.ratings.itemIds[item]));
    for (const user of users) {
      const list = this.list(user, 20, (id) => wanted.has(id));
      addSample(tables, 'given', 'blend', ROWS.unrated, recallAt(list, user.target, 20));
    }
  }

  private list(
    { userId, given, hidden }: TestUser,
    limit: number,
    filter?: (id: string) => boolean,
  ): number[] {
    const { items, stars, times, itemIds } = this.ratings;
    const rated = given.map((entry) => ({
      item: itemIds[items[entry]],
      stars: stars[entry],
      ratedAt: times[entry],
    }));
    return this.ranker
      .recommend({
        userId,
        ratings: rated,
        asOf: lastRated(rated.map(({ ratedAt }) => ratedAt)),
        exclude: hidden.map((item) => itemIds[item]),
        filter,
        limit,
      })
      .map(({ item }) => itemIds.indexOf(item));
  }
}
