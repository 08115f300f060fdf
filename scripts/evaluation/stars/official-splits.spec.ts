import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureOfficialSplit } from './official-splits.js';
import { readOfficialSplits } from '../../ranking/movielens-100k.js';

const SPLITS = ['u1', 'u2', 'u3', 'u4', 'u5'];
/** As in the archive: tabs, no header, a film's flags at the end of its row. */
const film = (id: number, title: string, ...genres: number[]) =>
  [
    id,
    title,
    '01-Jan-1995',
    '',
    'http://x',
    ...Array.from({ length: 19 }, (_, at) => (genres.includes(at) ? 1 : 0)),
  ].join('|');
const rating = (user: number, item: number, stars: number) => `${user}\t${item}\t${stars}\t88125094${item}`;

describe('the official splits of MovieLens 100K', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ml-100k-'));
    const films = [
      film(1, 'Toy Story (1995)', 3, 4, 5),
      film(2, 'Misérables, Les (1995)', 8),
      film(3, 'unknown', 0),
    ];
    await writeFile(join(folder, 'u.item'), Buffer.from(`${films.join('\n')}\n`, 'latin1'));
    // Everybody gives the first film five stars and the second one.
    for (const [at, name] of SPLITS.entries()) {
      const people = [...Array(12).keys()].map((person) => person + 1);
      const base = people.flatMap((user) => [rating(user, 1, 5), rating(user, 2, 1)]).slice(0, -2);
      await writeFile(join(folder, `${name}.base`), `${base.join('\n')}\n`);
      await writeFile(
        join(folder, `${name}.test`),
        `${rating(12, 1, 5)}\r\n${rating(12, 2, 1)}\n${rating(1, 3, (at % 5) + 1)}`,
      );
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read as their archive has them, films with their names', async () => {
    const { items, splits } = await readOfficialSplits(folder);
    expect(splits.map(({ name }) => name)).toEqual(SPLITS);
    expect(splits[1].train.stars).toHaveLength(22);
    expect(splits[1].pairs).toEqual([
      { user: '12', item: '1', time: 881250941 },
      { user: '12', item: '2', time: 881250942 },
      { user: '1', item: '3', time: 881250943 },
    ]);
    expect(splits[1].stars).toEqual([5, 1, 2]);
    expect(items).toEqual([
      { id: '1', title: 'Toy Story', year: 1995, genres: ['Animation', 'Family', 'Comedy'] },
      { id: '2', title: 'Misérables, Les', year: 1995, genres: ['Drama'] },
      { id: '3', title: 'unknown', genres: [] },
    ]);
  });

  it('are predicted, films that nobody rated too, and measured over all ratings of the fifth', async () => {
    const { items, splits } = await readOfficialSplits(folder);
    const { split, ratings, models } = measureOfficialSplit(items, splits[2], 1);
    expect([split, ratings]).toEqual(['u3', 3]);
    // A stranger of whom nothing is known gets each film's mean, of the third film the mean of all.
    expect(models['baseline-item-mean']).toEqual({ rmse: 0, mae: 0 });
    expect(models.stars.rmse).toBeGreaterThan(0);
    expect(models.stars.rmse).toBeLessThan(1);
  });

  it('are refused where a file is missing or a row is none, by name and row', async () => {
    await expect(readOfficialSplits(join(folder, 'nowhere'))).rejects.toThrow(/u1\.base: no such file/);
    await writeFile(join(folder, 'u4.test'), `${rating(1, 1, 5)}\n1\t2\t7\t881250949\n`);
    await expect(readOfficialSplits(folder)).rejects.toThrow(
      /u4\.test row 2: must be user, film, stars and time/,
    );
  });
});
