import { describe, expect, it } from '@jest/globals';
import { explored } from './exploration.js';

describe('places for films little is known of', () => {
  const order = [...Array(30).keys()];
  const raters = order.map((at) => 100 - at);
  // Eleven matches of their own, and all others the same.
  const percent = (item: number) => (item < 11 ? 100 - item : 80);
  const isEqual = (a: number, b: number) => percent(a) === percent(b);
  const list = (share: number, seed: number) => explored(order, isEqual, raters, share, seed);

  it('are among equals to whoever reads the match, so that it falls along the list as before', () => {
    for (let seed = 0; seed < 20; seed++) {
      const all = list(1, seed);
      expect(all.slice(0, 11)).toEqual(order.slice(0, 11));
      expect(all.slice(11)).not.toEqual(order.slice(11));
      expect(all.toSorted((a, b) => a - b)).toEqual(order);
    }
  });

  it('are as many as asked for, the same for the same seed, and go rather to what few have rated', () => {
    expect(list(0, 1)).toEqual(order);
    expect(list(0.3, 5)).toEqual(list(0.3, 5));
    const twelfth = [...Array(400).keys()].map((seed) => list(0.1, seed)[11]).filter((item) => item !== 11);
    expect(twelfth.length).toBeGreaterThan(20);
    expect(twelfth.length).toBeLessThan(60);
    // Of 12 … 29 the middle is 20.5; the last of three drawn is 25 in the mean.
    expect(twelfth.reduce((sum, item) => sum + item, 0) / twelfth.length).toBeGreaterThan(22);
  });

  it('are none where nothing may stand', () => {
    expect(explored(order, () => false, raters, 1, 1)).toEqual(order);
  });
});
