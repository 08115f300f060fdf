import { describe, expect, it } from '@jest/globals';
import {
  isLiked,
  ownMiddle,
  preferencesOf,
  ratedOnly,
  SEEN_PREFERENCE,
  userPreferences,
  withRecency,
} from './user-preferences.js';

describe('preferences', () => {
  it('rise with the stars, from dislike to liking', () => {
    const [one, two, three, four, five] = preferencesOf(Float32Array.of(1, 2, 3, 4, 5));
    expect(one).toBeLessThan(two);
    expect(two).toBeLessThan(0);
    expect(three).toBeGreaterThan(0);
    expect(four).toBeGreaterThan(three);
    expect(five).toBeGreaterThan(four);
    expect(five).toBeLessThanOrEqual(1);
  });

  it('stay likings for someone who rates only films they love', () => {
    for (const preference of preferencesOf(new Float32Array(50).fill(5)))
      expect(preference).toBeGreaterThan(0.9);
  });

  it('take a harsh rater by their own scale', () => {
    const harsh = preferencesOf(Float32Array.from([...new Array<number>(40).fill(1), 2]));
    expect(harsh[40]).toBeGreaterThan(0);
    expect(preferencesOf(Float32Array.of(2))[0]).toBeLessThan(0);
  });
});

describe('tasteOf', () => {
  it('sorts by item and lets the last rating of one win', () => {
    const user = userPreferences([
      { item: 7, stars: 1, time: 3 },
      { item: 2, stars: 4 },
      { item: 7, stars: 5, time: 9 },
    ]);
    expect([...user.items]).toEqual([2, 7]);
    expect([...user.stars]).toEqual([4, 5]);
    expect([...user.times]).toEqual([0, 9]);
  });

  it('refuses impossible stars', () => {
    expect(() => userPreferences([{ item: 3, stars: NaN }])).toThrow(/item 3: stars/);
  });
});

describe('what was seen and not rated', () => {
  const user = userPreferences(
    [
      { item: 1, stars: 3 },
      { item: 5, stars: 5 },
    ],
    [{ item: 5 }, { item: 3, time: 9 }],
  );

  it('counts less than three stars, and says nothing of an item that was rated', () => {
    expect([...user.items]).toEqual([1, 3, 5]);
    const [three, seen, five] = user.preferences;
    expect(seen).toBeCloseTo(SEEN_PREFERENCE);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(three);
    expect(five).toBeGreaterThan(0.9);
    expect([...user.times]).toEqual([0, 9, 0]);
  });

  it('changes nobody’s own scale', () => {
    expect(ownMiddle(user.stars)).toBe(ownMiddle([3, 5]));
    expect(isLiked(user.stars[1], ownMiddle(user.stars))).toBe(false);
    expect(ratedOnly(user)).toEqual(userPreferences([
      { item: 1, stars: 3 },
      { item: 5, stars: 5 },
    ]));
  });
});

describe('recency', () => {
  const rated = (times: (number | undefined)[]) =>
    userPreferences(times.map((time, item) => ({ item, stars: 5, time })));

  it('fades what was followed by others, down to the lasting share', () => {
    const user = rated([100, 300, 200]);
    const faded = withRecency(user, { ratings: 2, lasting: 0.1 });
    const share = (rank: number) => 0.1 + 0.9 * Math.exp(-rank / 2);
    [2, 0, 1].forEach((rank, item) =>
      expect(faded.preferences[item]).toBeCloseTo(user.preferences[item] * share(rank), 6),
    );
    expect(faded.stars).toBe(user.stars);
  });

  it('changes nothing where there is no order', () => {
    const user = rated([undefined, undefined, undefined]);
    expect(withRecency(user, { ratings: 2, lasting: 0.1 }).preferences).toEqual(user.preferences);
  });
});
