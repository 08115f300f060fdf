import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InteractionsBuilder } from '../data/interactions.js';
import { Likers } from './likers.js';

describe('who likes items', () => {
  it('is counted as by looking at everybody’s ratings', () => {
    const rating = fc.record({ user: fc.nat(9), item: fc.nat(4), stars: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(
        fc.array(rating, { maxLength: 60 }),
        fc.uniqueArray(fc.nat(4), { minLength: 1 }),
        (given, wanted) => {
          const builder = new InteractionsBuilder();
          for (let item = 0; item < 5; item++) builder.add('nobody in particular', `${item}`, 1, 0);
          for (const { user, item, stars } of given) builder.add(`${user}`, `${item}`, stars, 0);
          const liked = new Map<string, Set<number>>();
          for (const { user, item, stars } of given) {
            const items = liked.get(`${user}`) ?? new Set();
            liked.set(`${user}`, items);
            if (stars >= 4) items.add(item);
            else items.delete(item);
          }
          const expected = [...liked.values()].filter((items) => wanted.every((item) => items.has(item)));
          expect(new Likers(builder.build()).countOfAll(wanted)).toBe(expected.length);
        },
      ),
    );
  });
});
