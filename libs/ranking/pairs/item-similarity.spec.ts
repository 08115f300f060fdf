import { describe, expect, it } from '@jest/globals';
import { buildFeatures } from '../data/feature-matrix.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { itemSimilarity } from './item-similarity.js';

describe('how alike two items are', () => {
  it('is exact above the floor asked for, and at most the floor below it', () => {
    const { items } = twoGroups();
    const features = buildFeatures(items);
    for (let a = 0; a < items.length; a += 3)
      for (let b = 0; b < items.length; b++) {
        const exact = itemSimilarity(features, a, b);
        for (const floor of [0, 0.2, 0.4, exact, 0.8]) {
          const rough = itemSimilarity(features, a, b, floor);
          if (exact > floor) expect(rough).toBe(exact);
          else expect(rough).toBeLessThanOrEqual(floor);
        }
      }
  });
});
