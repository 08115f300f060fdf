import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './random.js';
import { topItems } from './top-items.js';

describe('topItems', () => {
  const random = seededRandom(2);
  const scores = Float64Array.from({ length: 300 }, () => Math.floor(random() * 40) - 20);
  const items = [...scores.keys()].filter((item) => item % 3 !== 0);

  it.each([1, 7, 50, 199, 200, 1000])('agrees with sorting everything, k = %i', (k) => {
    const sorted = [...items].sort((a, b) => scores[b] - scores[a] || a - b);
    expect(topItems(items, scores, k)).toEqual(sorted.slice(0, k));
  });

  it('is empty for no items', () => {
    expect(topItems([], scores, 5)).toEqual([]);
  });
});
