import { describe, expect, it } from '@jest/globals';
import { alignItems, InteractionsBuilder } from './interactions.js';

describe('InteractionsBuilder', () => {
  it('lays ratings out by user with ascending items', () => {
    const built = new InteractionsBuilder()
      .add('ann', 'x', 4, 10)
      .add('bob', 'y', 2.5, 11)
      .add('ann', 'z', 5, 12)
      .add('bob', 'x', 1, 13)
      .build();
    expect(built.userIds).toEqual(['ann', 'bob']);
    expect(built.itemIds).toEqual(['x', 'y', 'z']);
    expect([...built.offsets]).toEqual([0, 2, 4]);
    expect([...built.items]).toEqual([0, 2, 0, 1]);
    expect([...built.stars]).toEqual([4, 5, 1, 2.5]);
    expect([...built.times]).toEqual([10, 12, 13, 11]);
  });

  it('lets the last of several ratings of one film win', () => {
    const built = new InteractionsBuilder()
      .add('ann', 'x', 1, 10)
      .add('ann', 'y', 3, 5)
      .add('ann', 'x', 5, 2)
      .build();
    expect([...built.stars]).toEqual([5, 3]);
    expect([...built.times]).toEqual([2, 5]);
  });

  it.each([NaN, 0, 5.5, -1, Infinity])('refuses %p stars, naming the rating', (stars) => {
    expect(() => new InteractionsBuilder().add('ann', 'x', stars, 0)).toThrow(/"x" by user "ann".*stars/);
  });

  it('refuses a time that is no number', () => {
    expect(() => new InteractionsBuilder().add('ann', 'x', 3, NaN)).toThrow(RangeError);
  });

  it('builds an empty matrix from nothing', () => {
    expect([...new InteractionsBuilder().build().offsets]).toEqual([0]);
  });
});

describe('alignItems', () => {
  it('takes the catalogue as columns and leaves out ratings of other films', () => {
    const built = new InteractionsBuilder()
      .add('ann', 'x', 4, 1)
      .add('ann', 'gone', 3, 2)
      .add('ann', 'y', 5, 3)
      .build();
    const aligned = alignItems(built, ['y', 'new', 'x']);
    expect(aligned.itemCount).toBe(3);
    expect([...aligned.items]).toEqual([0, 2]);
    expect([...aligned.stars]).toEqual([5, 4]);
    expect([...aligned.times]).toEqual([3, 1]);
    expect([...aligned.offsets]).toEqual([0, 2]);
  });
});
