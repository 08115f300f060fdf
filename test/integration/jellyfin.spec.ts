import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Environment } from '#platform/config/environment.js';
import { JellyfinClient } from '../../apps/users/libraries/jellyfin.client.js';
import { faults, JellyfinServer } from '../support/jellyfin/jellyfin.server.js';

const HOME = ['127.0.0.0/8'];
const { token } = JellyfinServer;
const client = (LIBRARY_NETWORKS = HOME, LIBRARY_TIMEOUT_MS = 5000) =>
  new JellyfinClient(Object.assign(new Environment(), { LIBRARY_NETWORKS, LIBRARY_TIMEOUT_MS }));

describe('reading the library of a Jellyfin server', () => {
  let server: JellyfinServer;
  const films = (from = client(), address = server.address) =>
    from.films(address, token, new AbortController().signal);

  beforeEach(async () => {
    server = await new JellyfinServer([
      { Name: 'The Matrix', ProductionYear: 1999, ProviderIds: { Tmdb: '603', Imdb: 'tt0133093' } },
      { Name: ' Alien ', OriginalTitle: 'Alien', ProviderIds: { Imdb: 'no id' } },
    ]).opened();
  });

  afterEach(() => server.close());

  it('gives all films with what they are known by, a page at a time', async () => {
    expect(await films()).toEqual([
      { title: 'The Matrix', year: 1999, tmdbId: '603', imdbId: 'tt0133093' },
      { title: 'Alien', originalTitle: 'Alien' },
    ]);
    server.films = Array.from({ length: 1100 }, (_, n) => ({ Name: `Film ${n}`, ProductionYear: 2000 }));
    const all = await films(client(), `${server.address}/jellyfin/`);
    expect([all.length, all[1099].title]).toEqual([1100, 'Film 1099']);
    expect(server.asked.at(-1)).toMatch(/^\/jellyfin\/Items\?.*StartIndex=1000/);
  });

  it.each([
    ['too many requests', faults.status(429, { 'retry-after': '0' })],
    ['an error of the server', faults.status(503)],
    ['a cut answer', faults.cut],
    ['no answer in time', faults.never],
  ])('asks again after %s', async (_, fault) => {
    server.next.push(fault);
    expect(await films(client(HOME, 1500))).toHaveLength(2);
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ['a refused token', faults.status(401), 'refuses the token', 1],
    ['another answer', faults.text, 'not as Jellyfin does', 1],
    ['an endless answer', faults.endless, 'more than 8 MB', 1],
    ['an address without Jellyfin', faults.status(404), 'answers 404', 1],
    ['an error that stays', faults.status(500), 'answers 500', 3],
  ])('gives up after %s, and says why', async (_, fault, why, times) => {
    server.next.push(fault, fault, fault);
    await expect(films()).rejects.toThrow(why);
    expect(server.asked).toHaveLength(times);
  });

  it('asks nobody but the named host, and no private network that is not allowed', async () => {
    const other = await new JellyfinServer().opened();
    try {
      server.next.push(faults.status(302, { location: `${other.address}/Items` }));
      await expect(films()).rejects.toThrow('sends elsewhere');
      expect(other.asked).toEqual([]);
      const asked = server.asked.length;
      for (const address of [
        server.address,
        `http://localhost:${server.port}`,
        `http://[::ffff:127.0.0.1]:${server.port}`,
      ])
        await expect(films(client([]), address)).rejects.toThrow('private network');
      expect(server.asked).toHaveLength(asked);
    } finally {
      await other.close();
    }
  });
});
