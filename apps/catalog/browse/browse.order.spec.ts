import { MOVIE_SORTS } from '#contracts/catalog/movie.js';
import { describe, expect, it } from '@jest/globals';
import { afterCursor, browseOrder, cursorAfter, sortOf } from './browse.order.js';

const movie = {
  _id: '603',
  popularity: 33.4,
  averageRating: 4.18,
  ratingCount: 259,
  ratedByEnough: 1,
  sortYear: 1999,
  sortTitle: 'matrix',
};

/** As many as a reader may ask for, each as long as a tag may be. */
const FIVE_LANGUAGES = ['zh-hant-tw', 'zh-hans-cn', 'sr-latn-rs', 'sr-cyrl-rs', 'uz-latn-uz'];

const wrong = expect.objectContaining({
  code: 'validation_failed',
  errors: [{ path: 'cursor', message: expect.stringContaining('cursor') }],
});

describe('cursors', () => {
  it('continue after the movie that they were made from, in the first field that differs', () => {
    expect(sortOf(browseOrder('rating'))).toEqual({
      ratedByEnough: -1,
      averageRating: -1,
      ratingCount: -1,
      _id: 1,
    });
    expect(afterCursor(browseOrder('rating'), cursorAfter(browseOrder('rating'), movie))).toEqual({
      $or: [
        { ratedByEnough: { $lt: 1 } },
        { ratedByEnough: 1, averageRating: { $lt: 4.18 } },
        { ratedByEnough: 1, averageRating: 4.18, ratingCount: { $lt: 259 } },
        { ratedByEnough: 1, averageRating: 4.18, ratingCount: 259, _id: { $gt: '603' } },
      ],
    });
  });

  it('end every order with the id', () => {
    for (const sort of MOVIE_SORTS) expect(Object.keys(sortOf(browseOrder(sort))).at(-1)).toBe('_id');
  });

  it('fit the 512 characters a cursor may have, even for the longest title in any script', () => {
    const cursor = cursorAfter(browseOrder('title', FIVE_LANGUAGES), {
      ...movie,
      _id: 'ml-1234567890',
      sortTitle: '長'.repeat(80),
    });
    expect(cursor.length).toBeLessThanOrEqual(512);
  });

  it.each([
    ['nothing readable', 'abc'],
    ['JSON of something else', encoded({ sort: 'year' })],
    ['too few values', encoded(['rating', 4])],
    ['an operator where a number belongs', encoded(['rating', 1, { $gt: 0 }, 1, '603'])],
    ['an operator where an id belongs', encoded(['rating', 1, 4, 1, { $ne: '' }])],
    ['an unknown order', encoded(['constructor', 4, 1, '603'])],
  ])('with %s are refused by name', (_what, cursor) => {
    expect(() => afterCursor(browseOrder('rating'), cursor)).toThrow(wrong);
  });

  it.each([
    [browseOrder('title'), browseOrder('rating')],
    [browseOrder('year'), browseOrder('popularity')],
    [browseOrder('title', ['de']), browseOrder('title')],
    [browseOrder('title', ['de']), browseOrder('title', ['fr'])],
  ])('of another order are refused: $name, not $name', (order, other) => {
    expect(() => afterCursor(order, cursorAfter(other, movie))).toThrow(wrong);
  });
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
