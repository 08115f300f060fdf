import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Contributions } from '#contracts/recommender/recommendation.js';
import { roundScore, roundStars } from './score.rounding.js';

/** In ten thousandths, as scores are rounded. */
const units = (value: number) => Math.round(value * 10_000);

const part = fc.double({ min: -1, max: 1, noNaN: true });
const parts = fc.record<Contributions>({
  collaborative: part,
  plot: part,
  genres: part,
  people: part,
  keywords: part,
  popularity: part,
});
/** Parts of a score from 0 to 1. */
const explained = parts
  .map((contributions) => {
    const sum = Object.values(contributions).reduce((total: number, value: number) => total + value, 0);
    return { score: sum, contributions };
  })
  .filter(({ score }) => score >= 0 && score <= 1);

describe('any score', () => {
  it('is rounded to four decimals, and its parts sum to it', () => {
    fc.assert(
      fc.property(explained, ({ score, contributions }) => {
        const rounded = roundScore(score, contributions);
        const values = Object.values(rounded.contributions) as number[];
        for (const value of [rounded.score, ...values]) {
          expect(value).toBe(units(value) / 10_000);
          expect(Object.is(value, -0)).toBe(false);
        }
        expect(values.reduce((sum, value) => sum + units(value), 0)).toBe(units(rounded.score));
      }),
    );
  });

  it('is never far from what it was, in whole and in parts', () => {
    fc.assert(
      fc.property(explained, ({ score, contributions }) => {
        const rounded = roundScore(score, contributions);
        expect(Math.abs(rounded.score - score)).toBeLessThanOrEqual(0.000_05 + 1e-12);
        for (const [name, value] of Object.entries(rounded.contributions) as [keyof Contributions, number][])
          expect(Math.abs(value - contributions[name])).toBeLessThan(0.0004);
      }),
    );
  });

  it('keeps its place: a higher one is never rounded below a lower one', () => {
    fc.assert(
      fc.property(fc.tuple(explained, explained), ([one, other]) => {
        const [low, high] = [one, other].sort((a, b) => a.score - b.score);
        const rounded = [low, high].map(({ score, contributions }) => roundScore(score, contributions).score);
        expect(rounded[0]).toBeLessThanOrEqual(rounded[1]);
      }),
    );
  });
});

describe('any stars', () => {
  it('are shown with one decimal, from 1 to 5', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (stars) => {
        const shown = roundStars(stars);
        expect(shown).toBe(Math.round(shown * 10) / 10);
        expect(shown).toBeGreaterThanOrEqual(1);
        expect(shown).toBeLessThanOrEqual(5);
        if (stars >= 1 && stars <= 5) expect(Math.abs(shown - stars)).toBeLessThanOrEqual(0.05 + 1e-12);
      }),
    );
  });
});
