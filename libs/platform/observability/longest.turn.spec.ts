import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { longestTurn, watchTurns } from './longest.turn.js';

/** Longer than the garbage collector of a test process takes at once. */
const HOLD_MS = 300;

async function longestMs(): Promise<number> {
  const { values } = await longestTurn.get();
  return 1000 * values[0].value;
}

/** Works without letting anything else have its turn. */
function hold(ms: number): void {
  const { user } = process.threadCpuUsage();
  while (process.threadCpuUsage().user - user < ms * 1000);
}

describe('the longest turn of the event loop', () => {
  beforeAll(() => watchTurns());

  it('is as long as work went on without a pause', async () => {
    await pause(30);
    await longestMs();
    hold(HOLD_MS);
    await pause(30);
    expect(await longestMs()).toBeGreaterThanOrEqual(HOLD_MS);
  });

  it('is short when the same work is done in slices', async () => {
    await pause(30);
    await longestMs();
    for (let done = 0; done < HOLD_MS; done += 5) {
      hold(5);
      await pause(11);
    }
    expect(await longestMs()).toBeLessThan(HOLD_MS / 2);
  });

  it('does not grow while others have the processor', async () => {
    await pause(30);
    await longestMs();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * HOLD_MS);
    await pause(30);
    expect(await longestMs()).toBeLessThan(HOLD_MS / 2);
  });
});
