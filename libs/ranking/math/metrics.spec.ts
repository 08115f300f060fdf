import { describe, expect, it } from '@jest/globals';
import {
  appearances,
  calibrationError,
  coverageOf,
  giniOf,
  hitRateAt,
  meanAbsoluteError,
  meanOf,
  ndcgAt,
  ratioOf,
  recallAt,
  reliability,
  rootMeanOf,
  rootMeanSquaredError,
  selfInformation,
} from './metrics.js';

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

describe('means over people, worked out by hand', () => {
  it('come with their standard error', () => {
    expect(meanOf([1, 2, 3, 6])).toEqual({ mean: 3, error: Math.sqrt(14 / 3 / 4), count: 4 });
    expect(meanOf([7])).toEqual({ mean: 7, error: 0, count: 1 });
    expect(meanOf([])).toBeUndefined();
  });

  it('weigh people by their ratings where all ratings are measured together', () => {
    // Two users: 3 of one rating, 1 of three; the mean is 4 / 4, and they deviate from it by 2 and −2.
    const ratio = ratioOf([3, 1], [1, 3]);
    expect(ratio).toEqual({ mean: 1, error: Math.sqrt(8 * 2) / 4, count: 2 });
    expect(rootMeanOf([12, 4], [1, 3])).toEqual({ mean: 2, error: (4 * ratio!.error) / 4, count: 2 });
    expect(rootMeanOf([], [])).toBeUndefined();
    expect(rootMeanOf([0], [2])).toEqual({ mean: 0, error: 0, count: 1 });
  });
});

describe('metrics of all lists together, worked out by hand', () => {
  const counts = appearances([[0, 1], [1], [1, 2]], 5);

  it('count appearances and the share of items that appear', () => {
    expect([...counts]).toEqual([1, 3, 1, 0, 0]);
    expect(coverageOf(counts)).toBe(3 / 5);
    expect(coverageOf(new Int32Array(0))).toBe(0);
  });

  it('Gini: 0 when all appear equally often, (n − 1) / n when one takes everything', () => {
    expect(giniOf(Int32Array.of(2, 2, 2))).toBe(0);
    expect(giniOf(Int32Array.of(0, 9, 0, 0))).toBe(3 / 4);
    // Ascending 0 0 1 1 3: (0 + 0 + 0·1 + 2·1 + 4·3) / (5 · 5)
    expect(giniOf(counts)).toBeCloseTo(14 / 25, 12);
    expect(giniOf(new Int32Array(3))).toBe(0);
  });

  it('self-information: 0 bits for what everybody rated, finite for what nobody did', () => {
    expect(selfInformation(7, 7)).toBeCloseTo(0, 12);
    expect(selfInformation(1, 7)).toBe(2);
    expect(selfInformation(0, 7)).toBe(3);
  });

  it('reliability: means of what was predicted alike, against what came out', () => {
    const bins = reliability([3.1, 4.2, 3.3, 4.5], [3, 4, 4, 5], 0.5);
    expect(bins.map(({ from, to, count }) => [from, to, count])).toEqual([
      [3, 3.5, 2],
      [4, 4.5, 1],
      [4.5, 5, 1],
    ]);
    expect(bins[0].meanPredicted).toBeCloseTo(3.2, 12);
    expect(bins[0].meanActual).toBe(3.5);
    expect(calibrationError(bins)).toBeCloseTo((2 * 0.3 + 0.2 + 0.5) / 4, 12);
    expect(() => reliability([], [], 0.5)).toThrow(RangeError);
  });
});
