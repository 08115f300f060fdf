import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ImportPlaces } from './import.places.js';

/** Imports that go on until they are told to end, and the names of those that have begun. */
function imports(places: ImportPlaces) {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const start = (name: number) =>
    places.within(async () => {
      begun.push(name);
      await new Promise<void>((end) => ends.push(end));
    });
  return { begun, ends, start };
}

describe('ImportPlaces', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('runs four imports at once, lets sixteen wait in order, and refuses more', async () => {
    const { begun, ends, start } = imports(new ImportPlaces());
    const all = Array.from({ length: 20 }, (_, name) => start(name));
    await expect(start(20)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[2]();
    await all[2];
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    for (let at = 0; at < 20; at += 1) {
      ends[at]();
      await all[at];
      await jest.advanceTimersByTimeAsync(0);
    }
    expect(begun).toHaveLength(20);
  });

  it('refuses who has waited ten seconds, and gives the place of an import that failed to the next', async () => {
    const places = new ImportPlaces();
    const { begun, ends, start } = imports(places);
    const running = [0, 1, 2].map(start);
    let fail = (_: Error) => {};
    const failing = places.within(() => new Promise<void>((_, reject) => (fail = reject)));
    const refused = expect(start(9)).rejects.toMatchObject({ code: 'service_unavailable' });
    await jest.advanceTimersByTimeAsync(10_000);
    await refused;
    const next = start(10);
    fail(new Error('unreadable'));
    await expect(failing).rejects.toThrow('unreadable');
    await jest.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([0, 1, 2, 10]);
    for (const end of ends) end();
    await Promise.all([...running, next]);
  });
});
