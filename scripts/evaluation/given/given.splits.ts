import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { alignItems, type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { readRatingsFile, type RatedItem } from '../../ranking/ratings.file.js';
import { SetupError } from '../../process/setup-error.js';
import { entriesOf, keepRatings, type Split, type TestUser } from '../splits/split.js';

/** What is looked for: the test parts, or those that parameters may be chosen by. */
export type Part = 'test' | 'validation';

/** All ratings of a split, by the columns of a catalogue, and who is tested with which of them. */
export interface GivenSplit extends Split {
  ratings: Interactions;
}

/** Both halves of a fold are all ratings there are. */
const ALL_RATINGS = ['train.csv', 'test.csv'].map((file) => join('stars-cv', 'fold0', file));

/**
 * Splits that others made, in a folder of CSV files `user,item,rating,timestamp`:
 *
 *   films.csv
 *   top-n-strong/fold0 … /  train_allratings.csv  train.csv (likes alone)  foldin.csv  target.csv  val_foldin.csv  val_target.csv
 *   next-film/              train.csv  target.csv  train_noval.csv  val_target.csv
 *   stars-cv/fold0 … /      train.csv  test.csv
 *
 * Nothing is divided here that the files have divided, so that figures compare with those of others on the same files.
 */
export class GivenSplits {
  constructor(
    private readonly folder: string,
    /** The catalogue's ids, which become the ratings' columns. */
    private readonly itemIds: readonly string[],
    private readonly part: Part,
  ) {}

  /** Ids of all films that are rated in a folder of splits. */
  static async itemIds(folder: string): Promise<Set<string>> {
    const all = await Promise.all(ALL_RATINGS.map((file) => rowsOf(join(folder, file))));
    return new Set(all.flat().map(({ item }) => item));
  }

  /** How many folds there are of a kind. */
  folds(kind: 'top-n-strong' | 'stars-cv'): number {
    let count = 0;
    while (existsSync(join(this.folder, kind, `fold${count}`))) count++;
    return count;
  }

  /** Users of one fold, unknown to the models, who show some of their likes. @param learnt  what the others' ratings are taken from */
  async heldOut(fold: number, learnt: 'train_allratings' | 'train'): Promise<GivenSplit> {
    const at = join('top-n-strong', `fold${fold}`);
    const before = this.part === 'validation' ? 'val_' : '';
    const given = await this.rows(at, `${before}foldin.csv`);
    const target = await this.rows(at, `${before}target.csv`);
    const tested = new Set(target.map(({ user }) => user));
    const train = (await this.rows(at, `${learnt}.csv`)).filter(({ user }) => !tested.has(user));
    return this.split(train, given, target);
  }

  /** Users whose last liked film by time is looked for, by all that the models know of them. */
  async nextFilm(): Promise<GivenSplit> {
    const validation = this.part === 'validation';
    const train = await this.rows('next-film', validation ? 'train_noval.csv' : 'train.csv');
    const target = await this.rows('next-film', validation ? 'val_target.csv' : 'target.csv');
    return this.split(train, [], target);
  }

  /** One fold of the stars: what is learnt from, and what is to be predicted. */
  async stars(fold: number): Promise<{ train: Interactions; test: RatedItem[] }> {
    const at = join('stars-cv', `fold${fold}`);
    const builder = new InteractionsBuilder();
    for (const row of await this.rows(at, 'train.csv')) add(builder, row);
    return { train: builder.build(), test: await this.rows(at, 'test.csv') };
  }

  /** All ratings there are, of which those of new films can be taken away. */
  async all(): Promise<Interactions> {
    const builder = new InteractionsBuilder();
    for (const file of ALL_RATINGS) for (const row of await this.rows(file)) add(builder, row);
    return alignItems(builder.build(), this.itemIds);
  }

  /** @param given  of users whom the training does not know; the others show what it knows of them */
  private split(train: RatedItem[], given: RatedItem[], target: RatedItem[]): GivenSplit {
    const builder = new InteractionsBuilder();
    for (const row of [...train, ...given, ...target]) add(builder, row);
    const ratings = alignItems(builder.build(), this.itemIds);
    const key = ({ user, item }: { user: string; item: string }) => `${user} ${item}`;
    const wanted = new Set(target.map(key));
    const learnt = new Set(train.map(({ user }) => user));
    const tested = new Set(target.map(({ user }) => user));
    const users: TestUser[] = [];
    const withheld = new Set<number>();
    ratings.userIds.forEach((user, row) => {
      if (!tested.has(user)) return;
      const entries = entriesOf(ratings, row);
      const isWanted = (entry: number) =>
        wanted.has(key({ user, item: ratings.itemIds[ratings.items[entry]] }));
      for (const entry of entries) if (!learnt.has(user) || isWanted(entry)) withheld.add(entry);
      const items = new Set(entries.filter(isWanted).map((entry) => ratings.items[entry]));
      if (items.size === 0) return;
      users.push({
        userId: user,
        given: entries.filter((entry) => !isWanted(entry)),
        target: items,
        hidden: [],
      });
    });
    return { ratings, users, train: keepRatings(ratings, (entry) => !withheld.has(entry)) };
  }

  private rows(...path: string[]): Promise<RatedItem[]> {
    return rowsOf(join(this.folder, ...path));
  }
}

async function rowsOf(file: string): Promise<RatedItem[]> {
  if (!existsSync(file)) throw new SetupError(`${file}: no such file`);
  const rows: RatedItem[] = [];
  for await (const row of readRatingsFile(file)) rows.push(row);
  return rows;
}

function add(builder: InteractionsBuilder, { user, item, rating, timestamp }: RatedItem): void {
  builder.add(user, item, rating, timestamp);
}
