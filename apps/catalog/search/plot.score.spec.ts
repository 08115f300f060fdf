import { describe, expect, it } from '@jest/globals';
import { plotScore } from './plot.score.js';

describe('plotScore', () => {
  it('lies between 0 and 1', () => {
    expect(plotScore(-1, 0)).toBe(0);
    expect(plotScore(1, 1e9)).toBe(1);
  });

  it('prefers the more popular of two movies that fit about equally well, but not a much worse match', () => {
    expect(plotScore(0.5, 8000)).toBeGreaterThan(plotScore(0.52, 20));
    expect(plotScore(0.5, 8000)).toBeLessThan(plotScore(0.7, 20));
  });
});
