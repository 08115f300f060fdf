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

describe('feedbackEntries', () => {
  it('formats times as ISO 8601', () => {
    expect(feedbackEntries({ '603': day(3) })).toEqual([
      { movieId: '603', addedAt: '2026-01-03T00:00:00.000Z' },
    ]);
  });
});
