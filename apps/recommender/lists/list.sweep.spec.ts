import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RedisConnection } from '#platform/stores/redis.module.js';
import type { UserProfileStore } from '../profiles/user-profile.store.js';
import type { ListRefresher } from './list.refresher.js';
import { ListSweep } from './list.sweep.js';

describe('the sweep for lists that have not followed', () => {
  const behind = { 'of an hour ago': 3600, 'of a minute ago': 70, 'of now': 0 };
  const refresher = { canStore: true, isIdle: true, enqueueAll: jest.fn() };
  let sweep: ListSweep;

  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(refresher, { canStore: true, isIdle: true });
    refresher.enqueueAll.mockClear();
    const now = Date.now();
    const listsBehind = (_: number, before = new Date(now)) =>
      Promise.resolve(
        Object.entries(behind)
          .filter(([, secondsAgo]) => now - 1000 * secondsAgo <= before.getTime())
          .map(([userId]) => userId)
          .reverse(),
      );
    sweep = new ListSweep(
      { listsBehind } as unknown as UserProfileStore,
      refresher as unknown as ListRefresher,
      { client: { on: () => undefined } } as unknown as RedisConnection,
    );
    sweep.onApplicationBootstrap();
  });

  afterEach(async () => {
    await sweep.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  const swept = async () => {
    await jest.advanceTimersByTimeAsync(6000);
    return refresher.enqueueAll.mock.calls[0]?.[0];
  };

  it('takes all up when nothing else is done, the latest change last', async () => {
    expect(await swept()).toEqual(['of an hour ago', 'of a minute ago', 'of now']);
  });

  it('takes up those that were left when lists are made all the time', async () => {
    refresher.isIdle = false;
    expect(await swept()).toEqual(['of an hour ago', 'of a minute ago']);
  });

  it('waits while no list could be stored', async () => {
    refresher.canStore = false;
    expect(await swept()).toBeUndefined();
  });
});
