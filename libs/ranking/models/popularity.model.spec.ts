import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '../data/interactions.js';
import { fitPopularity } from './popularity.model.js';

/** Ten users like item 0, one likes item 1, ten dislike item 2, nobody has rated items 3 and 4. */
function ratings() {
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 10; user++) builder.add(`u${user}`, 'a', 5, 0);
  builder.add('u0', 'b', 5, 0);
  for (let user = 0; user < 10; user++) builder.add(`u${user}`, 'c', 1, 0);
  return { ...builder.build(), itemCount: 5 };
}

describe('popularity', () => {
  it('agrees with its formula worked out by hand', () => {
    const { counts, likes, meanStars, scores } = fitPopularity(ratings(), undefined, {
      shrinkage: 5,
      votesShare: 0,
    });
    const overall = 11 / 21;
    expect([...counts]).toEqual([10, 1, 10, 0, 0]);
    expect([...likes]).toEqual([10, 1, 0, 0, 0]);
    expect([...meanStars]).toEqual([5, 5, 1, 0, 0]);
    expect(scores[0]).toBeCloseTo(Math.log1p((10 * (10 + 5 * overall)) / 15), 5);
    expect(scores[1]).toBeCloseTo(Math.log1p((1 + 5 * overall) / 6), 5);
    expect(scores[2]).toBeCloseTo(Math.log1p((10 * 5 * overall) / 15), 5);
    expect(scores[3]).toBe(0);
  });

  it('ranks films nobody has rated by their outside votes', () => {
    const votes = {
      average: Float32Array.of(7, 7, 7, 8, 5),
      count: Float32Array.of(100, 100, 100, 900, 100),
    };
    const { scores } = fitPopularity(ratings(), votes);
    expect(scores[3]).toBeGreaterThan(scores[4]);
    expect(scores[4]).toBeGreaterThan(0);
    expect(scores[0]).toBeGreaterThan(scores[3]);
  });

  it('is all zeros without ratings', () => {
    const { scores } = fitPopularity({ ...new InteractionsBuilder().build(), itemCount: 3 });
    expect([...scores]).toEqual([0, 0, 0]);
  });
});
