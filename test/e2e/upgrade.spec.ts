import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover } from '../support/system/film-lover.js';
import { isSpace, loveOf, movieId, writeSmallDataset } from '../support/system/small.dataset.js';
import { System } from '../support/system/system.js';
import { type DataAddresses, restoreData } from '../support/upgrade/stored.data.js';
import { tracesOf } from '../support/upgrade/traces.js';

jest.setTimeout(120_000);

/** Made by `npm run data:snapshot` with version 0.4.0: two accounts, 60 users of a data set, 120 movies. */
const DATA = join(projectRoot(), 'test', 'fixtures', 'data-0.4.0.ejson.gz');

describe('data of version 0.4.0', () => {
  let system: System;
  let ada: FilmLover;

  beforeAll(async () => {
    // Logs say as much as they can, so that it is seen what they keep of somebody.
    system = new System({ LOG_LEVEL: 'debug' });
    await restoreData(system.env as DataAddresses, DATA);
    await system.start('users', 'catalog', 'recommender', 'gateway');
    ada = new FilmLover(system.api);
  });

  afterAll(() => system.stopAll());

  it('keeps accounts, ratings, watchlist and what was dismissed', async () => {
    const { status, body } = await ada.post<{ accessToken: string; user: { displayName: string } }>(
      '/auth/login',
      { email: 'ada@example.com', password: 'correct horse battery' },
    );
    expect([status, body.user?.displayName]).toEqual([200, 'space']);
    ada.token = body.accessToken;

    const idsOf = async (path: string) => {
      const page = await ada.get<{ items: { movie: { id: string } }[] }>(path);
      return page.body.items.map(({ movie }) => movie.id).sort();
    };
    expect(await idsOf('/me/ratings')).toEqual(Object.keys(loveOf('space')).sort());
    expect(await idsOf('/me/watchlist')).toEqual([movieId('paris', 3)]);
    expect(await idsOf('/me/not-interested')).toEqual([movieId('paris', 4)]);
  });

  it('keeps movies and how they were rated', async () => {
    const { body } = await ada.get<{ total: number; items: { ratingCount?: number }[] }>('/movies?limit=100');
    expect(body.total).toBe(120);
    expect(body.items.every(({ ratingCount }) => ratingCount! > 0)).toBe(true);
  });

  it('still makes a list of it, and follows the next rating', async () => {
    const before = await ada.list();
    expect(before.items.slice(0, 5).every(({ movie }) => isSpace(movie))).toBe(true);
    const version = await ada.rate({ [movieId('space', 20)]: 4 });
    await eventually(async () => {
      const list = await ada.list();
      expect(list).toMatchObject({ status: 'fresh', ratingsVersion: version });
      expect(list.items.map(({ movie }) => movie.id)).not.toContain(movieId('space', 20));
    });
  });

  it('takes in what was seen, which earlier versions did not know, and never suggests it', async () => {
    const [{ movie }] = (await ada.list()).items;
    await ada.put(`/me/seen/${movie.id}`, { seenAt: '2026-01-02' });
    const { body } = await ada.get<{ items: object[] }>('/me/seen');
    expect(body.items).toMatchObject([{ movie: { id: movie.id }, seenAt: '2026-01-02' }]);
    await eventually(async () => {
      const list = await ada.list('?limit=100');
      expect(list.status).toBe('fresh');
      expect(list.items.map((item) => item.movie.id)).not.toContain(movie.id);
    });
  });

  it('shows a changed title in every list', async () => {
    const claire = new FilmLover(system.api);
    const account = { email: 'claire@example.com', password: 'correct horse battery' };
    claire.token = (await claire.post<{ accessToken: string }>('/auth/login', account)).body.accessToken;
    const [{ movie: hers }] = (await claire.list()).items;
    const [{ movie: his }] = (await ada.list()).items;
    const renamed = { [hers.id]: 'Paris, restored', [his.id]: 'Space, restored' };
    const dataset = await writeSmallDataset(renamed);
    try {
      await system.run('catalog', '--initdb', '--dataset', dataset);
    } finally {
      await rm(dataset, { recursive: true, force: true });
    }
    for (const user of [ada, claire])
      await eventually(async () => {
        const { items } = await user.list('?limit=100');
        const shown = items.filter(({ movie }) => renamed[movie.id]);
        expect(shown.length).toBeGreaterThan(0);
        for (const { movie } of shown) expect(movie.title).toBe(renamed[movie.id]);
      });
  });

  it('is gone with its account, but for the ids by which late events are known', async () => {
    const eve = new FilmLover(system.api);
    const displayName = `Eve ${randomUUID()}`;
    const account = { email: eve.email, password: eve.password };
    const { body } = await eve.post<{ accessToken: string; user: { id: string } }>('/auth/register', {
      ...account,
      displayName,
    });
    eve.token = body.accessToken;
    await eve.untilListed(1, () => eve.rate(loveOf('space')));
    await eve.put(`/me/watchlist/${movieId('paris', 1)}`);
    await eve.put(`/me/seen/${movieId('paris', 2)}`, { seenAt: '2026-01-02' });
    await eve.delete(`/me/ratings/${Object.keys(loveOf('space'))[0]}`);
    const traces = (word: string) => tracesOf(word, system.env as DataAddresses);
    for (const word of [eve.email, displayName])
      expect([word, await traces(word)]).toEqual([word, ['users/users']]);
    expect((await eve.delete('/me', { password: eve.password })).status).toBe(204);
    await eventually(async () => {
      for (const word of [eve.email, displayName]) expect([word, await traces(word)]).toEqual([word, []]);
      expect(await traces(body.user.id)).toEqual(['catalog/deletedUsers', 'recommender/tastes']);
    }, 60_000);
    const logs = await system.printed();
    expect(logs).toContain('DELETE /api/v1/me 204');
    for (const word of [eve.email, displayName, eve.password]) expect(logs).not.toContain(word);
  });

  it('leaves no event that could not be handled', async () => {
    for (const service of ['catalog', 'recommender'] as const)
      expect(await system.ask(service, '/metrics')).not.toMatch(/^dead_events\{[^}]*\} [1-9]/m);
  });
});
