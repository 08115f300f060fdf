import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compose, type CompositionRules } from './composition.js';

/** Rules for items whose series is their number by hundreds (100, 101 … are the parts of series 1), from 100 on. */
function rules(
  more: Partial<CompositionRules> = {},
  unseen: Record<string, number[]> = {},
): CompositionRules {
  return {
    seriesOf: (item) => (item >= 100 ? String(Math.floor(item / 100)) : undefined),
    unseenPartsOf: (series) => unseen[series] ?? [0, 1, 2, 3].map((part) => Number(series) * 100 + part),
    directorsOf: () => [],
    isPoor: () => false,
    ...more,
  };
}
const items = (order: number[], by = rules()) => compose(order, by).map(({ item }) => item);
const range = (length: number, from = 0) => Array.from({ length }, (_, at) => from + at);

describe('a composed list', () => {
  it('has the first unseen part of a series where a later one would stand, and says before which', () => {
    expect(compose([1, 102, 2], rules())).toEqual([{ item: 1 }, { item: 100, before: 102 }, { item: 2 }]);
    expect(items([1, 102, 2], rules({}, { 1: [102, 103] }))).toEqual([1, 102, 2]);
  });

  it('gives a series no more places than its parts have by their scores', () => {
    expect(items([103, 1, 101, 2, 100])).toEqual([100, 1, 101, 2, 102]);
    expect(compose([101, 100], rules())).toEqual([{ item: 100, before: 101 }, { item: 101 }]);
  });

  it('has at most two of a series among the first 20, and the others right after', () => {
    const list = items([100, 101, 102, 103, ...range(30)]);
    expect(list.slice(0, 22)).toEqual([100, 101, ...range(18), 102, 103]);
  });

  it('has at most three of a director among the first 20', () => {
    const directorsOf = (item: number) => (item < 5 ? ['Hitchcock'] : []);
    expect(items(range(30), rules({ directorsOf })).slice(0, 22)).toEqual([0, 1, 2, ...range(17, 5), 3, 4]);
  });

  it('has them all when there is nothing else', () => {
    expect(items([100, 101, 102])).toEqual([100, 101, 102]);
  });

  it('has what is predicted to be poor after the first 50, with the later parts of its series', () => {
    const list = items([1000, ...range(60), 1001], rules({ isPoor: (item) => item === 1000 }));
    expect(list).toEqual([...range(50), 1000, ...range(10, 50), 1001]);
  });

  it('never has a part before an earlier unseen one, and neither loses nor doubles places', () => {
    const orders = fc.uniqueArray(fc.oneof(fc.nat({ max: 60 }), fc.integer({ min: 100, max: 599 })), {
      selector: (item) => item,
      maxLength: 80,
    });
    fc.assert(
      fc.property(orders, fc.func(fc.boolean()), (order, isPoor) => {
        const unseen = Object.fromEntries(
          range(5, 1).map((series) => [series, range(100, series * 100)] as const),
        );
        const list = items(order, rules({ isPoor: (item) => isPoor(item) }, unseen));
        expect(new Set(list).size).toBe(order.length);
        const place = new Map(list.map((item, at) => [item, at]));
        for (const item of list.filter((one) => one >= 100))
          for (const part of unseen[Math.floor(item / 100)].filter((one) => one < item))
            expect(place.get(part) ?? Infinity).toBeLessThan(place.get(item)!);
      }),
    );
  });
});
