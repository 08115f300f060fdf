import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { MovieCard } from '#contracts/catalog/movie.js';
import type { WeighedRecommendation } from '#contracts/recommender/recommendation.js';
import { encodeCursor } from '#contracts/protocol/cursor.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Problem, titles, type RecommendationsPage } from '../support/system/film-lover.js';
import { MOVIES_PER_CAMP, isSpace, loveOf, movieId } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

type Evening = Pick<RecommendationsPage, 'items'> & { degraded?: string[]; mood?: object };

const idsOf = (page: Pick<RecommendationsPage, 'items'>) => page.items.map(({ movie }) => movie.id);

describe('recommendations', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

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
    const [ada, claire] = await Promise.all([FilmLover.register(system.api), FilmLover.register(system.api)]);
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
    const matches = items.map(({ match }) => match);
    expect(matches).toEqual([...matches].sort((a, b) => b - a));
    expect(matches.every((match) => Number.isInteger(match) && match >= 0 && match <= 100)).toBe(true);
  });

  it('say where a film stands in its series, in lists, rows and for tonight', async () => {
    const claire = await FilmLover.register(system.api);
    await claire.untilListed(1, () => claire.rate(loveOf('paris')));
    const parts = [57, 58, 59].map((n) => movieId('paris', n));
    const series = parts.map((_, at) => ({ name: 'Paris Collection', part: at + 1, of: 3 }));
    const inOrder = ({ items }: Pick<RecommendationsPage, 'items'>) =>
      parts.map((id) => items.find(({ movie }) => movie.id === id)?.series);
    const filtered = await claire.list('?yearFrom=2017');
    expect(inOrder(filtered)).toEqual(series);
    expect(filtered.items.filter((item) => item.series)).toHaveLength(3);
    expect(filtered.items.every(({ movie }) => !('series' in movie))).toBe(true);
    expect(inOrder(await claire.list('?limit=100'))).toEqual(series);
    const { body: evening } = await claire.get<Evening>(
      '/me/tonight?from=any&limit=3&minutes=140&mood=paris',
    );
    for (const { movie, series: place } of evening.items)
      expect(place).toEqual(series[parts.indexOf(movie.id)]);
    const { body } = await claire.get<{ rows: Pick<RecommendationsPage, 'items'>[] }>('/me/rows');
    for (const { movie, series: place } of body.rows.flatMap(({ items }) => items))
      expect(place).toEqual(series[parts.indexOf(movie.id)]);
  });

  it('tell what speaks for and against any film, by the score that sorts them', async () => {
    const ada = await FilmLover.register(system.api);
    const low = { [movieId('paris', 1)]: 1, [movieId('paris', 4)]: 1.5 };
    await ada.untilListed(1, () => ada.rate({ ...loveOf('space'), ...low }));
    const why = async (id: string) => {
      const { status, body } = await ada.get<WeighedRecommendation>(`/me/why/${id}`);
      expect(status).toBe(200);
      const sum = Object.values(body.contributions).reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(body.score, 6);
      return body;
    };
    // A model that learnt of the plots may come between two answers.
    const items = await eventually(async () => {
      const { items } = await ada.list('?limit=50');
      for (const at of [0, 17]) {
        const { movie, reasons: _, ...scored } = items[at];
        expect(await why(movie.id)).toMatchObject({ ...scored, place: at + 1 });
      }
      return items;
    });
    const codesOf = (reasons: { code: string }[]) => reasons.map(({ code }) => code);
    const unlike = await why(movieId('paris', 33));
    expect(unlike.match).toBeLessThan(items[17].match);
    expect(codesOf(unlike.against)).toEqual(expect.arrayContaining(['gave-few-stars', 'low-genre']));
    expect(unlike.against.map(({ text }) => text)).toContain('You gave paris film 1 only 1.0 stars');
    const rated = await why(movieId('space', 0));
    expect(rated.against[0]).toMatchObject({ code: 'is-rated', kind: 'my-lists' });
    expect(rated.place).toBeUndefined();
    expect(rated.reasons.map(({ movieId }) => movieId)).not.toContain(movieId('space', 0));
    await ada.put(`/me/watchlist/${items[0].movie.id}`);
    await eventually(async () =>
      expect(codesOf((await why(items[0].movie.id)).against)[0]).toBe('is-on-watchlist'),
    );
    await ada.put(`/me/seen/${items[1].movie.id}`);
    await eventually(async () => expect(codesOf((await why(items[1].movie.id)).against)[0]).toBe('is-seen'));
    expect((await ada.get<Problem>('/me/why/999999')).body).toMatchObject({ code: 'movie_not_found' });
    expect((await ada.get<Problem>('/me/why/nonsense')).status).toBe(404);
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

  it('do not have, in the very next answer, what was just rated, seen or dismissed, whatever is asked for', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const wish = fc.record({
      route: fc.constantFrom('/me/recommendations', '/me/recommendations', '/me/onboarding'),
      diversity: fc.constantFrom('', 'diversity=0', 'diversity=0.1', 'diversity=0.5', 'diversity=1'),
      watchlist: fc.constantFrom('', 'includeWatchlist=true'),
      filter: fc.constantFrom('', 'genre=Romance', 'notGenre=Romance', 'yearFrom=1965&yearTo=2015'),
      limit: fc.constantFrom('limit=1', 'limit=7', 'limit=20'),
    });
    const change = fc.constantFrom<(id: string) => Promise<{ status: number }>>(
      (id) => ada.put(`/me/ratings/${id}`, { rating: 3 }),
      (id) => ada.put('/me/ratings', { ratings: [{ movieId: id, rating: 3 }] }),
      (id) => ada.put(`/me/not-interested/${id}`),
      (id) => ada.put(`/me/seen/${id}`),
    );
    await fc.assert(
      fc.asyncProperty(wish, change, fc.nat(), async ({ route, limit, ...rest }, save, at) => {
        const more = route === '/me/onboarding' ? [] : Object.values(rest);
        const address = `${route}?${[limit, ...more].filter(Boolean).join('&')}`;
        const shown = async () =>
          (await ada.get<{ items: (MovieCard & { movie?: MovieCard })[] }>(address)).body.items.map(
            ({ id, movie }) => movie?.id ?? id,
          );
        const before = await shown();
        const changed = before[at % before.length];
        expect((await save(changed)).status).toBeLessThan(300);
        const after = await shown();
        expect(after).not.toContain(changed);
        expect(after).toHaveLength(before.length);
      }),
      { numRuns: 12, endOnFailure: true },
    );
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

  it('keep to the time there is, and sort by match or by stars', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const short = await ada.list('?runtimeMax=90&limit=50');
    expect(short.items.map(({ movie }) => movie.runtime!).every((minutes) => minutes <= 90)).toBe(true);
    // Eleven of either camp take 80 to 90 minutes; four of them are rated.
    expect(short.items).toHaveLength(18);
    const between = await ada.list('?runtimeMin=100&runtimeMax=101');
    expect(between.items).toHaveLength(4);
    const [byMatch, byStars] = [
      await ada.list('?limit=100&sort=match'),
      await ada.list('?limit=100&sort=stars'),
    ];
    expect(byMatch.items).toEqual((await ada.list('?limit=100')).items);
    const stars = byStars.items.map(({ predictedRating }) => predictedRating);
    expect(stars).toEqual(stars.toSorted((a, b) => b - a));
    expect(idsOf(byStars)).not.toEqual(idsOf(byMatch));
  });

  it('give a few films for now: by time, taste and mood, from the list, the watchlist or any', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const tonight = async (query: string) => {
      const { status, body } = await ada.get<Evening>(`/me/tonight?${query}`);
      expect([query, status, body.degraded]).toEqual([query, 200, undefined]);
      return body;
    };
    // Again when another model has come to serve in between.
    const [first, others] = await eventually(async () => {
      const first = await tonight('minutes=100');
      expect(first.items).toHaveLength(3);
      expect(first.items.every(({ movie }) => isSpace(movie) && movie.runtime! <= 100)).toBe(true);
      const list = (await ada.list('?limit=100')).items.filter(({ movie }) => movie.runtime! <= 100);
      expect(idsOf(first)).toEqual(list.slice(0, 3).map(({ movie }) => movie.id));
      const others = await tonight(`minutes=100&not=${idsOf(first).join('&not=')}`);
      expect(idsOf(others)).toEqual(list.slice(3, 6).map(({ movie }) => movie.id));
      return [first, others];
    });

    await eventually(async () => {
      const few = (await ada.list('?known=-1&limit=3')).items.map(({ movie }) => movie.id);
      expect(few).not.toEqual((await ada.list('?limit=3')).items.map(({ movie }) => movie.id));
      expect(idsOf(await tonight('known=-1'))).toEqual(few);
    });

    // The process that embeds a mood starts with the first one.
    const paris = await eventually(() => tonight('mood=a%20widow%20in%20love%20in%20Paris&from=any'));
    expect(paris.mood).toEqual({ wanted: 'a widow in love in paris', unwanted: [] });
    expect(paris.items.map(({ movie }) => movie.title)).toEqual(
      Array(3).fill(expect.stringMatching(/^paris/)),
    );
    expect(paris.items[0].reasons[0]).toMatchObject({
      code: 'fits-mood',
      text: 'Fits “a widow in love in paris”',
    });
    for (const mood of ['no astronauts', 'not science fiction']) {
      const { items } = await tonight(`mood=${encodeURIComponent(mood)}`);
      const titles = items.map(({ movie }) => movie.title);
      expect([mood, ...titles]).toEqual([mood, ...Array(3).fill(expect.stringMatching(/^paris/))]);
    }

    expect((await tonight('from=watchlist')).items).toEqual([]);
    await ada.put(`/me/watchlist/${movieId('paris', 40)}`);
    await eventually(async () =>
      expect(idsOf(await tonight('from=watchlist'))).toEqual([movieId('paris', 40)]),
    );
    expect((await tonight('from=watchlist&minutes=119')).items).toEqual([]);
    await ada.rate({ [idsOf(others)[0]]: 2 });
    expect(idsOf(await tonight(`minutes=100&not=${idsOf(first).join('&not=')}`))).not.toContain(
      idsOf(others)[0],
    );
    for (const query of ['minutes=soon', 'from=nowhere', 'not=x', 'known=2', `mood=${'x'.repeat(201)}`])
      expect((await ada.get<Problem>(`/me/tonight?${query}`)).body.code).toBe('validation_failed');
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
    expect(seen).toHaveLength(2 * MOVIES_PER_CAMP - 5);
  });

  it.each(['', '&diversity=0.5', '&known=-0.5', '&includeWatchlist=true', '&genre=Romance&diversity=0.3'])(
    'page to the end as one long list: no film twice, none skipped (%s)',
    async (wish) => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const pages = async (limit: number) => {
        const seen: string[] = [];
        let page: RecommendationsPage | undefined;
        do {
          page = await ada.list(`?limit=${limit}${wish}${page ? `&cursor=${page.nextCursor}` : ''}`);
          seen.push(...idsOf(page));
        } while (page.nextCursor);
        return seen;
      };
      const [short, long] = [await pages(13), await pages(100)];
      expect(short).toEqual(long);
      expect(new Set(short).size).toBe(short.length);
      expect(short).toHaveLength(wish.includes('genre') ? MOVIES_PER_CAMP : 2 * MOVIES_PER_CAMP - 5);
    },
  );

  it.each(['', '&diversity=0.5', '&genre=Drama'])(
    'go on where they were when a film of the first page is rated: none skipped, none repeated (%s)',
    async (wish) => {
      const ada = await FilmLover.register(system.api);
      await ada.untilListed(1, () => ada.rate(loveOf('space')));
      const whole = idsOf(await ada.list(`?limit=60${wish}`));
      const first = await ada.list(`?limit=20${wish}`);
      expect(idsOf(first)).toEqual(whole.slice(0, 20));
      const changed = [whole[3], whole[25]];
      await ada.untilListed(2, () => ada.rate({ [changed[0]]: 1, [changed[1]]: 5 }));
      const second = await ada.list(`?limit=20${wish}&cursor=${first.nextCursor}`);
      const third = await ada.list(`?limit=10${wish}&cursor=${second.nextCursor}`);
      const following = whole.slice(20).filter((id) => !changed.includes(id));
      expect([...idsOf(second), ...idsOf(third)]).toEqual(following.slice(0, 30));
      expect(second).toMatchObject({ status: 'stale', ratingsVersion: 1 });
      expect(await ada.list(`?limit=20${wish}`)).toMatchObject({ status: 'fresh', ratingsVersion: 2 });
    },
  );

  it('refuse a cursor that is none of theirs at once, and take one of before', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const varied = await ada.list('?limit=20&diversity=0.5');
    const plain = await ada.list('?limit=20');
    const answer = (query: string) => ada.get<Problem>(`/me/recommendations?${query}`);
    for (const query of [
      `diversity=0.5&cursor=${encodeCursor([2000])}`,
      `diversity=0.5&cursor=${encodeCursor([8900])}`,
      `diversity=0.5&cursor=${plain.nextCursor}`,
      `cursor=${varied.nextCursor}`,
      `cursor=${encodeCursor(['personal', 'x'.repeat(16), 500])}`,
      `cursor=${encodeCursor([-20])}`,
      `cursor=${encodeCursor([1.5])}`,
      `cursor=${'A'.repeat(600)}`,
      'cursor=%00',
    ]) {
      const { status, body } = await answer(query);
      expect([query, status, body.code, body.errors?.[0].path]).toEqual([
        query,
        400,
        'validation_failed',
        'cursor',
      ]);
    }
    const second = await ada.list(`?limit=20&cursor=${plain.nextCursor}`);
    expect(await ada.list(`?limit=20&cursor=${encodeCursor([20])}`)).toEqual(second);
  });

  it('grow more varied with diversity, and keep to what somebody likes', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const [strict, varied] = [await ada.list('?limit=20'), await ada.list('?limit=20&diversity=1')];
    const idsOf = (page: RecommendationsPage) => page.items.map(({ movie }) => movie.id);
    expect(idsOf(varied)).not.toEqual(idsOf(strict));
    expect(varied.items.every(({ movie }) => isSpace(movie))).toBe(true);
    expect(varied.items[0].movie.id).toBe(strict.items[0].movie.id);
  });
});
