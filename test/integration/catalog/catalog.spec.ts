import 'reflect-metadata';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { AppError } from '#contracts/protocol/app.error.js';
import {
  type BrowseMovies,
  browseMovies,
  getMovie,
  getMovieCards,
  getPerson,
  listGenres,
  findCandidates,
  matchHistory,
  type MoodFits,
  moodFits,
  pageMovies,
  searchMovies,
  searchNames,
} from '#contracts/catalog/catalog.rpc.js';
import { matchesFilter, MOVIE_SORTS, type MovieCard } from '#contracts/catalog/movie.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import type { Rpc } from '#contracts/protocol/rpc.js';
import { RatingsChanged, UserDeleted } from '#contracts/users/users.events.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ingestion } from '../../../apps/catalog/movies/ingestion.js';
import { MovieDocument, movieSchema } from '../../../apps/catalog/movies/movie.schema.js';
import { MovieViews } from '../../../apps/catalog/movies/movie.views.js';
import { address, eventually } from '../../support/process/eventually.js';
import { MOVIES, writeMovies } from '../../support/catalog/catalog.movies.js';
import { TcpProxy } from '../../support/process/tcp-proxy.js';
import { CatalogFixture } from '../../support/catalog/catalog.fixture.js';

jest.setTimeout(120_000);

const ADA = '66f2c3a17d3e2b0012ab34cd';
const BOB = '66f2c3a17d3e2b0012ab34ce';
const RATED_AT = '2026-01-01T00:00:00.000Z';

describe('the catalog service', () => {
  const fixture = new CatalogFixture();
  let folder: string;

  const call = <Request extends object, Reply>(rpc: Rpc<Request, Reply>, request: Request) =>
    fixture.rpc.call(rpc, request, 20_000);
  const browse = (request: BrowseMovies) => call(browseMovies, request);
  const titles = (movies: MovieCard[]) => movies.map(({ title }) => title);

  async function refusal(rpc: Rpc<object, unknown>, request: unknown): Promise<AppError> {
    const outcome: unknown = await call(rpc, request as object).catch((error: unknown) => error);
    if (!(outcome instanceof AppError)) throw new Error(`accepted: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  async function allPages(request: BrowseMovies): Promise<{ cards: MovieCard[]; totals: Set<number> }> {
    const cards: MovieCard[] = [];
    const totals = new Set<number>();
    for (let cursor: string | undefined; ;) {
      const page = await browse({ ...request, cursor });
      cards.push(...page.items);
      totals.add(page.total);
      if (!page.nextCursor) return { cards, totals };
      cursor = page.nextCursor;
    }
  }

  beforeAll(async () => {
    await fixture.open();
    folder = await writeMovies(MOVIES);
    await fixture.run(['--initdb', '--fillchroma', '--dataset', folder]);
    await fixture.serve();
  });

  afterAll(async () => {
    await fixture.close();
    await rm(folder, { recursive: true });
  });

  it('gives one film, whole', async () => {
    expect(await call(getMovie, { movieId: '2' })).toEqual({
      id: '2',
      title: 'Spring on the Seine',
      year: 2001,
      genres: ['Romance', 'Comedy'],
      language: 'fr',
      originalLanguage: 'fr',
      runtime: 100,
      voteCount: 1000,
      ratingCount: 0,
      posterUrl: 'https://image.tmdb.org/t/p/w342/poster-2.jpg',
      plot: MOVIES[1].plot,
      directors: [{ id: 'elodie-martin', name: 'Élodie Martin' }],
      cast: [{ id: 'audrey-blanc', name: 'Audrey Blanc' }],
      keywords: ['made up'],
    });
    expect((await refusal(getMovie, { movieId: '999999' })).code).toBe('movie_not_found');
  });

  it('gives cards in the order asked for and leaves unknown films out', async () => {
    const cards = await call(getMovieCards, { movieIds: ['4', 'ml-77', '1', '4'] });
    expect(cards.map(({ id }) => id)).toEqual(['4', '1', '4']);
  });

  it.each(MOVIE_SORTS)('pages through all films by %s without a gap or a repeat', async (sort) => {
    const { cards, totals } = await allPages({ sort, limit: 7 });
    expect(cards.map(({ id }) => id).sort()).toEqual(MOVIES.map(({ id }) => id).sort());
    expect([...totals]).toEqual([MOVIES.length]);
  });

  it('puts films in the order asked for', async () => {
    expect(titles((await browse({ sort: 'popularity', limit: 2 })).items)[0]).toBe('The Iron Assassin');
    const years = (await browse({ sort: 'year', limit: 5 })).items.map(({ year }) => year);
    expect(years).toEqual([2015, 2010, 2003, 2001, 1995]);
    // Articles and signs do not count: Iron …, Long …, Olé, Reef …
    const byTitle = titles((await browse({ sort: 'title', limit: 6 })).items);
    expect(byTitle).toEqual([
      'The Iron Assassin',
      'The Long Heist',
      'The Long Heist',
      '¡Olé!',
      'Reef Family',
      'Spring on the Seine',
    ]);
  });

  it.each<BrowseMovies>([
    { genre: ['science fiction', 'ACTION'] },
    { genre: ['Crime', 'Romance'] },
    { genre: ['Crime', 'Romance'], genreMode: 'any' },
    { genre: ['Crime'], notGenre: ['thriller'] },
    { notGenre: ['Drama'], yearFrom: 2001, yearTo: 2010 },
    { language: 'fr' },
    { genre: ['no such genre'] },
  ])('finds exactly the films that meet %j', async (filter) => {
    const expected = MOVIES.filter((movie) => matchesFilter({ language: 'en', ...movie }, filter)).map(
      ({ id }) => id,
    );
    const { cards, totals } = await allPages({ ...filter, limit: 3 });
    expect(cards.map(({ id }) => id).sort()).toEqual(expected.sort());
    expect([...totals]).toEqual([expected.length]);
  });

  it('finds films by the people in them', async () => {
    expect(titles((await browse({ person: 'mara lind' })).items)).toEqual([
      'The Iron Assassin',
      'The Long Heist',
    ]);
    expect(titles((await browse({ person: 'Elodie Martin' })).items)).toEqual(['Spring on the Seine']);
    expect((await browse({ person: 'Rossi' })).items).toHaveLength(2);
    expect((await browse({ person: 'Ross' })).total).toBe(0);
    expect((await browse({ person: '.*' })).total).toBe(0);
  });

  it('finds films by words of their title, the last one unfinished', async () => {
    expect(titles((await browse({ title: 'Assassin, the ir' })).items)).toEqual(['The Iron Assassin']);
    expect(titles((await browse({ title: 'ole' })).items)).toEqual(['¡Olé!']);
    expect((await browse({ title: 'heis' })).total).toBe(2);
    expect((await browse({ title: 'iron heist' })).total).toBe(0);
    expect((await browse({ title: '.*' })).total).toBe(0);
  });

  it('refuses a cursor that is none, by name', async () => {
    const { nextCursor } = await browse({ sort: 'title', limit: 1 });
    for (const cursor of ['e30', 'xyz', nextCursor]) {
      const error = await refusal(browseMovies, { sort: 'year', cursor });
      expect(error).toMatchObject({ code: 'validation_failed', errors: [{ path: 'cursor' }] });
    }
  });

  it.each<[string, Rpc<object, unknown>, unknown]>([
    ['movieId', getMovie, { movieId: { $gt: '' } }],
    ['movieIds', getMovieCards, { movieIds: [{ $ne: null }] }],
    ['title', browseMovies, { title: { $regex: '.*' } }],
    ['person', browseMovies, { person: { $ne: '' } }],
    ['language', browseMovies, { language: { $gt: '' } }],
    ['genre', browseMovies, { genre: [{ $ne: '' }] }],
    ['yearFrom', browseMovies, { yearFrom: { $gt: 0 } }],
    ['q', searchMovies, { q: { $gt: '' } }],
    ['q', searchNames, { q: { $gt: '' } }],
    ['personId', getPerson, { personId: { $gt: '' } }],
    ['after', pageMovies, { after: { $gt: '' }, limit: 1 }],
    ['rows.0.title', matchHistory, { rows: [{ row: 1, title: { $gt: '' } }] }],
    ['$where', browseMovies, { $where: '1' }],
  ])('refuses an operator object as %s', async (path, rpc, request) => {
    const error = await refusal(rpc, request);
    expect(error).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
  });

  it('finds a film by what it is about', async () => {
    const [best, next] = await call(searchMovies, { q: 'a robot sent from the future', limit: 5 });
    expect(best).toMatchObject({ title: 'The Iron Assassin', match: 'plot' });
    expect(best.score).toBeGreaterThan(next.score);
    expect(best.score).toBeLessThanOrEqual(1);
    expect(titles(await call(searchMovies, { q: 'lost fish in the sea', limit: 1 }))).toEqual([
      'Reef Family',
    ]);
  });

  it('tells how films suit a mood, by plot, genre and theme, and what they are not to be', async () => {
    const near = await call(moodFits, { mood: 'a bank robbery, no robots' });
    expect(near).toMatchObject({ wanted: 'a bank robbery', unwanted: ['robots'] });
    expect(near.degraded).toBeUndefined();
    const fit = ({ fits }: MoodFits, id: string) => fits.find(({ movieId }) => movieId === id)!;
    expect(fit(near, '3').wanted).toBe(Math.max(...near.fits.map(({ wanted }) => wanted)));
    expect(fit(near, '1').unwanted).toBe(Math.max(...near.fits.map(({ unwanted }) => unwanted)));
    const some = await call(moodFits, { mood: 'not funny', movieIds: ['1', '2', '6', 'ml-404'] });
    expect(some).toMatchObject({ wanted: '', unwanted: ['funny'] });
    expect(some.fits.map(({ movieId }) => movieId).sort()).toEqual(['1', '2', '6']);
    expect(fit(some, '2')).toEqual({ movieId: '2', wanted: 0, unwanted: 1 });
    expect(fit(some, '1').unwanted).toBeLessThan(1);
    expect(fit(some, '6')).toEqual({ movieId: '6', wanted: 0, unwanted: 0 });
    expect((await call(moodFits, { mood: 'no robots' })).fits).toEqual([]);
  });

  it('finds a film by its title before those whose plots are merely alike', async () => {
    const found = await call(searchMovies, { q: 'long heist', limit: 4 });
    expect(titles(found).slice(0, 2)).toEqual(['The Long Heist', 'The Long Heist']);
    expect(found[0]).toMatchObject({ id: '3', match: 'title', score: 1 });
    expect(found).toHaveLength(4);
    expect(new Set(found.map(({ id }) => id)).size).toBe(4);
    expect(await call(searchMovies, { q: 'xqzzvv' })).toEqual([]);
    expect(await refusal(searchMovies, { q: '  ' })).toMatchObject({ errors: [{ path: 'q' }] });
  });

  it.each([
    ['ironassassin', ['The Iron Assassin']],
    ['iron asassin', ['The Iron Assassin']],
    ['lnog hiest', ['The Long Heist', 'The Long Heist']],
    ['village story seven', ['Village Story 7']],
    ['reef famliy', ['Reef Family']],
    ['¡!', []],
    ['xqzzvv', []],
  ])('finds films by a name as people type it: %s', async (q, expected) => {
    const { movies } = await eventually(async () => {
      const found = await call(searchNames, { q });
      expect(titles(found.movies)).toEqual(expected);
      return found;
    });
    expect(movies.every(({ match, score }) => match === 'title' && score > 0.3 && score <= 1)).toBe(true);
  });

  it('finds people by name, the best known first, and nobody who has mistyped a name that is there', async () => {
    const found = async (q: string) => (await call(searchNames, { q })).people;
    const mara = { id: 'mara-lind', name: 'Mara Lind', role: 'actor', count: 2 };
    expect(await found('mara lind')).toEqual([mara]);
    expect(await found('Lind')).toEqual([mara]);
    expect(await found('mara lnid')).toEqual([mara]);
    expect(await found('elodie')).toEqual([
      { id: 'elodie-martin', name: 'Élodie Martin', role: 'director', count: 1 },
    ]);
    expect(await found('jones')).toEqual([
      { id: 'prolific-jones', name: 'Prolific Jones', role: 'director', count: 42 },
    ]);
    expect((await found('player')).map(({ name }) => name).sort()).toEqual(
      [0, 1, 2, 3, 4].map((n) => `Player ${n}`),
    );
    expect(await found('xqzzvv')).toEqual([]);
    expect(await refusal(searchNames, { q: ' ' })).toMatchObject({ errors: [{ path: 'q' }] });
  });

  it('shows a person with their films, the best known first', async () => {
    const { movies, ...person } = await call(getPerson, { personId: 'mara-lind' });
    expect(person).toEqual({ id: 'mara-lind', name: 'Mara Lind', role: 'actor', count: 2 });
    expect(movies.map(({ title, roles }) => [title, roles])).toEqual([
      ['The Iron Assassin', ['actor']],
      ['The Long Heist', ['actor']],
    ]);
    const prolific = await call(getPerson, { personId: 'prolific-jones', limit: 5 });
    expect([prolific.count, prolific.movies.length]).toEqual([42, 5]);
    expect((await refusal(getPerson, { personId: 'nobody' })).code).toBe('person_not_found');
  });

  it('finds names on every replica soon after they come, change and go', async () => {
    const other = await fixture.serve();
    const stored = fixture.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    const ingestion = new Ingestion(stored, new MovieViews(fixture.environment));
    const load = (title: string) => {
      const cast = [{ name: 'Zoe Quill', order: 0 }];
      const movie = { id: '8', title, genres: [], keywords: [], cast, directors: [], links: {} };
      return ingestion.load({ name: 'made up', kind: 'tmdb' }, Readable.from([movie]));
    };
    // Calls go to the replicas in turn.
    const everywhere = async (q: string) => {
      const found = await Promise.all([1, 2, 3, 4].map(() => call(searchNames, { q })));
      return found.map(({ movies, people }) => [
        ...movies.map(({ id }) => id),
        ...people.map(({ id }) => id),
      ]);
    };
    const onAll = (ids: string[]) => [ids, ids, ids, ids];

    await load('Quixotic Zebra');
    await eventually(async () => expect(await everywhere('quixotic zebra')).toEqual(onAll(['8'])));
    expect(await everywhere('zoe quill')).toEqual(onAll(['zoe-quill']));
    await load('Quixotic Okapi');
    await eventually(async () => expect(await everywhere('okapi')).toEqual(onAll(['8'])));
    expect(await everywhere('zebra')).toEqual(onAll([]));
    await stored.deleteOne({ _id: '8' });
    await eventually(async () => expect(await everywhere('okapi')).toEqual(onAll([])));
    expect(await everywhere('zoe quill')).toEqual(onAll([]));
    other.child.kill('SIGTERM');
    expect(await once(other.child, 'exit')).toEqual([0, null]);
  });

  it('counts genres, anew when films have changed', async () => {
    const genres = await call(listGenres, {});
    expect(genres[0]).toEqual({ name: 'Drama', count: 42 });
    expect(genres).toContainEqual({ name: 'Crime', count: 2 });
    const more = { ...MOVIES[4], id: '7', title: 'The Third Heist' };
    await fixture.run(['--initdb', '--dataset', await writeMovies([...MOVIES, more], folder)]);
    expect(await call(listGenres, {})).toContainEqual({ name: 'Crime', count: 3 });
    await fixture.mongo.collection('movies').deleteOne({ title: 'The Third Heist' });
  });

  it('recognises the films of a history by whatever its rows carry', async () => {
    const rows = [
      { row: 1, movieId: '4' },
      { row: 2, movielensId: 5001 },
      { row: 3, imdbId: 'tt0000002', title: 'Whatever' },
      { row: 4, title: 'Long Heist, The', year: 1996 },
      { row: 5, title: 'The Long Heist' },
      { row: 6, movielensId: 1, title: 'Reef Family', year: 2003 },
      { row: 7, title: 'Reef Family', year: 1970 },
      // An episode of that name, or a game.
      { row: 8, imdbId: 'tt0999999', title: 'Reef Family', year: 2003 },
      { row: 9, movieId: '4', imdbId: 'tt0000002' },
    ];
    expect(await call(matchHistory, { rows })).toEqual([
      { row: 1, movieId: '4' },
      { row: 2, movieId: '1' },
      { row: 3, movieId: '2' },
      { row: 4, movieId: '3' },
      {
        row: 5,
        why: 'several films fit: The Long Heist (1995), The Long Heist (2015): a year would tell them apart',
      },
      { row: 6, movieId: '4' },
      { row: 7, why: 'the catalogue has no film "Reef Family" (1970), only Reef Family (2003)' },
      { row: 8, why: 'the catalogue has no film with the IMDb id tt0999999' },
      { row: 9, why: 'its ids are those of two films' },
    ]);
    const asked = [{ row: 7, title: 'Reef Famly', year: 2003 }];
    expect(await call(findCandidates, { rows: asked })).toEqual([{ row: 7, movieIds: ['4'] }]);
  });

  it('hands out all films, a page at a time', async () => {
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await call(pageMovies, { after, limit: 20 });
      if (page.length === 0) break;
      ids.push(...page.map(({ id }) => id));
      after = ids.at(-1);
    }
    expect(ids).toEqual(MOVIES.map(({ id }) => id).sort());
  });

  it('shows how films are rated, soon after they are', async () => {
    const rate = (userId: string, rating?: number, version = 1) =>
      fixture.publisher.publish(RatingsChanged, {
        userId,
        version,
        changes: ['1', '424242'].map((movieId) => ({ movieId, rating, ratedAt: RATED_AT })),
      });
    const stats = async () => {
      const { averageRating, ratingCount } = await call(getMovie, { movieId: '1' });
      return { averageRating, ratingCount };
    };
    const others = ['cf', 'd0', 'd1'].map((end) => ADA.slice(0, -2) + end);
    await rate(ADA, 5);
    await rate(BOB, 3.5);
    for (const other of others) await rate(other, 4);
    // As if five more had given 3.5; of four, nothing is shown but that there are some.
    const averageRating = (5 + 3.5 + 3 * 4 + 5 * 3.5) / 10;
    await eventually(async () => expect(await stats()).toEqual({ averageRating, ratingCount: 5 }));
    expect((await browse({ sort: 'rating', limit: 1 })).items[0].id).toBe('1');
    await rate(BOB, undefined, 2);
    await eventually(async () => expect(await stats()).toEqual({ averageRating: undefined, ratingCount: 4 }));
    for (const other of others) await fixture.publisher.publish(UserDeleted, { userId: other });
    await fixture.publisher.publish(UserDeleted, { userId: ADA });
    await eventually(async () => expect(await stats()).toEqual({ averageRating: undefined, ratingCount: 0 }));
    expect(await fixture.mongo.collection('ratings').countDocuments({ userId: ADA })).toBe(0);
  });

  it('gives the certifications of a film, and others once a load brings others', async () => {
    const record: MovieRecord = {
      id: '900',
      title: 'Certified',
      genres: [],
      keywords: [],
      cast: [],
      directors: [],
      links: {},
    };
    const movies = fixture.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    const ingestion = new Ingestion(movies, new MovieViews(fixture.environment));
    const load = (certifications?: MovieRecord['certifications']) =>
      ingestion.load({ name: 'made up', kind: 'tmdb' }, Readable.from([{ ...record, certifications }]));
    const shown = async () => (await call(getMovie, { movieId: '900' })).certifications;

    expect(await load({ US: 'PG-13', DE: '12' })).toMatchObject({ added: 1, refused: 0 });
    expect(await shown()).toEqual({ US: 'PG-13', DE: '12' });
    expect(await load({ US: 'PG-13', DE: '12' })).toMatchObject({ unchanged: 1 });
    expect(await load({ US: 'R' })).toMatchObject({ changed: 1 });
    expect(await shown()).toEqual({ US: 'R' });
    expect(await load()).toMatchObject({ changed: 1 });
    expect(await shown()).toBeUndefined();
    expect(await load({ usa: 'R' })).toMatchObject({ refused: 1, refusals: [{ id: '900' }] });
    await movies.deleteOne({ _id: '900' });
  });

  it('gives up the plot search while Chroma hangs', async () => {
    await fixture.stopProcesses();
    const chroma = await (await TcpProxy.inFrontOf(address('CHROMA_URL'))).opened();
    const service = await fixture.serve({ CHROMA_URL: chroma.url });
    await eventually(() => call(searchMovies, { q: 'robots' }));
    chroma.fallSilent();
    expect((await refusal(searchMovies, { q: 'robots' })).code).toBe('plot_search_unavailable');
    service.child.kill('SIGTERM');
    expect(await once(service.child, 'exit')).toEqual([0, null]);
    await chroma.shut();
  });

  it('goes on without Chroma, but for the plot search', async () => {
    await fixture.stopProcesses();
    const service = await fixture.serve({ CHROMA_URL: 'http://127.0.0.1:9', POSTERS: 'off' });
    expect((await refusal(searchMovies, { q: 'robots' })).code).toBe('plot_search_unavailable');
    expect(
      await call(moodFits, { mood: 'a crime story, not funny', movieIds: ['2', '3', '4'] }),
    ).toMatchObject({
      degraded: true,
      fits: expect.arrayContaining([
        { movieId: '2', wanted: 0, unwanted: 1 },
        { movieId: '3', wanted: expect.any(Number), unwanted: 0 },
        { movieId: '4', wanted: 0, unwanted: 0 },
      ]),
    });
    expect(titles((await call(searchNames, { q: 'reef' })).movies)).toEqual(['Reef Family']);
    expect(await call(getMovie, { movieId: '1' })).not.toHaveProperty('posterUrl');
    service.child.kill('SIGTERM');
    expect(await once(service.child, 'exit')).toEqual([0, null]);
  });
});
