import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recommend } from '#contracts/recommender/recommender.rpc.js';
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
    expect(await fixture.deadEvents()).toBe(0);
  }, 30_000);
});
