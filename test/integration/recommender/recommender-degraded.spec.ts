import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recommend } from '#contracts/recommender/recommender.rpc.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Door } from '../../support/process/tcp-proxy.js';
import { address, eventually } from '../../support/process/eventually.js';
import { community, FILMS, plotVectors } from '../../support/recommender/recommender.movies.js';
import { RecommenderWorld, userId } from '../../support/recommender/recommender.fixture.js';

describe('the recommender while a store is away', () => {
  let chroma: Door;
  let redis: Door;
  let world: RecommenderWorld;

  beforeAll(async () => {
    chroma = await Door.inFrontOf(address('CHROMA_URL'));
    redis = await Door.inFrontOf(address('REDIS_URL'));
    world = new RecommenderWorld({
      CHROMA_URL: chroma.url,
      REDIS_URL: redis.url,
    });
    await redis.opened();
    await world.open();
    await new PlotIndex(world.environment).upsert(plotVectors());
    await world.startOwners(FILMS, community());
    await world.startService();
  }, 90_000);

  afterAll(async () => {
    await world.close();
    await chroma.shut();
    await redis.shut();
  }, 30_000);

  it('serves without plots, says so, and takes them up when Chroma comes', async () => {
    const ada = userId();
    await world.rate(ada, 1, { '1': 5 });
    await world.announcement(ada, 1);
    expect((await world.list(ada)).headMembers).toContain('"degraded":["plots"]');
    expect(await world.rpc.call(recommend, { userId: ada, limit: 1 })).toMatchObject({ degraded: ['plots'] });

    await chroma.opened();
    await eventually(
      async () => expect((await world.list(ada)).headMembers).not.toContain('degraded'),
      40_000,
    );
    expect((await world.list(ada)).items.some(({ contributions }) => contributions.plot !== 0)).toBe(true);

    await chroma.shut();
    await world.rate(ada, 2, { '2': 5 });
    await world.announcement(ada, 2);
    expect((await world.list(ada)).headMembers).not.toContain('degraded');
  }, 60_000);

  it('answers by call while Redis is away, and makes the list when it is back', async () => {
    const ada = userId();
    await redis.shut();
    await world.rate(ada, 1, { '1': 5 });
    await eventually(async () =>
      expect(await world.rpc.call(recommend, { userId: ada, limit: 3 })).toMatchObject({
        status: 'fresh',
        ratingsVersion: 1,
        items: { length: 3 },
      }),
    );
    expect(world.announced.filter((event) => event.userId === ada)).toEqual([]);
    await redis.opened();
    await world.announcement(ada, 1);
    expect(await world.ids(ada)).not.toContain('1');
    expect(await world.deadEvents()).toBe(0);
  }, 30_000);
});
