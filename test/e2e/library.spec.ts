import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Library } from '#contracts/users/library.rpc.js';
import { faults, JellyfinServer } from '../support/jellyfin/jellyfin.server.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Problem } from '../support/system/film-lover.js';
import { isComposed } from '../support/system/new-system.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { loveOf, movieId } from '../support/system/small.dataset.js';

jest.setTimeout(60_000);

const { token } = JellyfinServer;
const PATIENCE_MS = 30_000;

// Containers have no way to a server of this process.
(isComposed() ? describe.skip : describe)('the library of my Jellyfin server', () => {
  const system = sharedSystem();
  const server = new JellyfinServer();
  let ada: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    await server.opened();
    ada = await FilmLover.register(system.api);
    await ada.rate(loveOf('space'));
  });
  afterAll(() => server.close());

  const library = async () => (await ada.get<{ library?: Library }>('/me/library')).body.library;
  const owned = async () => (await ada.list('?owned=true')).items.map(({ movie }) => movie.id).sort();

  it('is read at once, found by ids, else by title and year, and is a filter', async () => {
    const [byTmdb, byImdb, byTitle, ...others] = [1, 2, 4, 5, 7].map((n) => movieId('space', n));
    server.films = [
      { Name: 'Another title', ProductionYear: 1900, ProviderIds: { Tmdb: byTmdb } },
      { Name: 'Another title', ProductionYear: 1900, ProviderIds: { Imdb: `tt000${byImdb}` } },
      { Name: 'space film 4', ProductionYear: 1964, ProviderIds: { Imdb: 'tt9999999' } },
      ...others.map((Tmdb) => ({ Name: 'x', ProviderIds: { Tmdb } })),
      { Name: 'A home video', ProductionYear: 2020 },
    ];
    const set = await ada.put<Library>('/me/library', { address: server.address, token });
    expect(set).toMatchObject({ status: 200, body: { address: server.address, films: 0 } });
    await eventually(
      async () => expect(await library()).toMatchObject({ films: 5, unknown: 1 }),
      PATIENCE_MS,
    );
    const all = [byTmdb, byImdb, byTitle, ...others].sort();
    await eventually(async () => expect(await owned()).toEqual(all), PATIENCE_MS);
    const exported = (await ada.get<object>('/me/export')).body;
    expect(exported).toMatchObject({ libraries: [{ address: server.address, films: 5 }] });
    expect(JSON.stringify(exported)).not.toContain(token);
    // The gateway gathers what it has shown before it tells of it.
    await eventually(async () => {
      const { shown } = (await ada.get<{ shown: { title: string }[] }>('/me/export')).body;
      expect(shown.map(({ title }) => title)).toContain('space film 4');
    }, PATIENCE_MS);
    const stranger = await FilmLover.register(system.api);
    expect((await stranger.get('/me/library')).body).toEqual({});
    expect((await stranger.list('?owned=true')).items).toEqual([]);
  });

  it('is read again, and has a row of my page', async () => {
    const before = server.films;
    server.films = Array.from({ length: 60 }, (_, n) => ({
      ...{ Name: 'x', ProviderIds: { Tmdb: movieId('space', n) } },
    }));
    await ada.put('/me/library', { address: server.address, token });
    type Rows = { rows: { id: string; title: { text: string }; items: { movie: { title: string } }[] }[] };
    await eventually(async () => {
      const { rows } = (await ada.get<Rows>('/me/rows')).body;
      const row = rows.find(({ id }) => id === 'at-home');
      expect(row?.title.text).toBe('What you have at home');
      expect(row?.items.every(({ movie }) => movie.title.startsWith('space'))).toBe(true);
    }, PATIENCE_MS);
    server.films = before;
    await ada.put('/me/library', { address: server.address, token });
    await eventually(async () => expect(await library()).toMatchObject({ films: 5 }), PATIENCE_MS);
  });

  it('says why it cannot be read, and keeps what was read before', async () => {
    server.next.push(faults.status(401));
    await ada.put('/me/library', { address: server.address, token });
    await eventually(
      async () =>
        expect(await library()).toMatchObject({ films: 5, problem: 'the server refuses the token' }),
      PATIENCE_MS,
    );
    await eventually(async () => expect(await owned()).toHaveLength(5), PATIENCE_MS);
  });

  it.each([
    [{ address: 'ftp://films.example', token }, 'address'],
    [{ address: 'http://user:word@films.example', token }, 'address'],
    [{ address: 'http://10.0.0.1:8096', token }, 'address'],
    [{ address: 'http://169.254.169.254/latest', token }, 'address'],
    [{ address: 'https://films.example', token: 'a "quoted" one' }, 'token'],
  ])('is refused where it must not be asked: %j', async (body, path) => {
    const { status, body: problem } = await ada.put<Problem>('/me/library', body);
    expect([status, problem.errors?.[0].path]).toEqual([400, path]);
  });

  it('is forgotten with its films', async () => {
    expect((await ada.delete('/me/library')).status).toBe(204);
    expect(await library()).toBeUndefined();
    await eventually(async () => expect(await owned()).toEqual([]), PATIENCE_MS);
    expect((await ada.delete('/me/library')).status).toBe(204);
  });
});
