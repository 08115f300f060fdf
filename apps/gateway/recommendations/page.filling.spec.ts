import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';
import { fillPage } from './page.filling.js';

const movie = (n: number) => ({ movieId: String(n) }) as RankedMovie;
const list = (length: number) => Array.from({ length }, (_, n) => movie(n));

describe('pages filled from a list', () => {
  it('show each movie once and in order, none skipped, all full but the last, whatever is hidden between two', () => {
    const hiding = fc.array(fc.array(fc.nat(130), { maxLength: 40 }), { minLength: 1, maxLength: 6 });
    return fc.assert(
      fc.asyncProperty(fc.nat(130), fc.integer({ min: 1, max: 30 }), hiding, async (length, limit, steps) => {
        const movies = list(length);
        const hidden = new Set<string>();
        const seen: string[] = [];
        let from: number | undefined = 0;
        for (let page = 0; from !== undefined; page++) {
          for (const id of steps[page] ?? []) hidden.add(String(id));
          const expected = movies.slice(from).filter(({ movieId }) => !hidden.has(movieId));
          const filled: Awaited<ReturnType<typeof fillPage>> = await fillPage(
            { from, limit },
            async (at, count) => ({ movies: movies.slice(at, at + count), more: at + count < length }),
            async (ids) => new Set(ids.filter((id) => hidden.has(id))),
          );
          expect(filled.movies).toEqual(expected.slice(0, limit));
          seen.push(...filled.movies.map(({ movieId }) => movieId));
          from = filled.next;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(movies.filter(({ movieId }) => !hidden.has(movieId) && !seen.includes(movieId))).toEqual([]);
      }),
    );
  });

  it('ask for few chunks, even of a list that is hidden almost whole', async () => {
    let asked = 0;
    const { movies } = await fillPage(
      { from: 0, limit: 100 },
      async (at, count) => (asked++, { movies: list(500).slice(at, at + count), more: at + count < 500 }),
      async (ids) => new Set(ids.filter((id) => id !== '499')),
    );
    expect([movies.length, asked]).toEqual([1, 5]);
  });
});
