import { describe, expect, it } from '@jest/globals';
import { isNewRelease } from './new.release.js';

describe('a movie', () => {
  const now = new Date('2026-11-27T12:00:00Z');

  it.each([
    ['that came out a month ago', { releaseDate: '2026-10-28', year: 2026 }, true],
    ['that came out before', { releaseDate: '2026-10-26', year: 2026 }, false],
    ['that comes out today', { releaseDate: '2026-11-27', year: 2026 }, true],
    ['that comes out in half a year', { releaseDate: '2027-05-25', year: 2027 }, true],
    ['that comes out later', { releaseDate: '2027-06-01', year: 2027 }, false],
    ['of this year, on a day nobody knows', { year: 2026 }, true],
    ['of another year, on a day nobody knows', { year: 2025 }, false],
    ['of which nothing is known', {}, false],
    ['whose day is none', { releaseDate: 'soon' }, false],
  ])('%s', (_what, movie, isNew) => {
    expect(isNewRelease(movie, now)).toBe(isNew);
  });
});
