import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';

/** Work that ends when it is told to; its results are how many items each key had. */
function heldWork(maxKeys = 10, restMs = 0) {
  const runs: { batch: Record<string, readonly number[]>; end: (error?: Error) => void }[] = [];
  const batches = new Batches<number, number>(
    (batch) =>
      new Promise((resolve, reject) =>
        runs.push({
          batch: Object.fromEntries(batch),
          end: (error) =>
            error ? reject(error) : resolve(new Map([...batch].map(([key, items]) => [key, items.length]))),
        }),
      ),
    maxKeys,
    restMs,
  );
  return { runs, batches };
}

const turn = () => new Promise(setImmediate);

describe('Batches', () => {
  it('take all that came during a batch in one more, key by key', async () => {
    const { runs, batches } = heldWork();
    const first = batches.submit('ada', 1);
    await turn();
    const all = [batches.submit('ada', 2), batches.submit('bob', 3), batches.submit('ada', 4)];
    await turn();
    expect(runs.map(({ batch }) => batch)).toEqual([{ ada: [1] }]);
    expect(batches.size).toBe(3);
    runs[0].end();
    expect(await first).toBe(1);
    await turn();
    expect(runs[1].batch).toEqual({ ada: [2, 4], bob: [3] });
    runs[1].end();
    expect(await Promise.all(all)).toEqual([2, 1, 2]);
    expect(batches.size).toBe(0);
  });

  it('are bounded, and take who came first', async () => {
    const { runs, batches } = heldWork(2);
    for (const key of ['ada', 'bob', 'eve', 'ada']) void batches.submit(key, 1);
    await turn();
    expect(runs[0].batch).toEqual({ ada: [1, 1], bob: [1] });
    runs[0].end();
    await turn();
    expect(runs[1].batch).toEqual({ eve: [1] });
  });

  it('fail for the key alone that makes them fail', async () => {
    const { runs, batches } = heldWork();
    const [ada, bob] = [batches.submit('ada', 1), batches.submit('bob', 2)];
    await turn();
    runs[0].end(new Error('one is too large'));
    await turn();
    expect(runs.slice(1).map(({ batch }) => batch)).toEqual([{ ada: [1] }, { bob: [2] }]);
    runs[1].end(new Error('ada is too large'));
    runs[2].end();
    await expect(ada).rejects.toThrow('ada is too large');
    expect(await bob).toBe(1);
    const next = batches.submit('ada', 3);
    await turn();
    runs[3].end();
    expect(await next).toBe(1);
  });

  it('rest in between, where they may, until as many items wait as one has keys', async () => {
    const { runs, batches } = heldWork(3, 3_600_000);
    void batches.submit('ada', 1);
    await turn();
    runs[0].end();
    await turn();
    for (const key of ['ada', 'bob']) void batches.submit(key, 2);
    await turn();
    expect(runs.map(({ batch }) => batch)).toEqual([{ ada: [1] }]);
    void batches.submit('ada', 3);
    await turn();
    expect(runs.slice(1).map(({ batch }) => batch)).toEqual([{ ada: [2, 3], bob: [2] }]);
  });

  it('rest no longer when they are to finish', async () => {
    const { runs, batches } = heldWork(3, 3_600_000);
    void batches.submit('ada', 1);
    await turn();
    runs[0].end();
    await turn();
    expect(batches.isIdle).toBe(true);
    const last = batches.submit('ada', 2);
    const finished = batches.finish();
    await turn();
    expect(batches.isIdle).toBe(false);
    runs[1].end();
    await finished;
    expect([await last, batches.isIdle]).toEqual([1, true]);
  });
});
