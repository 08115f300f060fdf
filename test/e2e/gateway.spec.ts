import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

describe('the gateway', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  describe('given bad input', () => {
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
      ['more than well known', 'GET', '/me/recommendations?known=1.1', undefined, 400, 'known'],
      ['a made-up cursor', 'GET', '/me/recommendations?cursor=abc', undefined, 400, 'cursor'],
      ['a made-up cursor of films', 'GET', '/movies?cursor=abc', undefined, 400, 'cursor'],
      ['an unknown order', 'GET', '/movies?sort=mood', undefined, 400, 'sort'],
      ['an empty search', 'GET', '/movies/search?q=%20', undefined, 400, 'q'],
      ['an empty search for names', 'GET', '/movies/names?q=', undefined, 400, 'q'],
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

    it('is never an error of ours in the logs', async () => {
      expect(await system.printed()).not.toMatch(/"level":(50|60)/);
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
    expect(routes).toHaveLength(76);
    expect(routes.filter(({ route }) => !route.summary)).toEqual([]);
    expect(
      // Those to the sign-in provider and back only ever lead on.
      routes.every(({ route }) => Object.keys(route.responses).some((status) => /^(2|303)/.test(status))),
    ).toBe(true);
    expect((await fetch(`${system.origin('gateway')}/docs`)).status).toBe(200);
  });

  it('shows operators health and metrics of every service', async () => {
    for (const service of ['gateway', 'users', 'catalog', 'recommender'] as const) {
      expect(await system.ask(service, '/health/live')).toBe('{"status":"ok"}');
      expect(await system.ask(service, '/metrics')).toContain(`service="${service}"`);
    }
  });
});
