import { describe, expect, it } from '@jest/globals';
import { hitRateAt, meanAbsoluteError, ndcgAt, recallAt, rootMeanSquaredError } from './metrics.js';

describe('ranking metrics, worked out by hand', () => {
  const ranked = [4, 1, 7, 2, 9];
  const relevant = new Set([1, 2, 30]);

  it('NDCG@k', () => {
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2;
    expect(ndcgAt(ranked, relevant, 5)).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 12);
    expect(ndcgAt(ranked, relevant, 1)).toBe(0);
    expect(ndcgAt([1, 2, 30], relevant, 100)).toBeCloseTo(1, 12);
  });

  it('Recall@k against what is possible', () => {
    expect(recallAt(ranked, relevant, 2)).toBe(1 / 2);
    expect(recallAt(ranked, relevant, 5)).toBe(2 / 3);
  });

  it('HR@k', () => {
    expect(hitRateAt(ranked, relevant, 1)).toBe(0);
    expect(hitRateAt(ranked, relevant, 2)).toBe(1);
  });

  it('refuse an empty set of relevant items', () => {
    expect(() => ndcgAt(ranked, new Set(), 5)).toThrow(RangeError);
    expect(() => recallAt(ranked, new Set(), 5)).toThrow(RangeError);
  });
});

describe('star metrics, worked out by hand', () => {
  it('RMSE and MAE', () => {
    expect(rootMeanSquaredError([3, 4, 1], [4, 4, 3])).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(meanAbsoluteError([3, 4, 1], [4, 4, 3])).toBe(1);
  });

  it('refuse lists that do not pair up', () => {
    expect(() => rootMeanSquaredError([], [])).toThrow(RangeError);
    expect(() => meanAbsoluteError([1], [1, 2])).toThrow(/1 predictions with 2 ratings/);
  });
});
