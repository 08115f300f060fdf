import { describe, expect, it } from '@jest/globals';
import { withDeadline } from './deadline.js';
import { Gate } from './gate.js';

/** Works that end when told to. */
function works() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    started.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    return name;
  };
  return { started, work, end: (name: string) => ends.get(name)!() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a gate', () => {
  it('lets some through at once, and the others in order of arrival', async () => {
    const gate = new Gate(2, 10);
    const { started, work, end } = works();
    const through = ['a', 'b', 'c', 'd'].map((name) => gate.through(work(name)));
    await turn();
    expect(started).toEqual(['a', 'b']);
    end('b');
    await turn();
    expect(started).toEqual(['a', 'b', 'c']);
    end('a');
    await turn();
    end('c');
    end('d');
    expect(await Promise.all(through)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on after a work that failed', async () => {
    const gate = new Gate(1, 1);
    const failed = gate.through(() => Promise.reject(new Error('no')));
    const next = gate.through(async () => 'next');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
    await expect(gate.through(async () => 'again')).resolves.toBe('again');
  });

  it('refuses when too many wait', async () => {
    const gate = new Gate(1, 1);
    const { work, end } = works();
    const first = gate.through(work('a'));
    const second = gate.through(async () => 'b');
    await expect(gate.through(async () => 'c')).rejects.toMatchObject({ code: 'service_unavailable' });
    end('a');
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
  });

  it('starts nothing that nobody waits for any more', async () => {
    const gate = new Gate(1, 1);
    const { started, work, end } = works();
    const first = gate.through(work('a'));
    const late = withDeadline(Date.now() - 1, () => gate.through(work('late')));
    end('a');
    await first;
    await expect(late).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(started).toEqual(['a']);
  });
});
