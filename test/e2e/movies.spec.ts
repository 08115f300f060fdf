import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MovieCard, MovieDetails } from '#contracts/catalog/movie.js';
import type { FoundPerson, PersonDetails } from '#contracts/catalog/person.js';
import type { SimilarMovie } from '#contracts/recommender/recommendation.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { MOVIES_PER_CAMP, movieId, isSpace } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

interface FoundNames extends Items<MovieCard> {
  people: FoundPerson[];
}

describe('films', () => {
  const system = sharedSystem();
  let stranger: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(() => void (stranger = new FilmLover(system.api)));

  it('are browsed without an account, page by page', async () => {
    const first = await stranger.get<Items<MovieCard>>('/movies?sort=year&limit=30');
    expect(first.status).toBe(200);
    expect(first.body.total).toBe(2 * MOVIES_PER_CAMP);
    const second = await stranger.get<Items<MovieCard>>(
      `/movies?sort=year&limit=30&cursor=${first.body.nextCursor}`,
    );
    const ids = [...first.body.items, ...second.body.items].map((movie) => movie.id);
    expect(new Set(ids).size).toBe(60);
  });

  it('are found by person, title and genre', async () => {
    const byPerson = await stranger.get<Items<MovieCard>>('/movies?person=claire%20seine&limit=100');
    expect(byPerson.body.total).toBe(MOVIES_PER_CAMP);
    const byTitle = await stranger.get<Items<MovieCard>>('/movies?title=paris%20film%207');
    expect(byTitle.body.items.map((movie) => movie.id)).toContain(movieId('paris', 7));
    const genres = await stranger.get<{ name: string; count: number }[]>('/genres');
    expect(genres.body).toContainEqual({ name: 'Romance', count: MOVIES_PER_CAMP });
  });

  it('are found by what happens in them', async () => {
    const { body } = await stranger.get<Items<MovieCard & { score: number }>>(
      '/movies/search?q=astronauts%20and%20aliens%20in%20outer%20space&limit=5',
    );
    expect(body.items).toHaveLength(5);
    expect(body.items.every(isSpace)).toBe(true);
  });

  it('are found by names as people type them, and so are the people', async () => {
    const found = (q: string) =>
      eventually(async () => {
        const { status, body } = await stranger.get<FoundNames>(`/movies/names?q=${encodeURIComponent(q)}`);
        expect(status).toBe(200);
        return { titles: body.items.map(({ title }) => title), people: body.people.map(({ id }) => id) };
      });
    expect((await found('pariss film seven')).titles).toEqual(['paris film 7']);
    expect(await found('ada orbti')).toEqual({ titles: [], people: ['ada-orbit'] });
    expect(await found('xqzzvv')).toEqual({ titles: [], people: [] });
    const byPlot = await stranger.get<FoundNames>('/movies/search?q=claire%20seine');
    expect(byPlot.body.people).toMatchObject([
      { name: 'Claire Seine', role: 'director', count: MOVIES_PER_CAMP },
    ]);
  });

  it('are shown with who made them', async () => {
    const { body } = await stranger.get<PersonDetails>('/people/claire-seine');
    expect(body).toMatchObject({ id: 'claire-seine', name: 'Claire Seine', role: 'director' });
    expect([body.count, body.movies.length]).toEqual([MOVIES_PER_CAMP, MOVIES_PER_CAMP]);
    expect(body.movies.every(({ roles }) => roles.join() === 'director')).toBe(true);
    for (const nobody of ['nobody', 'x'.repeat(300), '%00', '%D8%A7'])
      expect((await stranger.get(`/people/${nobody}`)).status).toBe(404);
  });

  it('are shown whole, with how they are rated', async () => {
    const movie = await eventually(async () => {
      const { body } = await stranger.get<MovieDetails>(`/movies/${movieId('space', 0)}`);
      expect(body.ratingCount).toBeGreaterThan(0);
      return body;
    });
    expect(movie).toMatchObject({
      title: 'space film 0',
      year: 1960,
      language: 'en',
      originalLanguage: 'en',
      runtime: 80,
      keywords: ['space'],
    });
    expect(movie.directors.map((person) => person.name)).toEqual(['Ada Orbit']);
    expect(movie.plot).toContain('astronauts');
    expect(movie.averageRating).toBeGreaterThan(1);
  });

  it('say where they stand in their series', async () => {
    const { body } = await stranger.get<MovieDetails>(`/movies/${movieId('paris', 58)}`);
    expect(body.series?.name).toBe('Paris Collection');
    expect(body.series?.parts.map(({ id }) => id)).toEqual([57, 58, 59].map((n) => movieId('paris', n)));
    const { body: alone } = await stranger.get<MovieDetails>(`/movies/${movieId('paris', 3)}`);
    expect(alone.series).toBeUndefined();
  });

  it('can be asked for by length', async () => {
    const { body } = await stranger.get<Items<MovieCard>>('/movies?runtimeMin=100&runtimeMax=102&limit=50');
    expect(body.total).toBe(6);
    expect(body.items.every(({ runtime = 0 }) => runtime >= 100 && runtime <= 102)).toBe(true);
    expect((await stranger.get<Problem>('/movies?runtimeMax=long')).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'runtimeMax' }],
    });
  });

  it('have others like them, with why', async () => {
    const { body } = await stranger.get<{ items: SimilarMovie[] }>(
      `/movies/${movieId('paris', 3)}/similar?limit=10`,
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
