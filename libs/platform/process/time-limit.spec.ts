import { describe, expect, it, jest } from '@jest/globals';
import { withinTime } from './time-limit.js';

const late = () => new Error('too late');

describe('a time limit', () => {
  it('gives what work comes to, or why it fails', async () => {
    await expect(withinTime(Promise.resolve('done'), 1000, late)).resolves.toBe('done');
    await expect(withinTime(Promise.reject(new Error('broken')), 1000, late)).rejects.toThrow('broken');
  });

  it('fails when its time is over, and leaves no timer behind', async () => {
    jest.useFakeTimers();
    try {
      const waiting = withinTime(new Promise(() => undefined), 1000, late);
      jest.advanceTimersByTime(1000);
      await expect(waiting).rejects.toThrow('too late');
      await withinTime(Promise.resolve('done'), 1000, late);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });
});
