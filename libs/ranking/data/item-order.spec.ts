import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from './interactions.js';
import { mostRatedFirst } from './item-order.js';

describe('the order of items', () => {
  const builder = new InteractionsBuilder();
  for (const user of ['u', 'v', 'w']) builder.add(user, 'famous', 4, 0);
  for (const user of ['u', 'v']) builder.add(user, 'known', 3, 0).add(user, 'not in the catalogue', 3, 0);
  const ratings = builder.build();

  it('is by how many have rated them, and else as it was', () => {
    const items = ['first', 'known', 'second', 'famous', 'third'].map((id) => ({ id }));
    const found = mostRatedFirst(items, ratings).map(({ id }) => id);
    expect(found).toEqual(['famous', 'known', 'first', 'second', 'third']);
    expect(items[0].id).toBe('first');
  });

  it('is of nothing for nothing', () => expect(mostRatedFirst([], ratings)).toEqual([]));
});
