import { describe, expect, it } from '@jest/globals';
import { WindowCounts } from './window.counts.js';

const MINUTE = 60_000;

describe('counts per window', () => {
  it('rise with each hit of a key, and say how much of the window is left', () => {
    const counts = new WindowCounts();
    expect(counts.hit('ada', MINUTE, 0)).toEqual({ hits: 1, msLeft: MINUTE });
    expect(counts.hit('ada', MINUTE, 45_000)).toEqual({ hits: 2, msLeft: 15_000 });
    expect(counts.hit('bob', MINUTE, 45_000).hits).toBe(1);
  });

  it('start again when the window has ended', () => {
    const counts = new WindowCounts();
    counts.hit('ada', MINUTE, 0);
    expect(counts.hit('ada', MINUTE, MINUTE)).toEqual({ hits: 1, msLeft: MINUTE });
  });

  it('drop keys that have not come back', () => {
    const counts = new WindowCounts();
    for (let address = 0; address < 1000; address += 1) counts.hit(`address ${address}`, MINUTE, 0);
    counts.hit('ada', MINUTE, 2 * MINUTE);
    expect(counts.size).toBe(1);
  });

  it('forget the oldest window when there are too many', () => {
    const counts = new WindowCounts(3);
    for (const key of ['ada', 'bob', 'cyd', 'ada', 'dan']) counts.hit(key, MINUTE, 0);
    expect(counts.size).toBe(3);
    expect(counts.hit('bob', MINUTE, 0).hits).toBe(2);
    expect(counts.hit('ada', MINUTE, 0).hits).toBe(1);
  });
});
