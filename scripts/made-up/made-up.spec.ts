import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MadeUpWorld } from './made-up.ratings.js';
import { writeMovielens } from './movielens.files.js';

const SIZE = { people: 1000, films: 2000, ratingsEach: 100, seed: 1 };
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

describe('made-up ratings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'made-up-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are spread over people and films as in public statistics', () => {
    let wrong = 0;
    const each: number[] = [];
    const ofFilm = new Array<number>(SIZE.films).fill(0);
    for (const { films, stars } of new MadeUpWorld(SIZE).people()) {
      wrong += films.length - new Set(films).size;
      each.push(films.length);
      for (const film of films) ofFilm[film]++;
      wrong += stars.filter((given) => !Number.isInteger(given * 2)).length;
    }
    expect(wrong).toBe(0);
    const all = each.reduce((sum, count) => sum + count, 0);
    expect(Math.min(...each)).toBeGreaterThanOrEqual(20);
    expect(all / SIZE.people).toBeGreaterThan(75);
    expect(all / SIZE.people).toBeLessThan(120);
    // Half of the people give less than two thirds of the mean; the first tenth of the films has most of the ratings.
    expect(median(each)).toBeLessThan((2 / 3) * (all / SIZE.people));
    const best = ofFilm.toSorted((a, b) => b - a).slice(0, SIZE.films / 10);
    expect(best.reduce((sum, count) => sum + count, 0) / all).toBeGreaterThan(0.5);
  });

  it('are the same files for the same seed, in MovieLens’s form', async () => {
    const small = { people: 30, films: 200, ratingsEach: 30, seed: 3 };
    const written = async (seed: number) => {
      const ratings = await writeMovielens(folder, new MadeUpWorld({ ...small, seed }));
      const [lines, movies] = ['ratings.csv', 'movies.csv'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
      expect(lines.trim().split('\n')).toHaveLength(ratings + 1);
      expect(lines).toMatch(/^userId,movieId,rating,timestamp\n(\d+,\d+,\d(\.5)?,\d+\n)+$/);
      expect(movies).toMatch(/^movieId,title,genres\n(\d+,Film \d+ \(\d{4}\),[\w-]+(\|[\w-]+)?\n){200}$/);
      return lines;
    };
    const first = await written(3);
    expect(await written(3)).toBe(first);
    expect(await written(4)).not.toBe(first);
  });
});
