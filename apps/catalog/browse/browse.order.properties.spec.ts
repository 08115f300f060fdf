import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOVIE_SORTS, type MovieSort } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { afterCursor, browseOrder, cursorAfter, sortOf } from './browse.order.js';

type Movie = Parameters<typeof cursorAfter>[1];
type Field = keyof Movie;
type Comparison = { $gt?: string | number; $lt?: string | number };

/** Few different values, so that movies often agree in all fields but the last. */
const movie: fc.Arbitrary<Omit<Movie, '_id'>> = fc.record({
  popularity: fc.constantFrom(0, 0.5, 33.4),
  ratedByEnough: fc.constantFrom(0, 1),
  averageRating: fc.constantFrom(0, 3.5, 4.18),
  ratingCount: fc.constantFrom(0, 1, 259),
  sortYear: fc.constantFrom(0, 1895, 1999),
  sortTitle: fc.constantFrom('', 'matrix', '七人の侍', '"$gt"'),
}) as fc.Arbitrary<Omit<Movie, '_id'>>;
const movies = fc
  .uniqueArray(fc.tuple(fc.nat(999).map(String), movie), { selector: ([id]) => id, maxLength: 20 })
  .map((all) => all.map(([id, rest]) => ({ _id: id, ...rest }) as Movie));
const sort = fc.constantFrom<MovieSort>(...MOVIE_SORTS);

/** What MongoDB's sort() does with these fields. */
function sorted(all: Movie[], by: MovieSort): Movie[] {
  const order = Object.entries(sortOf(browseOrder(by))) as [Field, 1 | -1][];
  return all.toSorted((a, b) => {
    for (const [field, direction] of order) {
      if (a[field] < b[field]) return -direction;
      if (a[field] > b[field]) return direction;
    }
    return 0;
  });
}

/** What MongoDB's find() does with the condition of a cursor. */
function matches(candidate: Movie, condition: Record<string, unknown>): boolean {
  return (condition.$or as Record<Field, Comparison | string | number>[]).some((branch) =>
    (Object.entries(branch) as [Field, Comparison | string | number][]).every(([field, wanted]) => {
      const value = candidate[field];
      if (typeof wanted !== 'object') return value === wanted;
      return wanted.$gt !== undefined ? value > wanted.$gt : value < wanted.$lt!;
    }),
  );
}

describe('for any movies and any order', () => {
  it('the cursor after a movie selects exactly those that come later', () => {
    fc.assert(
      fc.property(movies, sort, (all, by) => {
        const order = sorted(all, by);
        for (const [at, last] of order.entries()) {
          const condition = afterCursor(browseOrder(by), cursorAfter(browseOrder(by), last));
          expect(order.filter((candidate) => matches(candidate, condition))).toEqual(order.slice(at + 1));
        }
      }),
    );
  });

  it('the cursor of one order is refused by every other', () => {
    fc.assert(
      fc.property(movie, fc.uniqueArray(sort, { minLength: 2, maxLength: 2 }), (one, [by, other]) => {
        const cursor = cursorAfter(browseOrder(by), { _id: '603', ...one } as Movie);
        expect(() => afterCursor(browseOrder(other), cursor)).toThrow(AppError);
      }),
    );
  });
});
