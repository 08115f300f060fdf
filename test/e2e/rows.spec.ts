import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RowPage } from '#contracts/recommender/row.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Problem, type RecommendationsPage } from '../support/system/film-lover.js';
import { isSpace, loveOf, movieId } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

const idsOf = ({ items }: Pick<RecommendationsPage, 'items'>) => items.map(({ movie }) => movie.id);
const shownOn = ({ rows }: RowPage) => rows.flatMap(idsOf);

describe('rows', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  const rowsOf = async (lover: FilmLover, query = '') => (await lover.get<RowPage>(`/me/rows${query}`)).body;
  const spaceLover = async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    return ada;
  };

  it('are a page whose first row is the list, once there are ratings, and well-known films before', async () => {
    const ada = await FilmLover.register(system.api);
    const before = await rowsOf(ada);
    expect(before).toMatchObject({ status: 'pending', ratingsVersion: 0 });
    expect(before.rows.map(({ kind }) => kind)).toEqual([
      'well-known',
      ...before.rows.slice(1).map(() => 'genre'),
    ]);
    expect(before.rows.length).toBeGreaterThan(1);
    expect(before.rows[0]).toMatchObject({
      id: 'for-you',
      kind: 'well-known',
      title: { code: 'well-known', params: {}, text: 'Well known and well loved' },
    });
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const after = await rowsOf(ada, '?limit=10');
    expect(after).toMatchObject({ status: 'fresh', ratingsVersion: 1 });
    const [first] = after.rows;
    expect(first).toMatchObject({ kind: 'for-you', title: { text: 'For you' }, more: '/me/rows/for-you' });
    expect(first.items).toEqual((await ada.list('?limit=10')).items);
    expect(first.items.every(({ movie }) => isSpace(movie))).toBe(true);
  });

  it('are each of a kind, no film on two of them', async () => {
    const ada = await spaceLover();
    await ada.untilListed(2, () => ada.put(`/me/watchlist/${movieId('paris', 40)}`));
    const page = await rowsOf(ada, '?limit=100');
    const shown = shownOn(page);
    expect(new Set(shown).size).toBe(shown.length);
    const director = page.rows.find(({ kind }) => kind === 'director')!;
    expect(director.title).toEqual({
      code: 'more-of-director',
      params: { name: 'Ada Orbit', count: 5 },
      text: 'Directed by Ada Orbit, whom you keep coming back to',
    });
    expect(director.items.every(({ movie }) => isSpace(movie))).toBe(true);
    for (const { items } of page.rows) {
      const matches = items.map(({ match }) => match);
      expect(matches).toEqual(matches.toSorted((a, b) => b - a));
      expect(items.every(({ reasons }) => reasons.length > 0)).toBe(true);
    }
    const watchlist = page.rows.at(-1)!;
    expect([watchlist.kind, ...idsOf(watchlist)]).toEqual(['watchlist', movieId('paris', 40)]);
    await ada.delete(`/me/watchlist/${movieId('paris', 40)}`);
    expect((await rowsOf(ada)).rows.map(({ kind }) => kind)).not.toContain('watchlist');
  });

  it('have titles and reasons in the language asked for', async () => {
    const ada = await spaceLover();
    const german = { 'accept-language': 'de-AT, en;q=0.5' };
    const { body, headers } = await ada.send<RowPage>('GET', '/me/rows', undefined, german);
    expect([headers.get('content-language'), headers.get('vary')]).toEqual([
      'de',
      expect.stringMatching(/accept-language/i),
    ]);
    expect(body.rows[0].title.text).toBe('Für dich');
    expect(body.rows[0].items[0].reasons[0].text).toMatch(/^(Weil|Mit|Regie|Du|Auf|Aus)/);
    const none = await ada.send<{ detail: string }>('GET', '/movies/none-such', undefined, german);
    expect([none.status, none.body.detail, none.headers.get('content-language')]).toEqual([
      404,
      'Diesen Film gibt es nicht.',
      'de',
    ]);
    expect(none.headers.get('vary')).toMatch(/accept-language/i);
  });

  it('do not have, in the very next answer, what was just rated, dismissed or put on the watchlist', async () => {
    const ada = await spaceLover();
    const [first, second, third] = shownOn(await rowsOf(ada));
    await ada.put(`/me/ratings/${first}`, { rating: 4 });
    expect(shownOn(await rowsOf(ada))).not.toContain(first);
    await ada.put(`/me/not-interested/${second}`);
    expect(shownOn(await rowsOf(ada))).not.toContain(second);
    await ada.put(`/me/watchlist/${third}`);
    const { rows } = await rowsOf(ada);
    expect(idsOf(rows[0])).not.toContain(third);
    await eventually(async () =>
      expect(await rowsOf(ada)).toMatchObject({ status: 'fresh', ratingsVersion: 4 }),
    );
  });

  it('go on each at an address of its own', async () => {
    const ada = await spaceLover();
    const { rows } = await rowsOf(ada, '?limit=5');
    expect(rows.filter((row) => row.more).length).toBeGreaterThan(1);
    for (const { id, items, more } of rows.filter((row) => row.more)) {
      expect(items).toHaveLength(5);
      expect(more).toBe(`/me/rows/${id}`);
      const seen: string[] = [];
      let page: RecommendationsPage | undefined;
      do {
        const cursor = page ? `&cursor=${page.nextCursor}` : '';
        const { status, body } = await ada.get<RecommendationsPage>(`${more}?limit=7${cursor}`);
        expect(status).toBe(200);
        seen.push(...idsOf((page = body)));
      } while (page.nextCursor);
      expect(seen.slice(0, 5)).toEqual(idsOf({ items }));
      expect(seen.length).toBeGreaterThan(5);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('go on in the row that the first page was of when another replaces it', async () => {
    const ada = await spaceLover();
    const row = async (query: string) =>
      (await ada.get<RecommendationsPage>(`/me/rows/director?${query}`)).body;
    const whole = idsOf(await row('limit=100'));
    const first = await row('limit=4');
    const changed = whole[6];
    await ada.untilListed(2, () => ada.rate({ [changed]: 2 }));
    const second = await row(`limit=4&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ status: 'stale', ratingsVersion: 1 });
    expect(idsOf(second)).toEqual(
      whole
        .slice(4)
        .filter((id) => id !== changed)
        .slice(0, 4),
    );
    expect(await row('limit=4')).toMatchObject({ status: 'fresh', ratingsVersion: 2 });
  });

  it('refuse what is no row, no cursor of it and no limit', async () => {
    const ada = await spaceLover();
    const answer = async (path: string) => {
      const { status, body } = await ada.get<Problem>(path);
      return [status, body.code, body.errors?.[0].path];
    };
    expect(await answer('/me/rows/because-1')).toEqual([404, 'row_not_found', undefined]);
    expect(await answer('/me/rows/%2e%2e%2fx')).toEqual([404, 'row_not_found', undefined]);
    expect(await answer('/me/rows?limit=0')).toEqual([400, 'validation_failed', 'limit']);
    const { nextCursor } = await ada.list('?limit=5');
    expect(await answer(`/me/rows/short-evenings?cursor=${nextCursor}`)).toEqual([
      400,
      'validation_failed',
      'cursor',
    ]);
    expect((await new FilmLover(system.api).get('/me/rows')).status).toBe(401);
  });
});
