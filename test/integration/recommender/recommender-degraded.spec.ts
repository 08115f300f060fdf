import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recommend } from '#contracts/recommender/recommender.rpc.js';
import { listKey, personalList } from '#lists/list.key.js';
import { ListTrust } from '#lists/list.trust.js';
import { PlotIndex } from '#plots/plot.index.js';
import { TcpProxy } from '../../support/process/tcp-proxy.js';
import { address, eventually } from '../../support/process/eventually.js';
import { community, MOVIES, plotVectors } from '../../support/recommender/recommender.movies.js';
import { RecommenderFixture, userId } from '../../support/recommender/recommender.fixture.js';

describe('the recommender while a store is away', () => {
  let chroma: TcpProxy;
  let redis: TcpProxy;
  let fixture: RecommenderFixture;

  beforeAll(async () => {
    chroma = await TcpProxy.inFrontOf(address('CHROMA_URL'));
    redis = await TcpProxy.inFrontOf(address('REDIS_URL'));
    fixture = new RecommenderFixture({
      CHROMA_URL: chroma.url,
      REDIS_URL: redis.url,
    });
    await redis.opened();
    await fixture.open();
    await new PlotIndex(fixture.environment).upsert(plotVectors());
    await fixture.startOwners(MOVIES, community());
    await fixture.startService();
  }, 90_000);

  afterAll(async () => {
    await fixture.close();
    await chroma.shut();
    await redis.shut();
  }, 30_000);

  it('serves without plots, says so, and takes them up when Chroma comes', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    expect((await fixture.list(ada)).degraded).toEqual(['plots']);
    expect(await fixture.rpc.call(recommend, { userId: ada, limit: 1 })).toMatchObject({
      degraded: ['plots'],
    });

    await chroma.opened();
    await eventually(async () => expect((await fixture.list(ada)).degraded).toBeUndefined(), 40_000);
    expect((await fixture.list(ada)).movies.some(({ contributions }) => contributions.plot !== 0)).toBe(true);

    await chroma.shut();
    await fixture.rate(ada, 2, { '2': 5 });
    await fixture.announcement(ada, 2);
    expect((await fixture.list(ada)).degraded).toBeUndefined();
  }, 60_000);

  it('answers by call while Redis is away, and makes the list when it is back', async () => {
    const ada = userId();
    await redis.shut();
    await fixture.rate(ada, 1, { '1': 5 });
    await eventually(async () =>
      expect(await fixture.rpc.call(recommend, { userId: ada, limit: 3 })).toMatchObject({
        status: 'fresh',
        ratingsVersion: 1,
        items: { length: 3 },
      }),
    );
    expect(fixture.announced.filter((event) => event.userId === ada)).toEqual([]);
    await redis.opened();
    await fixture.announcement(ada, 1);
    expect(await fixture.ids(ada)).not.toContain('1');
  }, 30_000);

  it('takes every event while Redis is away, and no list misses one when it is back', async () => {
    const people = Array.from({ length: 20 }, userId);
    await Promise.all(people.map((person) => fixture.rate(person, 1, { '1': 5 })));
    await Promise.all(people.map((person) => fixture.announcement(person, 1)));
    await redis.shut();
    await Promise.all(people.map((person) => fixture.rate(person, 2, { '2': 5 })));
    await eventually(async () => {
      for (const person of people)
        expect(await fixture.rpc.call(recommend, { userId: person, limit: 1 })).toMatchObject({
          ratingsVersion: 2,
        });
    });
    expect(await fixture.unhandledEvents()).toBe(0);
    expect(fixture.log()).not.toContain('event tried again');
    await redis.opened();
    for (const person of people) {
      await fixture.announcement(person, 2);
      expect(await fixture.ids(person)).not.toContain('2');
    }
    expect(await fixture.deadEvents()).toBe(0);
  }, 30_000);

  it('makes lists again that Redis has come back with as they were long before', async () => {
    const ada = userId();
    const key = listKey(personalList(ada));
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    // Whole: what is announced has its beginning only.
    await fixture.list(ada);
    const old = await fixture.redis.client.dumpBuffer(key);
    await fixture.rate(ada, 2, { '2': 5 });
    await fixture.announcement(ada, 2);
    const trust = new ListTrust(fixture.redis);
    await eventually(async () => expect(await trust.isGiven()).toBe(true));
    await redis.shut();
    await fixture.redis.client.restore(key, 0, old!, 'REPLACE');
    await fixture.redis.client.set('{lists}:vouched', 'another');
    expect(await fixture.list(ada)).toMatchObject({ status: 'fresh', ratingsVersion: 1 });
    expect(await new ListTrust(fixture.redis).isGiven()).toBe(false);
    await redis.opened();
    await fixture.announcement(ada, 2, 2);
    expect(await fixture.list(ada)).toMatchObject({ ratingsVersion: 2 });
    expect(await fixture.ids(ada)).not.toContain('2');
    await eventually(async () => expect(await new ListTrust(fixture.redis).isGiven()).toBe(true));
  }, 30_000);

  it('makes a list at the first request when Redis has come back empty', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    await redis.shut();
    await fixture.redis.client.del(listKey(personalList(ada)), '{lists}:vouched', '{lists}:clock');
    await redis.opened();
    await eventually(async () => {
      expect(await fixture.rpc.call(recommend, { userId: ada, limit: 3 })).toMatchObject({
        ratingsVersion: 1,
      });
      expect(await fixture.ids(ada)).not.toContain('1');
    });
  }, 30_000);
});
