import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { twoGroups } from '#ranking/data/two-groups.fixture.js';
import { bySource } from '#ranking/scores/scorers.js';
import type { Tables } from '../splits/samples.js';
import { entriesOf, type Split } from '../splits/split.js';
import { toMarkdown } from '../report/markdown.js';
import { givenTasks, ROWS } from './given.measures.js';
import { GivenSplits, type Part } from './given.splits.js';
import { givenReport } from './given.table.js';

const { items, ratings } = twoGroups();
const itemIds = items.map(({ id }) => id);
const weights = { ratings: [0, 1], sources: bySource(() => [1, 1]) };

interface Row {
  user: string;
  item: string;
  stars: number;
  time: number;
}

const everyRating = ratings.userIds.flatMap((user, row) =>
  entriesOf(ratings, row).map((entry): Row => {
    const { items: at, stars, times, itemIds: ids } = ratings;
    return { user, item: ids[at[entry]], stars: stars[entry], time: times[entry] };
  }),
);
const TESTED = ['space-lover-0', 'drama-lover-0'];
const VALIDATED = ['space-lover-1', 'drama-lover-1'];

/** Files as others make them: two people held out for the test, two of the others for validation. */
async function writeSplits(folder: string): Promise<void> {
  const files: Record<string, Row[]> = {};
  const rest = everyRating.filter(({ user }) => !TESTED.includes(user));
  const likes = (rows: Row[]) => rows.filter(({ stars }) => stars >= 4);
  const halves = (users: string[]) => {
    const own = likes(everyRating.filter(({ user }) => users.includes(user)));
    return [own.filter((_, at) => at % 2 === 0), own.filter((_, at) => at % 2 === 1)];
  };
  const fold = 'top-n-strong/fold0';
  files[`${fold}/train_allratings.csv`] = rest;
  files[`${fold}/train.csv`] = likes(rest);
  [files[`${fold}/foldin.csv`], files[`${fold}/target.csv`]] = halves(TESTED);
  [files[`${fold}/val_foldin.csv`], files[`${fold}/val_target.csv`]] = halves(VALIDATED);
  const last = (row: Row) => row.user === TESTED[0] && row.item === 'space-1';
  files['next-film/train.csv'] = everyRating.filter((row) => !last(row));
  files['next-film/target.csv'] = everyRating.filter(last);
  files['stars-cv/fold0/train.csv'] = everyRating.filter((_, at) => at % 5 !== 0);
  files['stars-cv/fold0/test.csv'] = everyRating.filter((_, at) => at % 5 === 0);
  for (const [name, rows] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    const lines = rows.map(({ user, item, stars, time }) => [user, item, stars, time].join(','));
    await writeFile(join(folder, name), ['user,item,rating,timestamp', ...lines].join('\n'));
  }
}

describe('splits that others made', () => {
  let folder: string;
  const splits = (part: Part = 'test') => new GivenSplits(folder, itemIds, part);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'given-'));
    await writeSplits(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const usersOf = ({ users }: Split) => users.map(({ userId }) => userId).sort();

  it('hold out whom the files hold out, and learn nothing of them', async () => {
    for (const [part, tested] of [
      ['test', TESTED],
      ['validation', VALIDATED],
    ] as const) {
      const split = await splits(part).heldOut(0, 'train_allratings');
      expect(usersOf(split)).toEqual([...tested].sort());
      for (const user of [...tested, ...TESTED]) expect(split.train.userIds).not.toContain(user);
      for (const { given, target } of split.users) {
        expect(given.length).toBeGreaterThan(0);
        for (const entry of given) expect(target).not.toContain(split.ratings.items[entry]);
      }
    }
  });

  it('learn from likes alone where that is asked', async () => {
    const { train } = await splits().heldOut(0, 'train');
    expect(Math.min(...train.stars)).toBeGreaterThanOrEqual(4);
  });

  it('look for a next film by all that the models know of its person', async () => {
    const { users, train, ratings: all } = await splits().nextFilm();
    expect(users.map(({ userId }) => userId)).toEqual([TESTED[0]]);
    const [{ given, target }] = users;
    expect([...target].map((item) => itemIds[item])).toEqual(['space-1']);
    const row = train.userIds.indexOf(TESTED[0]);
    expect(entriesOf(train, row).map((entry) => train.items[entry])).toEqual(
      given.map((entry) => all.items[entry]),
    );
  });

  it('find the ids of all films, and say which file is missing', async () => {
    expect(await GivenSplits.itemIds(folder)).toEqual(new Set(everyRating.map(({ item }) => item)));
    await expect(splits('validation').nextFilm()).rejects.toThrow(/train_noval\.csv: no such file/);
  });

  it('become one table, of lists as they are served and stars over all ratings', async () => {
    const tables: Tables = {};
    const isOnce = ({ name }: { name: string }) => !/draw [1-9]|likes alone/u.test(name);
    for (const task of givenTasks(splits(), items, weights).filter(isOnce)) await task.run(tables);
    const found = tables.given.blend;
    expect(Object.keys(found)).toEqual(expect.arrayContaining([ROWS.all, ROWS.next, ROWS.rmse]));
    // Nobody here gives the twenty likes of which few are taken.
    expect(found[ROWS.few(5)]).toBeUndefined();
    expect(found[ROWS.all]).toHaveLength(TESTED.length);
    // Who loves one group is to find more of it.
    for (const value of found[ROWS.all]) expect(value).toBeGreaterThan(0.5);
    expect(found[ROWS.rmse][0]).toBeLessThan(1);
    expect(toMarkdown(givenReport({ 'made up': tables }))).toMatch(
      /\| stars, RMSE, each for its moment +\| +\.\d{3} \|/u,
    );
  }, 20_000);
});
