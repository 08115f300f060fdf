import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder, alignItems } from './interactions.js';
import { accountWeight, NEWEST, weightOf } from './user-weights.js';

const GENRES = ['Horror', 'Comedy', 'Drama', 'War', 'Romance', 'Western'];
const varied = (count: number) => Array.from({ length: count }, (_, n) => [GENRES[n % GENRES.length]]);
const alike = (count: number) => Array.from({ length: count }, () => ['Horror', 'Thriller']);

describe('the weight of an account', () => {
  it('is least when it is new, has rated little or always the same', () => {
    expect(accountWeight({ days: 0, genres: varied(100) })).toBe(NEWEST);
    expect(accountWeight({ days: 1000, genres: [] })).toBe(NEWEST);
    expect(accountWeight({ days: 1000, genres: Array.from({ length: 50 }, () => ['Horror']) })).toBe(NEWEST);
    expect(accountWeight({ days: NaN, genres: varied(100) })).toBe(NEWEST);
  });

  it('grows with age, with ratings and with their variety, up to one', () => {
    expect(accountWeight({ days: 14, genres: varied(20) })).toBe(1);
    const weights = [0, 3, 7, 14, 100].map((days) => accountWeight({ days, genres: varied(24) }));
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
    expect(weights[1]).toBeGreaterThan(weights[0]);
    expect(accountWeight({ days: 30, genres: varied(10) })).toBeLessThan(
      accountWeight({ days: 30, genres: varied(20) }),
    );
    expect(accountWeight({ days: 30, genres: alike(20) })).toBeLessThan(0.4);
  });

  it('lets ten new accounts weigh no more than one person', () => {
    expect(10 * accountWeight({ days: 0.5, genres: alike(10) })).toBeLessThan(1.1);
  });

  it('stays with the ratings, and is one where nobody said', () => {
    const ratings = new InteractionsBuilder()
      .add('old', 'a', 5, 0)
      .add('new', 'a', 5, 0)
      .weigh('new', 0.1)
      .build();
    const aligned = alignItems(ratings, ['b', 'a']);
    expect([0, 1].map((user) => weightOf(aligned, user))).toEqual([1, Math.fround(0.1)]);
    const unsaid = new InteractionsBuilder().add('u', 'a', 5, 0).build();
    expect(unsaid).not.toHaveProperty('weights');
    expect(weightOf(unsaid, 0)).toBe(1);
  });
});
