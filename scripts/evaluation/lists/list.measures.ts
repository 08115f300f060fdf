import {
  hitRateAt,
  meanOf,
  miscalibration,
  ndcgAt,
  recallAt,
  selfInformation,
} from '#ranking/math/metrics.js';
import type { Interactions } from '#ranking/data/interactions.js';
import type { EvaluationData } from '../splits/evaluation.data.js';
import type { Lists } from './user.lists.js';
import { addSample, type Tables } from '../splits/samples.js';
import { ratersOf, type TestUser } from '../splits/split.js';

/** How long the lists are that are measured. */
export const MEASURED_LENGTH = 100;
/** How many items a user looks at: what lists are like is measured on so many. */
export const SEEN = 20;

/** Items by how many ratings of them were learnt from; each range begins where the one before ends. */
export const RATER_RANGES = [
  { from: 0, name: '0' },
  { from: 1, name: '1–5' },
  { from: 6, name: '6–20' },
  { from: 21, name: '21–100' },
  { from: 101, name: 'over 100' },
];

export function rangeOf(raters: number): string {
  return RATER_RANGES.findLast(({ from }) => raters >= from)!.name;
}

/** Whether what is to be found was found. */
export function measureAccuracy(
  tables: Tables,
  table: string,
  lists: Lists,
  target: ReadonlySet<number>,
): void {
  for (const [model, list] of Object.entries(lists)) {
    addSample(tables, table, model, 'NDCG@100', ndcgAt(list, target, 100));
    addSample(tables, table, model, 'NDCG@10', ndcgAt(list, target, 10));
    addSample(tables, table, model, 'Recall@20', recallAt(list, target, 20));
    addSample(tables, table, model, 'Recall@50', recallAt(list, target, 50));
    addSample(tables, table, model, 'HR@10', hitRateAt(list, target, 10));
  }
}

/** What the lists are like, whether or not they are right, beside what users like. */
export class ListQualities {
  private readonly raters: Int32Array;
  /** Share of the items that fewer users have rated, 0–1. */
  private readonly popularity: Float64Array;

  constructor(
    private readonly train: Interactions,
    private readonly data: EvaluationData,
  ) {
    this.raters = ratersOf(train);
    this.popularity = popularityOf(this.raters);
  }

  measure(tables: Tables, lists: Lists, user: TestUser): void {
    for (const [model, list] of Object.entries(lists)) this.describe(tables, model, list.slice(0, SEEN));
    const given = user.given.map((entry) => this.data.ratings.items[entry]);
    this.describe(tables, 'liked', [...given, ...user.target]);
    const own = this.genresOf(given);
    for (const [model, list] of [...Object.entries(lists), ['liked', [...user.target]] as const]) {
      const genres = this.genresOf(list.slice(0, SEEN));
      if (own.size > 0 && genres.size > 0)
        addSample(tables, 'qualities', model, 'calibration', miscalibration(own, genres));
    }
    for (const { name } of RATER_RANGES) {
      const wanted = [...user.target].filter((item) => rangeOf(this.raters[item]) === name);
      if (wanted.length === 0) continue;
      for (const [model, list] of Object.entries(lists)) {
        const found = wanted.filter((item) => list.includes(item)).length;
        addSample(tables, `raters ${name}`, model, 'found', found / wanted.length);
      }
    }
  }

  /** How the films divide among genres; the shares sum to 1, and there are none where no genre is known. */
  private genresOf(items: readonly number[]): Map<string, number> {
    const shares = new Map<string, number>();
    const described = items.flatMap((item) => {
      const { genres = [] } = this.data.items[item];
      return genres.length > 0 ? [genres] : [];
    });
    for (const genres of described)
      for (const genre of genres)
        shares.set(genre, (shares.get(genre) ?? 0) + 1 / (genres.length * described.length));
    return shares;
  }

  private describe(tables: Tables, model: string, items: readonly number[]): void {
    const mean = (value: (item: number) => number) => meanOf(items.map(value))?.mean ?? 0;
    const { userCount } = this.train;
    addSample(
      tables,
      'qualities',
      model,
      'novelty',
      mean((item) => selfInformation(this.raters[item], userCount)),
    );
    addSample(
      tables,
      'qualities',
      model,
      'raters',
      mean((item) => this.raters[item]),
    );
    addSample(
      tables,
      'qualities',
      model,
      'popularity',
      mean((item) => this.popularity[item]),
    );
  }
}

/** Mean rank by raters as a share, items of equally many raters alike. */
export function popularityOf(raters: Int32Array): Float64Array {
  const sorted = raters.slice().sort();
  const position = new Map<number, number>();
  sorted.forEach((count, at) => position.set(count, at));
  const first = new Map<number, number>();
  sorted.forEach((count, at) => first.has(count) || first.set(count, at));
  const highest = Math.max(1, raters.length - 1);
  return Float64Array.from(raters, (count) => (first.get(count)! + position.get(count)!) / 2 / highest);
}
