import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './list.key.js';
import { RecentChanges } from './recent.changes.js';

describe('the changes that a process itself noted', () => {
  const ada = ownerOf('ada');

  it('only rise, for each movie', () => {
    const recent = new RecentChanges();
    recent.note(ada, 8, ['603']);
    recent.note(ada, 7, ['603', '78']);
    expect([
      recent.version(ada),
      recent.hiddenAt(ada, '603'),
      recent.hiddenAt(ada, '78'),
      recent.hiddenAt(ada, '1'),
    ]).toEqual([8, 8, 7, -1]);
    expect(recent.version(ownerOf('claire'))).toBe(0);
  });

  it('are forgotten after ten minutes without another', () => {
    let now = 0;
    const recent = new RecentChanges(() => now);
    recent.note(ada, 1, ['603']);
    now = 9 * 60_000;
    recent.note(ada, 2, ['78']);
    now = 18 * 60_000;
    expect(recent.hiddenAt(ada, '603')).toBe(1);
    now = 19 * 60_000;
    expect([recent.version(ada), recent.hiddenAt(ada, '603')]).toEqual([0, -1]);
  });

  it('have a bound for one owner and for all: what was noted first goes', () => {
    const recent = new RecentChanges();
    const movies = (from: number) => Array.from({ length: 1000 }, (_, n) => String(from + n));
    recent.note(ada, 1, movies(0));
    recent.note(ada, 2, movies(500));
    expect([recent.hiddenAt(ada, '499'), recent.hiddenAt(ada, '500')]).toEqual([-1, 2]);
    for (let n = 0; n < 49; n++) recent.note(ownerOf(`other-${n}`), 1, movies(0));
    expect(recent.version(ada)).toBe(2);
    recent.note(ownerOf('one-more'), 1, ['603']);
    expect(recent.version(ada)).toBe(0);
    expect(recent.version(ownerOf('other-0'))).toBe(1);
  });
});
