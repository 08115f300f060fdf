import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MovieCard } from '#contracts/catalog/movie.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Items } from '../support/system/film-lover.js';
import { movieId, loveOf } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

type Imported = { imported: number; skipped: number; unmatched: object[] };

describe('my data', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  it('begins with well-known films I have not rated', async () => {
    const ada = await FilmLover.register(system.api);
    const first = await ada.get<Items<MovieCard>>('/me/onboarding?limit=10');
    expect(first.body.items).toHaveLength(10);
    const [known] = first.body.items;
    await ada.rate({ [known.id]: 3 });
    await eventually(async () => {
      const { body } = await ada.get<Items<MovieCard>>('/me/onboarding?limit=10');
      expect(body.items.map((movie) => movie.id)).not.toContain(known.id);
    });
  });

  it('is exported, and the export is imported again by somebody else', async () => {
    const [ada, bob] = [await FilmLover.register(system.api), await FilmLover.register(system.api)];
    await ada.rate(loveOf('space'));
    await ada.put(`/me/watchlist/${movieId('paris', 1)}`);
    const json = await ada.get<{ ratings: unknown[]; watchlist: { movieId: string }[] }>('/me/export');
    expect(json.body.ratings).toHaveLength(5);
    expect(json.body.watchlist[0].movieId).toBe(movieId('paris', 1));
    const csv = (await ada.get<string>('/me/export?format=csv')).body;
    const imported = await bob.upload<Imported>('/me/ratings/import', csv);
    expect(imported.body).toEqual({ imported: 5, skipped: 0, unmatched: [] });
    const { body } = await bob.get<Items<{ movie: MovieCard; rating: number }>>('/me/ratings');
    expect(body.items.map(({ movie, rating }) => [movie.id, rating])).toEqual(
      expect.arrayContaining(Object.entries(loveOf('space'))),
    );
  });

  it('takes a Letterboxd history, and names the rows that found no film', async () => {
    const bob = await FilmLover.register(system.api);
    const csv =
      'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n2024-01-03,Nobody Knows It,1999,y,3\n2024-01-04,space film 5,1965,z,\n';
    expect((await bob.upload<Imported>('/me/ratings/import', csv)).body).toMatchObject({
      imported: 1,
      skipped: 1,
      unmatched: [{ row: 3, title: 'Nobody Knows It', year: 1999 }],
    });
    expect((await bob.upload<Imported>('/me/ratings/import', 'what,is,this\n1,2,3\n')).body).toMatchObject({
      code: 'unreadable_file',
    });
  });

  it('is gone after the account is deleted', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    expect((await ada.delete('/me', { password: 'wrong password' })).status).toBe(403);
    expect((await ada.delete('/me', { password: ada.password })).status).toBe(204);
    expect((await ada.get('/me')).status).toBe(401);
    expect((await ada.get('/me/recommendations')).status).toBe(401);
    expect((await ada.post('/auth/login', { email: ada.email, password: ada.password })).status).toBe(401);
  });
});
