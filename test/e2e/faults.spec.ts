import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Recommendation } from '#contracts/recommender/recommendation.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover } from '../support/system/film-lover.js';
import { isSpace, loveOf, movieId } from '../support/system/small.dataset.js';
import { newSystem } from '../support/system/new-system.js';
import { startSmall } from '../support/system/small.system.js';
import type { Service } from '../support/system/system.js';

jest.setTimeout(90_000);

describe('when a part of the system is down', () => {
  const system = newSystem();
  let ada: FilmLover;

  beforeAll(async () => {
    await startSmall(system);
    ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate({ [movieId('space', 0)]: 5, [movieId('space', 1)]: 5 }));
  }, 180_000);

  afterAll(() => system.stopAll(), 60_000);

  it('without the recommender, lists are still served and say when they are stale', async () => {
    const before = await ada.list();
    await system.stop('recommender');
    expect((await ada.list()).status).toBe('fresh');
    const [first] = before.items;
    await ada.rate({ [first.movie.id]: 1 });
    const stale = await ada.list();
    expect(stale.status).toBe('stale');
    expect(stale.items.map((item) => item.movie.id)).not.toContain(first.movie.id);
    const filtered = await ada.list('?genre=Drama&language=fr&yearFrom=2000');
    expect(filtered.items.every(({ movie }) => movie.year! >= 2000)).toBe(true);
    await system.start('recommender');
    await eventually(async () =>
      expect(await ada.list()).toMatchObject({ status: 'fresh', ratingsVersion: 2 }),
    );
  });

  it('without the users service, what needs it says to come back later, and lists go on', async () => {
    await system.stop('users');
    const answer = await ada.put<{ code: string }>(`/me/ratings/${movieId('space', 9)}`, { rating: 5 });
    expect([answer.status, answer.body.code]).toEqual([503, 'service_unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ada.list()).items).toHaveLength(20);
    await system.start('users');
    expect((await ada.put(`/me/ratings/${movieId('space', 9)}`, { rating: 5 })).status).toBe(200);
  });

  it('without the catalog, films for tonight come by time and taste, and say so', async () => {
    // Ada has disliked what she was offered first: of her taste little is certain.
    const eva = await FilmLover.register(system.api);
    await eva.untilListed(1, () => eva.rate(loveOf('space')));
    await system.stop('catalog');
    const { status, body } = await eva.get<{ items: Recommendation[]; degraded?: string[] }>(
      '/me/tonight?minutes=100&mood=painters%20in%20Paris',
    );
    await system.start('catalog');
    expect([status, body.degraded]).toEqual([200, ['plots']]);
    expect(body.items).toHaveLength(3);
    expect(body.items.every(({ movie }) => movie.runtime! <= 100 && isSpace(movie))).toBe(true);
  });

  it('while the catalog answers nothing, films for tonight come without the mood, in time', async () => {
    const eva = await FilmLover.register(system.api);
    await eva.untilListed(1, () => eva.rate(loveOf('space')));
    await system.freeze('catalog');
    try {
      for (const from of ['any', 'list'])
        // Of the limit half is left, in which a busy machine does not always choose.
        await eventually(async () => {
          const { status, body } = await eva.get<{ items: Recommendation[]; degraded?: string[] }>(
            `/me/tonight?from=${from}&mood=painters%20in%20Paris`,
          );
          expect([from, status, body.degraded]).toEqual([from, 200, ['plots']]);
          expect(body.items.map(({ movie }) => isSpace(movie))).toEqual([true, true, true]);
        });
    } finally {
      await system.thaw('catalog');
    }
  });

  it('a rating that was accepted reaches the list though the users service is killed in the same moment', async () => {
    const version = await ada.rate({ [movieId('paris', 30)]: 1 });
    await system.stop('users', 'SIGKILL');
    await system.start('users');
    await eventually(async () => expect((await ada.list()).ratingsVersion).toBeGreaterThanOrEqual(version));
  });

  it('a recommender killed at work loses no rating', async () => {
    const rating = ada.rate({ [movieId('space', 20)]: 4, [movieId('space', 21)]: 4 });
    await system.stop('recommender', 'SIGKILL');
    const version = await rating;
    await system.start('recommender');
    await eventually(async () => expect((await ada.list()).ratingsVersion).toBeGreaterThanOrEqual(version));
  });

  it('each service ends calmly when told to, and comes back', async () => {
    const services: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
    for (const service of services) expect([service, await system.stop(service)]).toEqual([service, 0]);
    // Also right after they say that they are ready, which they do when they consume.
    for (const service of services.slice(1)) {
      await system.start(service);
      expect([service, await system.stop(service)]).toEqual([service, 0]);
    }
    await system.start(...services);
    await eventually(async () => expect((await ada.list()).items).toHaveLength(20));
  });
});
