import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AdaptiveLimit, type Leave } from './adaptive.limit.js';

const SETTINGS = { min: 2, max: 8, initial: 4, targetMs: 100, queue: 3, waitMs: 500 };

describe('an adaptive limit', () => {
  let limit: AdaptiveLimit;

  beforeEach(() => {
    jest.useFakeTimers();
    limit = new AdaptiveLimit(SETTINGS);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const enter = (count: number) => Promise.all(Array.from({ length: count }, () => limit.enter()));
  /** Requests that all take so long. */
  async function round(tookMs: number, ok = true): Promise<void> {
    const leaves = await enter(limit.current);
    jest.advanceTimersByTime(tookMs);
    for (const leave of leaves) leave?.(ok);
  }

  it('lets as many in as run at once, then as many wait, in order, and refuses the rest at once', async () => {
    const inside = await enter(4);
    const order: number[] = [];
    const waiting = [1, 2, 3].map((place) => limit.enter().then((leave) => (order.push(place), leave)));
    expect(limit.isFull).toBe(true);
    expect(await limit.enter()).toBeUndefined();
    inside[0]?.(true);
    ((await waiting[0]) as Leave)(true);
    await waiting[1];
    expect(order).toEqual([1, 2]);
  });

  it('lets nobody wait for ever', async () => {
    await enter(4);
    const waiting = limit.enter();
    jest.advanceTimersByTime(500);
    expect(await waiting).toBeUndefined();
    expect(limit.isFull).toBe(false);
  });

  it('grows while answers come in time, to its upper bound', async () => {
    for (let i = 0; i < 3; i += 1) await round(10);
    expect(limit.current).toBe(5);
    for (let i = 0; i < 30; i += 1) await round(10);
    expect(limit.current).toBe(8);
  });

  it.each([
    ['late', 101, true],
    ['failures', 10, false],
  ])('shrinks when answers are %s, to its lower bound, and recovers', async (_what, tookMs, ok) => {
    await round(tookMs, ok);
    expect(limit.current).toBe(3);
    for (let i = 0; i < 30; i += 1) await round(Math.max(tookMs, 60), ok);
    expect(limit.current).toBe(2);
    for (let i = 0; i < 40; i += 1) await round(10);
    expect(limit.current).toBe(8);
  });

  it('does not grow when nobody needs it', async () => {
    for (let i = 0; i < 100; i += 1) (await limit.enter())?.(true);
    expect(limit.current).toBe(4);
  });

  it('takes a place back once', async () => {
    const [leave] = await enter(4);
    leave?.(true);
    leave?.(true);
    expect(await limit.enter()).toBeDefined();
    const refused = limit.enter();
    jest.advanceTimersByTime(500);
    expect(await refused).toBeUndefined();
  });
});
