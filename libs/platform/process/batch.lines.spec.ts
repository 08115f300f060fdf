import { describe, expect, it } from '@jest/globals';
import { BatchLines } from './batch.lines.js';

/** Notes the batches, and works on each for as long as the test wants. */
function watched(heaviest = 10, longest = 10) {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const lines = new BatchLines<string, string>(
    async (key, items) => {
      batches.push([key, ...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      return items.map((item) => (item === 'bad' ? new Error('bad') : item.toUpperCase()));
    },
    (item) => item.length,
    heaviest,
    longest,
  );
  return { lines, batches, end: (i: number) => ends[i]() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('batch lines', () => {
  it('put together what arrives while a batch is worked on, in order', async () => {
    const { lines, batches, end } = watched();
    const results = ['a', 'b', 'c'].map((item) => lines.submit('ada', item));
    expect(batches).toEqual([['ada', 'a']]);
    end(0);
    await turn();
    expect(batches[1]).toEqual(['ada', 'b', 'c']);
    end(1);
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C']);
    await turn();
    expect(lines.size).toBe(0);
  });

  it('do not let one key wait for another', () => {
    const { lines, batches } = watched();
    void lines.submit('ada', 'a');
    void lines.submit('bob', 'b');
    expect(batches).toEqual([
      ['ada', 'a'],
      ['bob', 'b'],
    ]);
  });

  it('keep batches light, but take a heavy item alone', async () => {
    const { lines, batches, end } = watched(4);
    for (const item of ['a', 'bb', 'ccc', 'ddddddd', 'e']) void lines.submit('ada', item);
    for (let i = 0; i < 5; i += 1) {
      end(i);
      await turn();
      if (batches.length === i + 1) break;
    }
    expect(batches.map(([, ...items]) => items)).toEqual([['a'], ['bb'], ['ccc'], ['ddddddd'], ['e']]);
  });

  it('fail an item alone, or a whole batch, and go on', async () => {
    const { lines, end } = watched();
    const [first, bad, good] = ['a', 'bad', 'ok'].map((item) => lines.submit('ada', item));
    end(0);
    await first;
    await turn();
    end(1);
    await expect(bad).rejects.toThrow('bad');
    await expect(good).resolves.toBe('OK');
    const failing = new BatchLines<string, string>(
      async () => Promise.reject(new Error('no')),
      () => 1,
      10,
      10,
    );
    await expect(failing.submit('ada', 'a')).rejects.toThrow('no');
    await turn();
    expect(failing.size).toBe(0);
  });

  it('refuse what arrives at a line that is too long', async () => {
    const { lines } = watched(10, 2);
    for (const item of ['a', 'b', 'c']) void lines.submit('ada', item);
    await expect(lines.submit('ada', 'd')).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
