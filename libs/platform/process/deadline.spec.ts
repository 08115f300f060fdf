import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { deadline, remainingMs, requireTime, withDeadline, withoutDeadline } from './deadline.js';
import { RecurringTask } from './recurring.task.js';

describe('a deadline', () => {
  it('is not there unless somebody waits', () => {
    expect([deadline(), remainingMs()]).toEqual([undefined, undefined]);
    expect(requireTime).not.toThrow();
  });

  it('goes with the work, also over what it waits for', async () => {
    const at = Date.now() + 60_000;
    const seen = await withDeadline(at, async () => {
      await pause(1);
      return [deadline(), remainingMs()] as const;
    });
    expect(seen[0]).toBe(at);
    expect(seen[1]).toBeGreaterThan(50_000);
    expect(seen[1]).toBeLessThanOrEqual(60_000);
    expect(deadline()).toBeUndefined();
  });

  it('can be brought forward within, and never put off', () => {
    const at = Date.now() + 1000;
    withDeadline(at, () => {
      expect(withDeadline(at - 500, deadline)).toBe(at - 500);
      expect(withDeadline(at + 500, deadline)).toBe(at);
      expect(withDeadline(undefined, deadline)).toBe(at);
    });
  });

  it('that has passed refuses what cannot be taken back', () => {
    withDeadline(Date.now() - 1, () => {
      expect(remainingMs()).toBe(0);
      expect(requireTime).toThrow(expect.objectContaining({ code: 'service_unavailable' }));
    });
  });

  it('does not reach work that goes on after the answer', async () => {
    withDeadline(Date.now(), () => expect(withoutDeadline(deadline)).toBeUndefined());
    const seen: unknown[] = [];
    const ran = Promise.withResolvers<void>();
    const work = async (): Promise<void> => {
      seen.push(deadline());
      if (seen.length === 2) ran.resolve();
    };
    const task = new RecurringTask('after the answer', work, 1, 0);
    withDeadline(Date.now() + 5, () => task.start());
    await ran.promise;
    await task.stop();
    expect(seen).toEqual([undefined, undefined]);
  });
});
