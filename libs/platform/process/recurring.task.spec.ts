import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RecurringTask } from './recurring.task.js';

describe('RecurringTask', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    Logger.overrideLogger(false);
  });
  afterEach(() => void jest.useRealTimers());

  it('runs at its start and every now and then', async () => {
    let runs = 0;
    const task = new RecurringTask('test', async () => void (runs += 1), 1000, 100);
    task.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(runs).toBe(1);
    await jest.advanceTimersByTimeAsync(2000);
    expect(runs).toBe(3);
    await task.stop();
    await jest.advanceTimersByTimeAsync(5000);
    expect(runs).toBe(3);
  });

  it('does in one run what is asked for in a burst, and rests before it does what came during the run', async () => {
    let runs = 0;
    let finish = () => {};
    const work = () => {
      runs += 1;
      return new Promise<void>((resolve) => (finish = resolve));
    };
    const task = new RecurringTask('test', work, 10_000, 100);
    task.start();
    await jest.advanceTimersByTimeAsync(0);
    finish();
    await jest.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 5; i += 1) task.soon();
    await jest.advanceTimersByTimeAsync(100);
    expect(runs).toBe(2);
    task.soon();
    await jest.advanceTimersByTimeAsync(500);
    expect(runs).toBe(2);
    finish();
    await jest.advanceTimersByTimeAsync(1499);
    expect(runs).toBe(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toBe(3);
    finish();
    await task.stop();
  });

  it('tries again soon after a failure, then less often, and at its usual pace after a success', async () => {
    const startedAt: number[] = [];
    const work = async () => {
      startedAt.push(performance.now());
      if (startedAt.length <= 3) throw new Error('no broker');
    };
    const task = new RecurringTask('test', work, 20_000, 0);
    task.start();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(startedAt).toEqual([0, 1000, 3000, 7000, 27_000]);
    await task.stop();
  });

  it('waits, when stopped, for a run that has begun', async () => {
    let finish = () => {};
    const task = new RecurringTask('test', () => new Promise((resolve) => (finish = resolve)), 1000, 0);
    task.start();
    await jest.advanceTimersByTimeAsync(0);
    let stopped = false;
    const stopping = task.stop().then(() => (stopped = true));
    await jest.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(false);
    finish();
    await stopping;
  });
});
