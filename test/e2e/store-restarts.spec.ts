import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { StoreVariable } from '../../scripts/stores/store.js';
import { Redis } from 'ioredis';
import { eventually } from '../support/process/eventually.js';
import { silentProgress } from '../support/process/silent-progress.js';
import { startTestStack } from '../support/stack/start-test-stack.js';
import type { TestStack } from '../support/stack/test-stack.js';
import { FilmLover } from '../support/system/film-lover.js';
import { movieId, writeSmallDataset } from '../support/system/small.dataset.js';
import { System } from '../support/system/system.js';

jest.setTimeout(120_000);

/** On stores of its own, because it kills them. */
describe('after a store was killed and came back', () => {
  let stack: TestStack;
  let system: System;
  let dataset: string;
  let ada: FilmLover;
  const rated = new Set<string>();

  /** A film not rated yet, which counts as rated from now on. */
  const next = () => {
    const movie = Array.from({ length: 40 }, (_, n) => movieId('space', n)).find((id) => !rated.has(id))!;
    rated.add(movie);
    return movie;
  };

  beforeAll(async () => {
    stack = await startTestStack(silentProgress(), { signal: AbortSignal.timeout(180_000) });
    // As many tries as in life, if shorter.
    system = new System({ ...stack.env, EVENT_RETRY_DELAYS_MS: '100,300,1000,5000' });
    dataset = await writeSmallDataset();
    await system.run('catalog', '--initdb', '--dataset', dataset);
    await system.run('users', '--initdb', '--dataset', dataset);
    await system.run('catalog', '--fillchroma');
    await system.start('users', 'catalog', 'recommender', 'gateway');
    ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate({ [next()]: 5 }));
  }, 240_000);

  afterAll(async () => {
    await system?.stopAll();
    await stack?.stop();
    if (dataset) await rm(dataset, { recursive: true, force: true });
  }, 60_000);

  it.each<[StoreVariable]>([['REDIS_URL'], ['RABBITMQ_URL'], ['MONGODB_URI'], ['CHROMA_URL']])(
    '%s, ratings are taken and lists follow, without a restart of ours',
    async (variable) => {
      await stack.restart(variable);
      const movie = next();
      const version = await eventually(() => ada.rate({ [movie]: 5 }), 60_000);
      await eventually(async () => {
        const list = await ada.list();
        expect(list).toMatchObject({ status: 'fresh', items: { length: 20 } });
        expect(list.ratingsVersion).toBeGreaterThanOrEqual(version);
        expect(list.items.map(({ movie }) => movie.id)).not.toContain(movie);
      }, 60_000);
      await eventually(async () => {
        const found = await ada.get<{ items: unknown[] }>('/movies/search?q=astronauts&limit=5');
        expect(found).toMatchObject({ status: 200, body: { items: { length: 5 } } });
      }, 60_000);
    },
  );

  it('a Redis that comes back as it was before a rating does not bring the film back', async () => {
    const redis = new Redis(stack.env.REDIS_URL!);
    const [{ movie }] = (await ada.list()).items;
    await redis.config('SET', 'appendonly', 'no');
    const version = await ada.rate({ [movie.id]: 1 });
    rated.add(movie.id);
    await eventually(async () =>
      expect(await ada.list()).toMatchObject({ status: 'fresh', ratingsVersion: version }),
    );
    redis.disconnect();
    // A gateway that has seen the rating remembers it.
    await system.stop('gateway');
    await stack.restart('REDIS_URL');
    await system.start('gateway');
    for (let list = await ada.list(); ; list = await ada.list()) {
      const isShown = list.items.some((item) => item.movie.id === movie.id);
      expect([list.status, isShown]).not.toEqual(['fresh', true]);
      if (list.status === 'fresh' && list.ratingsVersion >= version) break;
    }
  });

  it('the broker killed with saves in flight ends no service, and saves are taken again by itself', async () => {
    const services = ['gateway', 'users', 'catalog', 'recommender'] as const;
    const pids = services.map((service) => system.pid(service)!);
    const movies = Array.from({ length: 4 }, next);
    let saving = true;
    let isBack = false;
    const taken = Promise.withResolvers<void>();
    const savers = movies.map(async (movie) => {
      while (saving) {
        const { status } = await ada.put(`/me/ratings/${movie}`, { rating: 5 });
        expect([200, 503]).toContain(status);
        if (status === 200 && isBack) taken.resolve();
      }
    });
    await stack.restart('RABBITMQ_URL');
    isBack = true;
    await taken.promise;
    saving = false;
    await Promise.all(savers);
    for (const pid of pids) expect(() => process.kill(pid, 0)).not.toThrow();
    expect(services.map((service) => system.exitCode(service))).toEqual(services.map(() => null));
  });

  it('no event is lost or dead', async () => {
    for (const service of ['users', 'catalog', 'recommender'] as const)
      // Not a number until the broker, which has just come back, has been asked.
      await eventually(async () => {
        const metrics = await system.ask(service, '/metrics');
        const dead = [...metrics.matchAll(/^dead_events\S* (\S+)$/gm)].map(([, count]) => Number(count));
        expect([service, dead.filter((count) => count !== 0)]).toEqual([service, []]);
      });
    const { body } = await ada.get<{ items: unknown[] }>('/me/ratings?limit=100');
    expect(body.items).toHaveLength(rated.size);
  });
});
