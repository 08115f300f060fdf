import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rerankInSteps } from './diversity.js';
import { drained } from '../math/steps.js';

const rerank = (...given: Parameters<typeof rerankInSteps>) => drained(rerankInSteps(...given));

/** Items of one ten are alike. */
const sameTen = (a: number, b: number) => (Math.floor(a / 10) === Math.floor(b / 10) ? 1 : 0);
const items = [11, 12, 13, 21, 22, 31];
const relevance = [1, 0.95, 0.9, 0.6, 0.5, 0.4];

describe('rerank', () => {
  it('keeps the order of relevance without diversity', () => {
    expect(rerank(items, relevance, 4, 0, sameTen)).toEqual([11, 12, 13, 21]);
  });

  it('trades relevance for variety', () => {
    expect(rerank(items, relevance, 3, 0.5, sameTen)).toEqual([11, 21, 31]);
  });

  it('agrees with the definition, places filled one by one from scratch', () => {
    const likeness = fc.constantFrom(-0.1, 0, 0.2, 0.5, 0.5, 0.9, 1);
    const candidates = fc
      .array(fc.constantFrom(0, 0.1, 0.35, 0.35, 0.8, 1), { minLength: 1, maxLength: 12 })
      .map((given) => given.sort((a, b) => b - a));
    const lambda = fc.constantFrom(0.1, 0.35, 0.5, 0.8, 1);
    fc.assert(
      fc.property(candidates, lambda, fc.infiniteStream(likeness), (relevant, share, stream) => {
        const known = new Map<string, number>();
        const similarity = (a: number, b: number) => {
          const pair = `${Math.min(a, b)} ${Math.max(a, b)}`;
          if (!known.has(pair)) known.set(pair, stream.next().value as number);
          return known.get(pair)!;
        };
        const all = [...relevant.keys()];
        const placed = [0];
        while (placed.length < all.length) {
          const gains = all
            .filter((item) => !placed.includes(item))
            .map((item) => {
              const closest = Math.max(0, ...placed.map((other) => similarity(item, other)));
              return { item, gain: (1 - share) * relevant[item] - share * closest };
            });
          placed.push(gains.reduce((best, next) => (next.gain > best.gain ? next : best)).item);
        }
        const roughly = (a: number, b: number, floor: number) =>
          similarity(a, b) <= floor ? floor : similarity(a, b);
        for (let limit = 1; limit <= all.length; limit++)
          expect(rerank(all, relevant, limit, share, roughly)).toEqual(placed.slice(0, limit));
      }),
    );
  });

  it('starts with the most relevant item and fills the list even at full diversity', () => {
    const list = rerank(items, relevance, 10, 1, sameTen);
    expect(list[0]).toBe(11);
    expect([...list].sort()).toEqual([...items].sort());
  });

  it.each([-0.1, 1.1, NaN])('refuses a diversity of %p', (lambda) => {
    expect(() => rerank(items, relevance, 3, lambda, sameTen)).toThrow(RangeError);
  });
});
