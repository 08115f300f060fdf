import { beforeEach, describe, expect, it } from '@jest/globals';
import { inSlices } from './slices.js';

describe('a computation in slices', () => {
  function* busy(steps: number, ms: number): Generator<void, string> {
    for (let step = 0; step < steps; step++) {
      for (const began = performance.now(); performance.now() - began < ms;);
      yield;
    }
    return 'done';
  }

  it('lets other work have its turn every few milliseconds', async () => {
    let over = false;
    let turns = 0;
    const other = () => {
      turns++;
      if (!over) setImmediate(other);
    };
    setImmediate(other);
    expect(await inSlices(busy(20, 3))).toBe('done');
    over = true;
    expect(turns).toBeGreaterThanOrEqual(8);
  });

  it('has one of several computations at work in each turn', async () => {
    let longest = 0;
    let isOver = false;
    let before = process.threadCpuUsage().user;
    const look = () => {
      const now = process.threadCpuUsage().user;
      longest = Math.max(longest, now - before);
      before = now;
      if (!isOver) setImmediate(look);
    };
    setImmediate(look);
    await Promise.all(Array.from({ length: 20 }, () => inSlices(busy(10, 3))));
    isOver = true;
    // Each works for 6 ms: all of them in one turn would be 120.
    expect(longest / 1000).toBeLessThan(60);
  });

  describe('beside others', () => {
    /** Of the processor, so that other programs on the machine change nothing. */
    const cpuMs = () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    let done: string[];

    beforeEach(() => {
      done = [];
    });

    async function run(name: string, slices: number, after = false): Promise<void> {
      const steps = (function* () {
        for (let slice = 0; slice < slices; slice++) {
          for (const began = cpuMs(); cpuMs() - began < 6;);
          yield;
        }
      })();
      await inSlices(steps, after);
      done.push(name);
    }

    it('is done before those that began later', async () => {
      await Promise.all([run('first', 3), run('second', 2), run('third', 1)]);
      expect(done).toEqual(['first', 'second', 'third']);
    });

    it('lets all go first, also those that begin later, when nobody waits for it', async () => {
      const later = new Promise((resolve) => setImmediate(resolve)).then(() => run('later', 3));
      await Promise.all([run('after all', 4, true), run('first', 2), later]);
      expect(done).toEqual(['first', 'later', 'after all']);
    });

    it('lets shorter ones be done first when it takes long', async () => {
      await Promise.all([run('long', 12), run('short', 2)]);
      expect(done).toEqual(['short', 'long']);
    });
  });

  it('does not stop for steps that take no time', async () => {
    let turns = 0;
    setImmediate(() => turns++);
    await inSlices(busy(3, 0));
    expect(turns).toBe(0);
  });

  it('fails as its computation does', async () => {
    await expect(
      inSlices(
        (function* () {
          yield;
          throw new RangeError('impossible');
        })(),
      ),
    ).rejects.toThrow(RangeError);
  });
});
