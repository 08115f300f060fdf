import { describe, expect, it } from '@jest/globals';
import { ApiProblem, Unreachable } from './problem';
import { persistently, retryDelay, worthRetrying } from './retry';

const answer = (status: number, retryAfter?: string) =>
  ApiProblem.from(
    new Response(null, { status, headers: retryAfter ? { 'retry-after': retryAfter } : {} }),
    {},
  );

describe('trying again', () => {
  it('is worth it twice, while a failure may pass and the server does not ask for longer', () => {
    expect([0, 1, 2].map((failures) => worthRetrying(failures, answer(503)))).toEqual([true, true, false]);
    expect(worthRetrying(0, new Unreachable())).toBe(true);
    expect(worthRetrying(0, answer(400))).toBe(false);
    expect([answer(429, '5'), answer(429, '60')].map((error) => worthRetrying(0, error))).toEqual([
      true,
      false,
    ]);
  });

  it('waits as long as the server asks for, in seconds or until a date, and some time more', () => {
    const soon = new Date(Date.now() + 60_000).toUTCString();
    expect(retryDelay(0, answer(503, '2'))).toBeGreaterThanOrEqual(2000);
    expect(retryDelay(0, answer(503, soon))).toBeGreaterThan(50_000);
    expect(retryDelay(0, answer(503, 'nonsense'))).toBeLessThanOrEqual(600);
    expect(new Set(Array.from({ length: 20 }, () => retryDelay(1, answer(503)))).size).toBeGreaterThan(1);
  });

  it('a change keeps its name from try to try, and each has another', async () => {
    const names: string[] = [];
    const change = () =>
      persistently(async (headers) => {
        names.push(headers['idempotency-key']);
        if (names.length === 1) throw new Unreachable();
        return 'saved';
      });
    expect(await change()).toBe('saved');
    expect(await change()).toBe('saved');
    expect(names[0]).toBe(names[1]);
    expect(names[2]).not.toBe(names[0]);
  });

  it('ends at what cannot pass', async () => {
    let tries = 0;
    const refused = persistently(async () => {
      tries += 1;
      throw answer(404);
    });
    await expect(refused).rejects.toMatchObject({ status: 404 });
    expect(tries).toBe(1);
  });
});
