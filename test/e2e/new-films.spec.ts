import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MovieCard, MovieDetails } from '#contracts/catalog/movie.js';
import type { Region } from '#contracts/catalog/catalog.rpc.js';
import type { Recommendation } from '#contracts/recommender/recommendation.js';
import type { Row } from '#contracts/recommender/row.js';
import { zip } from '#datasets/download/zip.fixture.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/process/eventually.js';
import { ImageServer, picture } from '../support/images/image.server.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { loveOf, movieId, writeSmallDataset } from '../support/system/small.dataset.js';
import { System } from '../support/system/system.js';
import { tmdbFilm } from '../support/tmdb/tmdb.films.js';
import { TmdbServer } from '../support/tmdb/tmdb.server.js';
import { findChromium, NO_CHROMIUM } from '../support/web/browser.js';
import { expectNoFaults, logIn, TEST_MS, WebFixture } from '../support/web/web.fixture.js';

jest.setTimeout(60_000);

const chromium = findChromium();
if (!chromium) console.warn(NO_CHROMIUM);

const [NETFLIX, PRIME, SHOP] = [8, 9, 2];
/** What each of three films in turn is certified as in Germany; the fourth is not. */
const CERTIFIED = ['6', '12', '16'];
const NEW_FILMS = 40;

/** What the n-th film is called in Germany; every fifth is called nothing there. */
const inGerman = (n: number) => (n % 5 === 4 ? undefined : `Leuchtfeuer ${n}`);

/** The n-th film of 2017 to 2026: of space like the data set's, or of a lighthouse. */
function newFilm(n: number) {
  const isSpace = n % 2 === 0;
  const provider = (id: number, name: string) => [
    { provider_id: id, provider_name: name, display_priority: id },
  ];
  const certification = CERTIFIED[n % 4];
  return tmdbFilm(50_000 + n, {
    title: `Beacon ${n}`,
    release_date: `${2017 + (n % 10)}-03-0${1 + (n % 9)}`,
    vote_count: 4000 - n,
    genres: isSpace
      ? [
          { id: 878, name: 'Science Fiction' },
          { id: 12, name: 'Adventure' },
        ]
      : [{ id: 99, name: 'Documentary' }],
    ...(isSpace && {
      overview: `A crew of astronauts in a spaceship meets an alien robot on a distant planet. Voyage ${n}.`,
      keywords: { keywords: [{ id: 1, name: 'space' }] },
      credits: { cast: [], crew: [{ id: 22, name: 'Ada Orbit', job: 'Director', department: 'Directing' }] },
    }),
    translations: {
      translations: inGerman(n)
        ? [
            {
              iso_3166_1: 'DE',
              iso_639_1: 'de',
              data: { title: inGerman(n), overview: `Eine Reise durch die Nacht, die ${n}. von vielen.` },
            },
          ]
        : [],
    },
    release_dates: {
      results: certification
        ? [{ iso_3166_1: 'DE', release_dates: [{ certification, type: 3 }] }]
        : [{ iso_3166_1: 'US', release_dates: [{ certification: 'G', type: 3 }] }],
    },
    'watch/providers': {
      results: {
        DE: {
          link: `https://www.themoviedb.org/movie/${50_000 + n}/watch?locale=DE`,
          ...(n % 3 === 0
            ? { flatrate: provider(NETFLIX, 'Netflix') }
            : { ads: provider(PRIME, 'Prime Video') }),
          rent: provider(SHOP, 'Apple TV'),
        },
      },
    },
  });
}

const isNew = ({ id }: MovieCard) => Number(id) >= 50_000;
const numberOf = ({ id }: MovieCard) => Number(id) - 50_000;
const certificationOf = (movie: MovieCard) => (isNew(movie) ? CERTIFIED[numberOf(movie) % 4] : undefined);

describe('the films of TMDB', () => {
  const tmdb = new TmdbServer();
  const images = new ImageServer();
  let posters: string;
  let system: System;
  let ada: FilmLover;

  beforeAll(async () => {
    await Promise.all([tmdb.start(), images.start()]);
    posters = await mkdtemp(join(tmpdir(), 'posters-'));
    tmdb.put(...Array.from({ length: NEW_FILMS }, (_, n) => newFilm(n)));
    system = new System({
      TMDB_URL: tmdb.url,
      TMDB_TOKEN: tmdb.token,
      TMDB_REQUESTS_PER_SECOND: '40',
      CATALOG_LANGUAGES: 'de',
      WATCH_REGIONS: 'DE',
      POSTERS: 'proxy',
      POSTERS_URL: images.url,
      POSTERS_DIR: posters,
    });
    const dataset = await writeSmallDataset();
    await system.run('catalog', '--initdb', '--dataset', dataset);
    await system.run('users', '--initdb', '--dataset', dataset);
    await rm(dataset, { recursive: true, force: true });
    await system.run('catalog', '--sync');
    await system.start('users', 'catalog');
    await system.run('catalog', '--fillchroma');
    await system.start('recommender', 'gateway');
    ada = await FilmLover.register(system.api);
    const loved = loveOf('space');
    await ada.untilListed(1, () => ada.rate(loved));
  }, 400_000);

  afterAll(async () => {
    await system.stopAll();
    await Promise.all([tmdb.stop(), images.stop(), rm(posters, { recursive: true, force: true })]);
  });

  /** As the web app does when a token is refused. */
  const renew = async (person = ada) => {
    const { body, headers } = await person.post<{ accessToken: string }>('/auth/refresh');
    person.token = body.accessToken;
    person.cookie = headers.getSetCookie()[0].split(';')[0];
  };
  const items = async <T = MovieCard>(path: string, person = ada) => {
    // Again, as people do, while a busy machine takes too long to look at plots.
    return eventually(async () => {
      const { status, body } = await person.get<Items<T>>(path);
      expect([path, status]).toEqual([path, 200]);
      return body.items;
    });
  };
  const moviesAt = async (path: string, person = ada) =>
    (await items<MovieCard | Recommendation>(path, person)).map((item) =>
      'movie' in item ? item.movie : item,
    );
  const rows = async (query = '', person = ada) =>
    (await person.get<{ rows: Row[] }>(`/me/rows${query}`)).body.rows;

  it('are on the page of somebody who loves such films, with reasons', async () => {
    const shown = (await rows()).flatMap((row) => row.items);
    const found = shown.filter(({ movie }) => isNew(movie));
    expect(found.length).toBeGreaterThan(0);
    for (const { reasons } of found) expect(reasons[0].text).not.toBe('');
  });

  it('fill the page of a new user who brings two histories; what their server plays asks for stars, and the list follows', async () => {
    const bob = await FilmLover.register(system.api);
    const bring = async (name: string, files: Record<string, string>) => {
      const { status, body: look } = await bob.upload<{ importId: string; matched: number }>(
        '/me/imports',
        zip(files),
        { name },
      );
      expect([name, status, look.matched]).toEqual([name, 201, 4]);
      const { body } = await bob.post<{ imported: number }>(`/me/imports/${look.importId}/apply`, {});
      expect([name, body.imported]).toEqual([name, 4]);
    };
    const trakt = [3, 6, 9, 12].map((n) => ({
      rated_at: '2026-10-01T20:00:00.000Z',
      rating: 10,
      type: 'movie',
      movie: {
        title: `space film ${n}`,
        year: 1960 + n,
        ids: { trakt: n, tmdb: Number(movieId('space', n)) },
      },
    }));
    await bring('trakt.zip', { 'ratings-movies.json': JSON.stringify(trakt) });
    const letterboxd = [21, 24, 27, 30].map(
      (n) => `2026-10-02,space film ${n},${1960 + n},https://boxd.it/${n},5`,
    );
    await bring('letterboxd.zip', {
      'ratings.csv': ['Date,Name,Year,Letterboxd URI,Rating', ...letterboxd].join('\n'),
    });
    // The list follows what was imported.
    const [played] = await eventually(async () => {
      const found = (await rows('', bob)).flatMap((row) => row.items).filter(({ movie }) => isNew(movie));
      expect(found.length).toBeGreaterThan(1);
      for (const { reasons } of found) expect(reasons[0].text).not.toBe('');
      return found;
    });

    const { id, title } = played.movie;
    const { body: made } = await bob.post<{ path: string }>('/me/connections', {
      kind: 'jellyfin',
      username: 'bob',
    });
    const told = await new FilmLover(system.origin('gateway')).post(made.path, {
      NotificationType: 'PlaybackStop',
      UtcTimestamp: new Date(Date.now() - 60_000).toISOString(),
      NotificationUsername: 'bob',
      ItemType: 'Movie',
      Name: title,
      Provider_tmdb: id,
      PlayedToCompletion: true,
    });
    expect(told.status).toBe(202);
    await eventually(async () =>
      expect(await items<object>('/me/inbox', bob)).toMatchObject([{ kind: 'how-was-it', movie: { id } }]),
    );
    const before = (await bob.list()).ratingsVersion;
    await bob.rate({ [id]: 5 });
    await eventually(async () => {
      const list = await bob.list('?limit=100');
      expect([list.status, list.ratingsVersion > before]).toEqual(['fresh', true]);
      expect(list.items.map(({ movie }) => movie.id)).not.toContain(id);
    });
    expect(await items<object>('/me/inbox', bob)).toEqual([]);
  });

  it('have their posters from here, which no other host is asked for, and nobody gets anything else by', async () => {
    images.pictures.set('/t/p/w342/poster-50000.jpg', picture(1000));
    const { body: film } = await ada.get<MovieCard>('/movies/50000');
    expect(film.posterUrl).toBe('/api/v1/posters/w342/poster-50000.jpg');
    const [listed] = (await moviesAt('/me/recommendations?limit=100')).filter(({ id }) => id === '50000');
    expect(listed.posterUrl).toBe(film.posterUrl);
    const at = (path: string, headers = {}) => fetch(system.origin('gateway') + path, { headers });
    const poster = await at(film.posterUrl!);
    expect([poster.status, poster.headers.get('content-type'), poster.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'public, max-age=2592000, immutable',
    ]);
    expect(Buffer.from(await poster.arrayBuffer()).equals(picture(1000))).toBe(true);
    const etag = poster.headers.get('etag')!;
    expect((await at(film.posterUrl!, { 'if-none-match': etag })).status).toBe(304);
    for (const path of ['original/poster-50000.jpg', 'w342/poster-50000.svg', 'w342/..%2f..%2fx.jpg'])
      expect((await at(`/api/v1/posters/${path}`)).status).toBe(404);
    expect(images.asked).toEqual(['/t/p/w342/poster-50000.jpg']);
    const page = await at('/', { accept: 'text/html' });
    expect(page.headers.get('content-security-policy')).toMatch(/img-src 'self';/);
  });

  describe('in the language of who reads', () => {
    const GERMAN = { 'accept-language': 'de-AT, en;q=0.5' };
    let eva: FilmLover;

    beforeAll(async () => {
      eva = await FilmLover.register(system.api);
      await eva.untilListed(1, () => eva.rate({ 50000: 5, 50002: 5, 50006: 4.5, 50004: 5, 50001: 1 }));
      for (const path of ['/me/seen/50008', '/me/watchlist/50010', '/me/not-interested/50003'])
        expect((await eva.put(path, {})).status).toBe(204);
    });

    /** Every film in an answer, however deep. */
    function filmsIn(body: unknown): MovieCard[] {
      if (typeof body !== 'object' || body === null) return [];
      const here = 'genres' in body && 'title' in body ? [body as MovieCard] : [];
      return [...here, ...Object.values(body).flatMap(filmsIn)];
    }

    async function expectTitles(person: FilmLover, path: string, atLeast: number) {
      for (let again = 0; again < 2; again++)
        for (const headers of [GERMAN, {}]) {
          const answer = await eventually(async () => {
            const got = await person.send('GET', path, undefined, headers);
            expect([path, got.status]).toEqual([path, 200]);
            return got;
          });
          const films = filmsIn(answer.body).filter(isNew);
          expect(films.length).toBeGreaterThanOrEqual(atLeast);
          for (const film of films) {
            const n = numberOf(film);
            expect(film.title).toBe((headers === GERMAN && inGerman(n)) || `Beacon ${n}`);
            expect(film).not.toHaveProperty('titles');
          }
          expect(answer.headers.get('vary')).toMatch(/accept-language/i);
        }
    }

    it.each([
      ['/me/recommendations?limit=100', 3],
      ['/me/rows', 3],
      [`/me/tonight?from=any&provider=${NETFLIX}&region=DE&limit=10`, 5],
      ['/me/ratings', 5],
      ['/me/seen', 1],
      ['/me/watchlist', 1],
      ['/me/not-interested', 1],
      ['/movies?limit=100', 40],
      ['/movies?title=leuchtfeuer&limit=100', 32],
      ['/movies/names?q=leuchtfeuer&limit=100', 32],
      ['/movies/search?q=Leuchtfeuer&limit=100', 32],
      ['/movies/50000', 1],
      ['/movies/50000/similar?limit=20', 5],
      ['/people/ada-orbit', 20],
    ])('have their titles at %s, as often as it is asked for, and nobody another’s', (path, atLeast) =>
      expectTitles(eva, path, atLeast),
    );

    it('are sorted by the titles they are shown with, page by page', async () => {
      const titles = async (headers = {}) => {
        const shown: string[] = [];
        let cursor: string | undefined;
        do {
          const next = cursor ? `&cursor=${cursor}` : '';
          const path = `/movies?sort=title&limit=50&yearFrom=2017${next}`;
          const { body } = await eva.send<Items<MovieCard> & { nextCursor?: string }>(
            'GET',
            path,
            undefined,
            headers,
          );
          shown.push(...body.items.filter(isNew).map(({ title }) => title));
          cursor = body.nextCursor;
        } while (cursor !== undefined);
        return shown;
      };
      const all = Array.from({ length: NEW_FILMS }, (_, n) => n);
      const byCharacters = (some: string[]) => some.toSorted();
      expect(await titles(GERMAN)).toEqual(byCharacters(all.map((n) => inGerman(n) ?? `Beacon ${n}`)));
      expect(await titles()).toEqual(byCharacters(all.map((n) => `Beacon ${n}`)));
    });

    it('have their titles among films to rate first', async () => {
      // Only new films are certified.
      const child = await FilmLover.register(system.api);
      const limited = { certificationMax: 'DE:16', currentPassword: child.password };
      expect((await child.send('PATCH', '/me', limited)).status).toBe(200);
      await renew(child);
      await expectTitles(child, '/me/onboarding?limit=50', 10);
    });

    it('have their plots, and are named by reasons', async () => {
      const { body: film } = await eva.send<MovieDetails>('GET', '/movies/50001', undefined, GERMAN);
      expect(film).toMatchObject({
        title: 'Leuchtfeuer 1',
        plot: 'Eine Reise durch die Nacht, die 1. von vielen.',
      });
      expect((await eva.get<MovieDetails>('/movies/50001')).body.plot).toMatch(/^In film 50001/);
      const { body: untold } = await eva.send<MovieDetails>('GET', '/movies/50009', undefined, GERMAN);
      expect(untold).toMatchObject({ title: 'Beacon 9', plot: expect.stringMatching(/^In film 50009/) });
      const reasons = async (headers = {}) => {
        const { body } = await eva.send<Items<Recommendation>>(
          'GET',
          '/me/recommendations?limit=50',
          undefined,
          headers,
        );
        return body.items.flatMap((item) => item.reasons.map(({ text }) => text)).join('\n');
      };
      expect(await reasons()).toMatch(/Beacon [026]/);
      expect(await reasons()).not.toContain('Leuchtfeuer');
      const told = await reasons(GERMAN);
      expect(told).toMatch(/Leuchtfeuer [026]/);
      expect(told).not.toMatch(/Beacon [0126]\b/);
    });

    it('go into feeds and previews of links', async () => {
      const { body } = await eva.post<{ path: string }>('/me/feeds', { kind: 'list' });
      const at = (path: string, headers: object) =>
        fetch(system.origin('gateway') + path, { headers: { ...GERMAN, ...headers } }).then((answer) =>
          answer.text(),
        );
      expect(await at(body.path, {})).toContain('Leuchtfeuer');
      expect(await at('/movies/50001', { accept: 'text/html' })).toContain(
        '<meta property="og:title" content="Leuchtfeuer 1 (2018)">',
      );
    });

    (chromium ? it : it.skip)(
      'are what a browser that is set to German shows',
      async () => {
        const fixture = new WebFixture(chromium ?? '', system);
        await fixture.start();
        try {
          const english = await fixture.visitor();
          await logIn(english, eva);
          const page = await fixture.visitor({
            locale: 'de-DE',
            storageState: await english.context().storageState(),
          });
          await page.goto('/');
          await page.locator('[data-film] h3', { hasText: 'Leuchtfeuer' }).first().waitFor();
          await page.locator('.card-reason', { hasText: 'Leuchtfeuer' }).first().waitFor();
          await page.goto('/movies/50001');
          await page.getByRole('heading', { level: 1, name: 'Leuchtfeuer 1' }).waitFor();
          await page.getByText('Eine Reise durch die Nacht, die 1. von vielen.').waitFor();
          // What the terms ask for.
          await page.getByText(/von TMDB weder unterstützt noch zertifiziert/).waitFor();
          await page.getByText('Daten von JustWatch').waitFor();
          await expectNoFaults(page);
          await page.goto('/search?q=leuchtfeuer');
          await page.locator('[data-film] h3', { hasText: 'Leuchtfeuer' }).first().waitFor();
          expect(await page.getByText('Beacon 1', { exact: true }).count()).toBe(0);
          // In English again, at once.
          await page.getByLabel('Sprache').first().selectOption('en');
          await page.locator('[data-film] h3', { hasText: 'Beacon' }).first().waitFor();
          expect(fixture.complaints).toEqual([]);
        } finally {
          await fixture.closeContexts();
          await fixture.stop();
        }
      },
      TEST_MS,
    );
  });

  describe('on the services that somebody has', () => {
    it('are listed by service and region, with what costs nothing for the film itself', async () => {
      const { body } = await ada.get<Region[]>('/regions');
      const [germany] = body.filter(({ region }) => region === 'DE');
      expect(germany.services.map(({ id, name }) => [id, name])).toEqual([
        [PRIME, 'Prime Video'],
        [NETFLIX, 'Netflix'],
      ]);
      expect(germany.services[1].count).toBe(14);
      expect(germany.certifications).toEqual(['0', '6', '12', '16', '18']);
      expect(body.find(({ region }) => region === 'US')?.services).toEqual([]);
    });

    it('are what the list, tonight and the catalogue are asked for', async () => {
      const on = `provider=${NETFLIX}&region=DE`;
      for (const path of ['/me/recommendations', '/me/tonight', '/movies'])
        for (const movie of await moviesAt(
          `${path}?${on}&limit=50${path === '/me/tonight' ? '&from=any' : ''}`,
        ))
          expect([path, movie.streaming?.DE]).toEqual([path, [NETFLIX]]);
      expect(await moviesAt(`/movies?${on}&limit=100`)).toHaveLength(14);
      expect(await moviesAt(`/me/recommendations?${on}&limit=100`)).toHaveLength(14);
      expect(await moviesAt(`/movies?${on}&provider=${PRIME}&limit=100`)).toHaveLength(NEW_FILMS);
      expect(await moviesAt(`/movies?provider=${SHOP}&region=DE`)).toEqual([]);
      const refused = await ada.get<Problem>(`/me/recommendations?provider=${NETFLIX}`);
      expect([refused.status, refused.body.errors?.[0].path]).toEqual([400, 'region']);
    });

    it('are a row of the page, and a row by itself, for who has chosen services', async () => {
      const bob = await FilmLover.register(system.api);
      await bob.untilListed(1, () => bob.rate(loveOf('space')));
      expect((await rows('', bob)).map(({ id }) => id)).not.toContain('on-your-services');
      const { body, status } = await bob.send('PATCH', '/me', { region: 'DE', services: [NETFLIX] });
      expect([status, body]).toEqual([200, expect.objectContaining({ region: 'DE', services: [NETFLIX] })]);
      await renew(bob);
      const page = await rows('?limit=5', bob);
      const row = page.find(({ id }) => id === 'on-your-services')!;
      expect(row).toMatchObject({ kind: 'on-your-services', title: { text: 'On your services' } });
      for (const { movie } of row.items) expect(movie.streaming?.DE).toEqual([NETFLIX]);
      const all = page.flatMap((one) => one.items.map(({ movie }) => movie.id));
      expect(new Set(all).size).toBe(all.length);
      const whole = await moviesAt('/me/rows/on-your-services?limit=100', bob);
      expect(whole).toHaveLength(14);
      // Their region is known now.
      expect(await moviesAt(`/me/recommendations?provider=${NETFLIX}&limit=100`, bob)).toHaveLength(14);
      expect((await ada.get('/me/rows/on-your-services')).status).toBe(404);
    });
  });

  describe('in family mode', () => {
    let child: FilmLover;
    let before: string;

    beforeAll(async () => {
      child = await FilmLover.register(system.api);
      await child.untilListed(1, () => child.rate(loveOf('space')));
    });

    const setLimit = (certificationMax: string, currentPassword?: string) =>
      child.send<Problem>('PATCH', '/me', { certificationMax, currentPassword });

    it('begins with the password only', async () => {
      expect((await setLimit('DE:12')).body.errors?.[0].path).toBe('currentPassword');
      expect((await setLimit('DE:12', 'a guess')).body.code).toBe('wrong_password');
      expect((await setLimit('DE:13', child.password)).body.errors?.[0].path).toBe('certificationMax');
      expect((await setLimit('DE:12', child.password)).body).toMatchObject({ certificationMax: 'DE:12' });
    });

    it('ends access tokens that know nothing of it, where films are public too', async () => {
      before = child.token;
      for (const path of ['/me/rows', '/movies', '/movies/50002'])
        await eventually(async () => expect((await child.get(path)).status).toBe(401));
      await renew(child);
    });

    it.each([
      '/me/recommendations?limit=100',
      '/me/recommendations?genre=Science%20Fiction&limit=100',
      '/me/tonight?limit=50',
      '/me/tonight?from=any&mood=astronauts%20in%20a%20spaceship&limit=50',
      '/me/onboarding?limit=50',
      '/movies?limit=100',
      '/movies/names?q=beacon&limit=100',
      '/movies/search?q=astronauts%20in%20a%20spaceship&limit=100',
      '/movies/50000/similar?limit=50',
    ])('shows nothing else at %s, nor what was not certified there', async (path) => {
      // Answers that are sent again: neither gets the other's.
      const adults = [await moviesAt(path), await moviesAt(path)];
      for (let again = 0; again < 2; again++) {
        const shown = await moviesAt(path, child);
        expect(shown.length).toBeGreaterThan(0);
        for (const movie of shown) expect(['6', '12']).toContain(certificationOf(movie));
      }
      expect(adults).toContainEqual(await moviesAt(path));
    });

    it('shows nothing else in rows and of a person', async () => {
      const inRows = (await rows('', child)).flatMap((row) => row.items.map(({ movie }) => movie));
      const { body } = await child.get<{ movies: MovieCard[] }>('/people/ada-orbit');
      for (const movie of [...inRows, ...body.movies]) expect(['6', '12']).toContain(certificationOf(movie));
      expect(inRows.length).toBeGreaterThan(5);
      expect(body.movies).toHaveLength(10);
    });

    it('says on a film’s own page why it is not shown', async () => {
      expect((await child.get<MovieDetails>('/movies/50000')).body.certifications).toEqual({ DE: '6' });
      const beyond = await child.get<Problem>('/movies/50002');
      expect([beyond.status, beyond.body.code]).toEqual([403, 'beyond_limit']);
      expect(beyond.body.detail).toBe('Family mode lets films up to DE:12 through, and it is DE:16.');
      const uncertified = await child.get<Problem>('/movies/50003');
      expect(uncertified.body.detail).toMatch(/it has no certification of DE/);
    });

    it('is asked within: a milder limit of a list counts, a higher one does not', async () => {
      const mild = await moviesAt('/me/recommendations?certificationMax=DE:6&limit=100', child);
      expect(new Set(mild.map(certificationOf))).toEqual(new Set(['6']));
      const high = await moviesAt('/me/recommendations?certificationMax=DE:18&limit=100', child);
      expect(new Set(high.map(certificationOf))).toEqual(new Set(['6', '12']));
      const adult = await moviesAt('/me/recommendations?certificationMax=DE:12&limit=100');
      expect(new Set(adult.map(certificationOf))).toEqual(new Set(['6', '12']));
    });

    it('counts for personal tokens and feeds, made before or after', async () => {
      const { body } = await child.post<{ token: string }>('/me/tokens', {
        name: 'script',
        scopes: ['read'],
      });
      const script = new FilmLover(system.api);
      script.token = body.token;
      for (const path of ['/me/recommendations?limit=100', '/movies?limit=100'])
        for (const movie of await moviesAt(path, script))
          expect(['6', '12']).toContain(certificationOf(movie));
      const feed = await child.post<{ path: string }>('/me/feeds', { kind: 'list' });
      const { body: rss } = await new FilmLover(system.origin('gateway')).get<string>(feed.body.path);
      const numbers = [...rss.matchAll(/Beacon (\d+)/g)].map(([, n]) => Number(n));
      expect(numbers.length).toBeGreaterThan(0);
      for (const n of numbers) expect(['6', '12']).toContain(CERTIFIED[n % 4]);
    });

    it('ends with the password, for tokens of before too', async () => {
      expect((await setLimit('off', 'a guess')).status).toBe(403);
      expect((await setLimit('off', child.password)).body).not.toHaveProperty('certificationMax');
      await eventually(async () => expect((await child.get('/movies/50002')).status).toBe(401));
      await renew(child);
      expect((await child.get('/movies/50002')).status).toBe(200);
      child.token = before;
      await eventually(async () => expect((await child.get('/me')).status).toBe(401));
    });
  });
});
