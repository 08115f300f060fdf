import 'reflect-metadata';
import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MovieCard, MovieDetails } from '#contracts/movie.js';
import type { SimilarMovie } from '#contracts/recommendation.js';
import { eventually } from '../stack/eventually.js';
import { FilmLover, cookieOf, titles, type RecommendationsPage } from './film-lover.js';
import { FILMS_PER_CAMP, filmId, writeSmallDataset } from './small.dataset.js';
import { System, TEST_SECRET } from './system.js';

jest.setTimeout(60_000);

type Items<T> = { items: T[]; nextCursor?: string; total: number };
type Imported = { imported: number; skipped: number; unmatched: object[] };
type Problem = { code: string; status: number; detail: string; errors?: { path: string }[] };

/** An access token with our own signature. */
function signed(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', TEST_SECRET).update(body).digest('base64url')}`;
}

const isSpace = (movie: MovieCard) => movie.title.startsWith('space');
const loveOf = (camp: 'space' | 'paris', films = 5) =>
  Object.fromEntries(Array.from({ length: films }, (_, n) => [filmId(camp, n * 3), 5]));

describe('the system over HTTP', () => {
  const system = new System();
  let dataset: string;
  let stranger: FilmLover;

  beforeAll(async () => {
    dataset = await writeSmallDataset();
    await system.forgetQueues();
    await system.run('catalog', '--initdb', '--dataset', dataset);
    await system.run('users', '--initdb', '--dataset', dataset);
    await system.start('users', 'catalog', 'recommender', 'gateway');
    await system.run('catalog', '--fillchroma');
    stranger = new FilmLover(system.api);
  }, 180_000);

  afterAll(async () => {
    await system.stopAll();
    await system.forgetQueues();
    await rm(dataset, { recursive: true, force: true });
  }, 60_000);

  describe('recommendations', () => {
    it('are a good general list before the first rating, and personal a moment after', async () => {
      const ada = await FilmLover.register(system.api);
      const before = await ada.list();
      expect(before.status).toBe('pending');
      expect(before.items).toHaveLength(20);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const after = await ada.list();
      expect(after.status).toBe('fresh');
      expect(after.ratingsVersion).toBe(1);
      expect(after.items.slice(0, 10).every(({ movie }) => isSpace(movie))).toBe(true);
    });

    it('differ between people of different taste', async () => {
      const [ada, claire] = await Promise.all([
        FilmLover.register(system.api),
        FilmLover.register(system.api),
      ]);
      await Promise.all([
        ada.untilListed(1, () => ada.rate(loveOf('space'))),
        claire.untilListed(1, () => claire.rate(loveOf('paris'))),
      ]);
      const [space, paris] = [await ada.list('?limit=10'), await claire.list('?limit=10')];
      expect(titles(space).filter((title) => titles(paris).includes(title))).toEqual([]);
    });

    it('explain themselves: contributions sum to the score, every film has a reason, predicted stars are stars', async () => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const { items } = await ada.list('?limit=50');
      for (const { score, predictedRating, contributions, reasons } of items) {
        const sum = Object.values(contributions).reduce((total, part) => total + part, 0);
        expect(sum).toBeCloseTo(score, 6);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(predictedRating).toBeGreaterThanOrEqual(1);
        expect(predictedRating).toBeLessThanOrEqual(5);
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.every((reason) => reason.text.length > 0)).toBe(true);
      }
      expect(items.map((item) => item.score)).toEqual(
        [...items.map((item) => item.score)].sort((a, b) => b - a),
      );
    });

    it('never show a film that was just rated or dismissed, nor one of the watchlist unless asked', async () => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const [first, second, third] = (await ada.list()).items.map((item) => item.movie.id);
      await ada.put(`/me/ratings/${first}`, { rating: 4 });
      await ada.put(`/me/not-interested/${second}`);
      await ada.put(`/me/watchlist/${third}`);
      const ids = async (query = '') =>
        (await ada.list(`?limit=100${query}`)).items.map((item) => item.movie.id);
      expect((await ids()).filter((id) => [first, second, third].includes(id))).toEqual([]);
      await eventually(async () => expect((await ada.list()).status).toBe('fresh'));
      expect((await ids()).filter((id) => [first, second, third].includes(id))).toEqual([]);
      expect(await ids('&includeWatchlist=true')).toContain(third);
      await ada.delete(`/me/not-interested/${second}`);
      await eventually(async () => expect(await ids()).toContain(second));
    });

    it('fill a filtered page as long as films match', async () => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const dramas = await ada.list('?genre=Drama&yearFrom=1970&yearTo=1990&limit=15');
      expect(dramas.items).toHaveLength(15);
      expect(
        dramas.items.every(
          ({ movie }) => movie.genres.includes('Drama') && movie.year! >= 1970 && movie.year! <= 1990,
        ),
      ).toBe(true);
      expect((await ada.list('?genre=Drama&genre=Adventure')).items).toEqual([]);
      expect((await ada.list('?genre=Drama&genre=Adventure&genreMode=any')).items).toHaveLength(20);
      expect(
        (await ada.list('?notGenre=Science%20Fiction&language=fr')).items.some(({ movie }) => isSpace(movie)),
      ).toBe(false);
    });

    it('page to the end without repeats', async () => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('paris')));
      const seen: string[] = [];
      let page: RecommendationsPage | undefined;
      do {
        page = await ada.list(`?limit=50${page ? `&cursor=${page.nextCursor}` : ''}`);
        seen.push(...page.items.map((item) => item.movie.id));
      } while (page.nextCursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(2 * FILMS_PER_CAMP - 5);
    });

    it('grow more varied with diversity', async () => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const [strict, varied] = [await ada.list('?limit=20'), await ada.list('?limit=20&diversity=1')];
      const other = (page: RecommendationsPage) => page.items.filter(({ movie }) => !isSpace(movie)).length;
      expect(other(varied)).toBeGreaterThan(other(strict));
      expect(varied.items[0].movie.id).toBe(strict.items[0].movie.id);
    });
  });

  describe('films', () => {
    it('are browsed without an account, page by page', async () => {
      const first = await stranger.get<Items<MovieCard>>('/movies?sort=year&limit=30');
      expect(first.status).toBe(200);
      expect(first.body.total).toBe(2 * FILMS_PER_CAMP);
      const second = await stranger.get<Items<MovieCard>>(
        `/movies?sort=year&limit=30&cursor=${first.body.nextCursor}`,
      );
      const ids = [...first.body.items, ...second.body.items].map((movie) => movie.id);
      expect(new Set(ids).size).toBe(60);
    });

    it('are found by person, title and genre', async () => {
      const byPerson = await stranger.get<Items<MovieCard>>('/movies?person=claire%20seine&limit=100');
      expect(byPerson.body.total).toBe(FILMS_PER_CAMP);
      const byTitle = await stranger.get<Items<MovieCard>>('/movies?title=paris%20film%207');
      expect(byTitle.body.items.map((movie) => movie.id)).toContain(filmId('paris', 7));
      const genres = await stranger.get<{ name: string; count: number }[]>('/genres');
      expect(genres.body).toContainEqual({ name: 'Romance', count: FILMS_PER_CAMP });
    });

    it('are found by what happens in them', async () => {
      const { body } = await stranger.get<Items<MovieCard & { score: number }>>(
        '/movies/search?q=astronauts%20and%20aliens%20in%20outer%20space&limit=5',
      );
      expect(body.items).toHaveLength(5);
      expect(body.items.every(isSpace)).toBe(true);
    });

    it('are shown whole, with how they are rated', async () => {
      const movie = await eventually(async () => {
        const { body } = await stranger.get<MovieDetails>(`/movies/${filmId('space', 0)}`);
        expect(body.ratingCount).toBeGreaterThan(0);
        return body;
      });
      expect(movie).toMatchObject({
        title: 'space film 0',
        year: 1960,
        language: 'en',
        runtime: 100,
        keywords: ['space'],
      });
      expect(movie.directors.map((person) => person.name)).toEqual(['Ada Orbit']);
      expect(movie.plot).toContain('astronauts');
      expect(movie.averageRating).toBeGreaterThan(1);
    });

    it('have others like them, with why', async () => {
      const { body } = await stranger.get<{ items: SimilarMovie[] }>(
        `/movies/${filmId('paris', 3)}/similar?limit=10`,
      );
      expect(body.items).toHaveLength(10);
      expect(body.items.some(({ movie }) => isSpace(movie))).toBe(false);
      expect(body.items.every(({ reasons }) => reasons.length > 0)).toBe(true);
    });

    it('that do not exist are 404', async () => {
      for (const path of ['/movies/999999', '/movies/nonsense', '/movies/999999/similar']) {
        const { status, body } = await stranger.get<Problem>(path);
        expect([status, body.code]).toEqual([404, 'movie_not_found']);
      }
    });
  });

  describe('my data', () => {
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
      await ada.put(`/me/watchlist/${filmId('paris', 1)}`);
      const json = await ada.get<{ ratings: unknown[]; watchlist: { movieId: string }[] }>('/me/export');
      expect(json.body.ratings).toHaveLength(5);
      expect(json.body.watchlist[0].movieId).toBe(filmId('paris', 1));
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

  describe('sessions', () => {
    it('are renewed by the cookie, which works once', async () => {
      const ada = await FilmLover.register(system.api);
      const first = ada.cookie;
      const renewed = await ada.post<{ accessToken: string; expiresIn: number }>('/auth/refresh');
      expect(renewed.body.expiresIn).toBe(900);
      expect(renewed.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
      ada.token = renewed.body.accessToken;
      expect((await ada.get('/me')).status).toBe(200);
      ada.cookie = first;
      expect((await ada.post('/auth/refresh')).status).toBe(401);
      ada.cookie = cookieOf(renewed.headers);
      expect((await ada.post('/auth/refresh')).status).toBe(401);
    });

    it('end with a log-out', async () => {
      const ada = await FilmLover.register(system.api);
      expect((await ada.post('/auth/logout')).status).toBe(204);
      expect((await ada.post('/auth/refresh')).status).toBe(401);
    });

    it('slow down somebody who guesses passwords', async () => {
      const ada = await FilmLover.register(system.api);
      const guess = () => ada.post<Problem>('/auth/login', { email: ada.email, password: 'a guess' });
      const answers = [];
      for (let i = 0; i < 11; i += 1) answers.push(await guess());
      expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(401));
      expect(answers[10].status).toBe(429);
      expect(Number(answers[10].headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  describe('bad input', () => {
    const cases: [
      what: string,
      method: string,
      path: string,
      body: unknown,
      status: number,
      field: string | undefined,
    ][] = [
      ['malformed JSON', 'PUT', '/me/ratings', '{"ratings":', 400, undefined],
      ['a list for a body', 'PUT', '/me/ratings', [], 400, 'ratings'],
      [
        'unknown fields',
        'PUT',
        '/me/ratings',
        { ratings: [{ movieId: '1000', rating: 4, mood: 'good' }] },
        400,
        'ratings.0.mood',
      ],
      [
        'an unknown film',
        'PUT',
        '/me/ratings',
        { ratings: [{ movieId: '999999', rating: 4 }] },
        400,
        'ratings.0.movieId',
      ],
      [
        'a rating of six',
        'PUT',
        '/me/ratings',
        { ratings: [{ movieId: '1000', rating: 6 }] },
        400,
        'ratings.0.rating',
      ],
      ['a rating off the grid', 'PUT', '/me/ratings/1000', { rating: 3.7 }, 400, 'rating'],
      ['a rating as text', 'PUT', '/me/ratings/1000', { rating: '4' }, 400, 'rating'],
      ['an unknown film in the path', 'PUT', '/me/ratings/999999', { rating: 4 }, 404, 'movieId'],
      [
        'an operator for an id',
        'PUT',
        '/me/ratings',
        { ratings: [{ movieId: { $gt: '' }, rating: 4 }] },
        400,
        'ratings.0.movieId',
      ],
      [
        'operators for credentials',
        'POST',
        '/auth/login',
        { email: { $gt: '' }, password: { $gt: '' } },
        400,
        'email',
      ],
      ['an operator in the address', 'GET', '/movies?title[$gt]=', undefined, 400, 'title[$gt]'],
      ['an endless name', 'PATCH', '/me', { displayName: 'x'.repeat(81) }, 400, 'displayName'],
      [
        'a new password without the old',
        'PATCH',
        '/me',
        { password: 'another long one' },
        400,
        'currentPassword',
      ],
      ['a limit of a thousand', 'GET', '/me/recommendations?limit=1000', undefined, 400, 'limit'],
      ['diversity beyond one', 'GET', '/me/recommendations?diversity=1.5', undefined, 400, 'diversity'],
      ['a made-up cursor', 'GET', '/me/recommendations?cursor=abc', undefined, 400, 'cursor'],
      ['a made-up cursor of films', 'GET', '/movies?cursor=abc', undefined, 400, 'cursor'],
      ['an unknown order', 'GET', '/movies?sort=mood', undefined, 400, 'sort'],
      ['an empty search', 'GET', '/movies/search?q=%20', undefined, 400, 'q'],
      ['a year in words', 'GET', '/movies?yearFrom=long-ago', undefined, 400, 'yearFrom'],
    ];
    let ada: FilmLover;

    beforeAll(async () => {
      ada = await FilmLover.register(system.api);
    });

    it.each(cases)('%s is refused with the field named', async (_what, method, path, body, status, field) => {
      const answer = await ada.send<Problem>(method, path, body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.errors?.map((error) => error.path)).toEqual(
        field === undefined ? undefined : expect.arrayContaining([field]),
      );
    });

    it('stores nothing of a save with one bad row', async () => {
      await ada.put('/me/ratings', {
        ratings: [
          { movieId: '1000', rating: 4 },
          { movieId: '1001', rating: 9 },
        ],
      });
      expect((await ada.get<Items<unknown>>('/me/ratings')).body.items).toEqual([]);
    });

    it.each([
      ['no token', ''],
      ['a forged token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI2NmYyYzNhMTdkM2UyYjAwMTJhYjM0Y2QifQ.AAAA'],
      ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI2NmYyYzNhMTdkM2UyYjAwMTJhYjM0Y2QifQ.'],
      ['a token of ours that has expired', signed({ sub: '66f2c3a17d3e2b0012ab34cd', exp: 1_700_000_000 })],
    ])('is refused with %s', async (_, token) => {
      const nobody = new FilmLover(system.api);
      nobody.token = token;
      const { status, body } = await nobody.get<Problem>('/me/recommendations');
      expect([status, body.code]).toEqual([401, 'unauthorized']);
    });

    it('is never an error of ours in the logs', () => {
      expect(system.logs).not.toMatch(/"level":(50|60)/);
    });
  });

  it('documents every route with its answers', async () => {
    const response = await fetch(`${system.origin('gateway')}/docs-json`);
    const { paths } = (await response.json()) as {
      paths: Record<string, Record<string, { responses: object; summary?: string }>>;
    };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({ path, method, route })),
    );
    expect(routes).toHaveLength(27);
    expect(routes.filter(({ route }) => !route.summary)).toEqual([]);
    expect(
      routes.every(({ route }) => Object.keys(route.responses).some((status) => status.startsWith('2'))),
    ).toBe(true);
    expect((await fetch(`${system.origin('gateway')}/docs`)).status).toBe(200);
  });

  it('shows operators health and metrics of every service', async () => {
    for (const service of ['gateway', 'users', 'catalog', 'recommender'] as const) {
      expect((await fetch(`${system.origin(service)}/health/live`)).status).toBe(200);
      expect(await (await fetch(`${system.origin(service)}/metrics`)).text()).toContain(
        `service="${service}"`,
      );
    }
  });
});
