import { describe, expect, it } from '@jest/globals';
import { byNewest, feedbackEntries } from './saved.lists.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));

describe('byNewest', () => {
  it('puts the latest rating first, and sorts equal times by movie id', () => {
    const ratings = {
      b: { rating: 3, ratedAt: day(1) },
      c: { rating: 4, ratedAt: day(2) },
      a: { rating: 5, ratedAt: day(1) },
    };
    expect(byNewest(ratings).map((rating) => rating.movieId)).toEqual(['c', 'a', 'b']);
  });
});

describe('a diary', () => {
  it('says of each rating when its film was watched, and again', () => {
    const ratings = { '603': { rating: 4, ratedAt: day(2) }, '60': { rating: 3, ratedAt: day(1) } };
    const seen = { '603': { at: day(2), seenAt: '2025-12-31' }, '60': { at: day(1) }, '7': { at: day(1) } };
    const rewatches = { '603@2026-01-09': day(9), '603@2026-01-02': day(9), '7@2026-01-01': day(9) };
    expect(byNewest(ratings, { seen, rewatches })).toEqual([
      {
        movieId: '603',
        rating: 4,
        ratedAt: '2026-01-02T00:00:00.000Z',
        seenAt: '2025-12-31',
        rewatches: ['2026-01-02', '2026-01-09'],
      },
      { movieId: '60', rating: 3, ratedAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});

describe('feedbackEntries', () => {
  it('formats times as ISO 8601', () => {
    expect(feedbackEntries({ '603': day(3) })).toEqual([
      { movieId: '603', addedAt: '2026-01-03T00:00:00.000Z' },
    ]);
  });
});
