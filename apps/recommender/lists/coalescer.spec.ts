import { describe, expect, it } from '@jest/globals';
import { Coalescer } from './coalescer.js';

/** Work that ends when it is told to. */
function heldWork() {
  const runs: { key: string; items: number[]; end: (error?: Error) => void }[] = [];
  const coalescer = new Coalescer<number>(
    (key, items) =>
      new Promise((resolve, reject) =>
        runs.push({ key, items, end: (error) => (error ? reject(error) : resolve()) }),
      ),
  );
  return { runs, coalescer };
}

const turn = () => new Promise(setImmediate);

describe('Coalescer', () => {
  it('takes all that came during a run in one more run', async () => {
    const { runs, coalescer } = heldWork();
    const all = [coalescer.submit('ada', 1)];
    await turn();
    all.push(coalescer.submit('ada', 2), coalescer.submit('ada', 3), coalescer.submit('ada', 4));
    await turn();
    expect(runs.map(({ items }) => items)).toEqual([[1]]);
    runs[0].end();
    await turn();
    expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    runs[1].end();
    await Promise.all(all);
    expect(coalescer.size).toBe(0);
  });

  it('never does two batches of one key at once, however many have been done', async () => {
    const { runs, coalescer } = heldWork();
    void coalescer.submit('ada', 1);
    await turn();
    void coalescer.submit('ada', 2);
    runs[0].end();
    await turn();
    const last = coalescer.submit('ada', 3);
    await turn();
    expect(runs.map(({ items }) => items)).toEqual([[1], [2]]);
    runs[1].end();
    await turn();
    runs[2].end();
    await last;
    expect(runs.map(({ items }) => items)).toEqual([[1], [2], [3]]);
  });

  it('does not let one key wait for another', async () => {
    const { runs, coalescer } = heldWork();
    void coalescer.submit('ada', 1);
    const bob = coalescer.submit('bob', 2);
    await turn();
    runs.find(({ key }) => key === 'bob')!.end();
    await bob;
    expect(coalescer.size).toBe(1);
  });

  it('tells everyone in a failed run, and goes on with the next', async () => {
    const { runs, coalescer } = heldWork();
    const first = coalescer.submit('ada', 1);
    await turn();
    const second = coalescer.submit('ada', 2);
    runs[0].end(new Error('Redis is away'));
    await expect(first).rejects.toThrow('Redis is away');
    await turn();
    runs[1].end();
    await expect(second).resolves.toBeUndefined();
  });
});
