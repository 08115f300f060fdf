import { describe, expect, it } from '@jest/globals';
import { rerank } from './diversity.js';

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
    const similarity = (a: number, b: number) => 1 / (1 + Math.abs(a - b));
    for (const lambda of [0.1, 0.35, 0.8, 1]) {
      const placed = [items[0]];
      while (placed.length < items.length) {
        const gains = items
          .map((item, at) => ({
            item,
            gain:
              (1 - lambda) * relevance[at] -
              lambda * Math.max(...placed.map((other) => similarity(item, other))),
          }))
          .filter(({ item }) => !placed.includes(item));
        placed.push(gains.reduce((best, next) => (next.gain > best.gain ? next : best)).item);
      }
      expect(rerank(items, relevance, items.length, lambda, similarity)).toEqual(placed);
    }
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
