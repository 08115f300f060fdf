import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { RankedList } from '#contracts/recommender/recommendation.js';
import { Environment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { personalList } from '#lists/list.key.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { address, eventually } from '../support/process/eventually.js';

jest.setTimeout(60_000);

/** What decides which of two lists is the newer: the ratings it has seen, then when it was made. */
interface Age {
  version: number;
  minute: number;
}

const isNewer = (a: Age, b: Age) => a.version > b.version || (a.version === b.version && a.minute > b.minute);

/** A list that tells by its model which it is. */
function list({ version, minute }: Age): RankedList {
  return {
    status: 'fresh',
    ratingsVersion: version,
    generatedAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    modelId: `${version} at ${minute}`,
    items: [],
  };
}

describe('ready lists', () => {
  const environment = {
    ...new Environment(),
    REDIS_URL: address('REDIS_URL'),
    REDIS_KEY_PREFIX: `lists-${randomUUID()}:`,
  };
  let redis: RedisConnection;
  let lists: ReadyLists;

  beforeAll(async () => {
    redis = new RedisConnection(environment);
    lists = new ReadyLists(redis);
    await eventually(() => expect(redis.client.status).toBe('ready'));
  });
  afterAll(() => redis.onApplicationShutdown());

  it('stand by age, in whatever order they arrive and however often', async () => {
    // Versions of different lengths, because Redis keeps them as text.
    const age = fc.record({
      version: fc.constantFrom(0, 1, 2, 9, 10, 100),
      minute: fc.constantFrom(0, 1, 59, 60, 100_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(age, { minLength: 1, maxLength: 12 }), async (arrivals) => {
        const userId = randomUUID();
        let newest: Age | undefined;
        for (const arrival of arrivals) {
          const taken = await lists.replaceIfNewer(personalList(userId), list(arrival));
          expect(taken).toBe(newest === undefined || !isNewer(newest, arrival));
          if (taken) newest = arrival;
        }
        const standing = await lists.read(personalList(userId));
        expect(standing?.modelId).toBe(list(newest!).modelId);
        await lists.remove(userId);
      }),
    );
  });

  it('stand by age when they arrive at once', async () => {
    const ages = fc.uniqueArray(fc.record({ version: fc.nat(20), minute: fc.nat(3) }), {
      selector: ({ version, minute }) => `${version} ${minute}`,
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(ages, async (arrivals) => {
        const userId = randomUUID();
        await Promise.all(
          arrivals.map((arrival) => lists.replaceIfNewer(personalList(userId), list(arrival))),
        );
        const newest = arrivals.reduce((a, b) => (isNewer(b, a) ? b : a));
        const standing = await lists.read(personalList(userId));
        expect(standing).toMatchObject({
          ratingsVersion: newest.version,
          generatedAt: list(newest).generatedAt,
        });
        await lists.remove(userId);
      }),
    );
  });
});
