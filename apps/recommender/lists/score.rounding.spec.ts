import { describe, expect, it } from '@jest/globals';
import type { Contributions } from '#contracts/recommender/recommendation.js';
import { roundScore, roundStars } from './score.rounding.js';

describe('roundScore', () => {
  it('keeps the parts summing to the score at four decimals', () => {
    let seed = 7;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 1000; round++) {
      const parts = {
        collaborative: next(),
        plot: next() / 5,
        genres: next() / 5 - 0.1,
        people: next() / 9,
        keywords: -next() / 50_000,
        popularity: next() / 3,
      };
      const sum = Object.values(parts).reduce((a, b) => a + b);
      const scale = next() / sum;
      const scaled = Object.fromEntries(
        Object.entries(parts).map(([k, v]) => [k, v * scale]),
      ) as typeof parts;
      const { score, contributions } = roundScore(sum * scale, scaled);
      const rounded = Object.entries(contributions) as [keyof Contributions, number][];
      const units = rounded.map(([, part]) => Math.round(part * 10_000));
      expect(units.reduce((a, b) => a + b)).toBe(Math.round(score * 10_000));
      expect(Math.abs(score - sum * scale)).toBeLessThanOrEqual(0.00005 + 1e-12);
      for (const [name, part] of rounded) {
        expect(part).toBe(Math.round(part * 10_000) / 10_000);
        expect(Math.abs(part - scaled[name])).toBeLessThan(0.0005);
      }
    }
  });

  it('puts what rounding loses into the largest part', () => {
    const small = 0.10004;
    const { score, contributions } = roundScore(0.40004 + 5 * small, {
      collaborative: small,
      plot: small,
      genres: 0.40004,
      people: small,
      keywords: small,
      popularity: small,
    });
    expect(score).toBe(0.9002);
    expect(contributions).toEqual({
      collaborative: 0.1,
      plot: 0.1,
      genres: 0.4002,
      people: 0.1,
      keywords: 0.1,
      popularity: 0.1,
    });
  });

  it('has no negative zero, which JSON would turn into another number than was compared', () => {
    const { contributions } = roundScore(0.5, {
      collaborative: 0.5,
      plot: -0.00001,
      genres: 0,
      people: 0,
      keywords: 0,
      popularity: 0.00001,
    });
    expect(Object.is(contributions.plot, 0)).toBe(true);
  });
});

describe('roundStars', () => {
  it.each([
    [4.449, 4.4],
    [0.2, 1],
    [5.3, 5],
  ])('shows %d as %d', (stars, shown) => expect(roundStars(stars)).toBe(shown));
});
