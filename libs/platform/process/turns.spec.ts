import { describe, expect, it } from '@jest/globals';
import { turn } from './turns.js';

/** In which turn of the event loop each of some works was done. */
async function turnsOf(works: number): Promise<number[]> {
  let now = 0;
  let isOver = false;
  const count = () => {
    now += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const turns = await Promise.all(
    Array.from({ length: works }, async () => {
      await turn();
      return now;
    }),
  );
  isOver = true;
  return turns;
}

describe('works that compute', () => {
  it('are done one in each turn, in order of arrival', async () => {
    const turns = await turnsOf(20);
    expect(new Set(turns).size).toBe(20);
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  });

  it('do not wait when nobody else does', async () => {
    await new Promise(setImmediate);
    expect(await turnsOf(1)).toEqual([0]);
  });
});
