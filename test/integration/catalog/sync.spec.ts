import 'reflect-metadata';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { MoviesChanged, PlotsIndexed } from '#contracts/catalog/catalog.events.js';
import { openDataset } from '#datasets/dataset.js';
import { readEnvironment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ingestion } from '../../../apps/catalog/movies/ingestion.js';
import { MovieDocument, movieSchema } from '../../../apps/catalog/movies/movie.schema.js';
import { MovieViews } from '../../../apps/catalog/movies/movie.views.js';
import { MoviesRelay } from '../../../apps/catalog/movies/movies.relay.js';
import { FilmSync } from '../../../apps/catalog/sync/film.sync.js';
import { SyncQueue } from '../../../apps/catalog/sync/sync.queue.js';
import {
  SyncState,
  syncStateSchema,
  TrackedFilm,
  trackedFilmSchema,
} from '../../../apps/catalog/sync/sync.schema.js';
import { TmdbClient } from '../../../apps/catalog/sync/tmdb.client.js';
import { TmdbFilms } from '../../../apps/catalog/sync/tmdb.films.js';
import { TmdbPace } from '../../../apps/catalog/sync/tmdb.pace.js';
import { UnfollowedFilms } from '../../../apps/catalog/sync/unfollowed.films.js';
import { CatalogFixture } from '../../support/catalog/catalog.fixture.js';
import { MOVIES, writeMovies } from '../../support/catalog/catalog.movies.js';
import { address, eventually } from '../../support/process/eventually.js';
import { FULL_FILM, tmdbFilm } from '../../support/tmdb/tmdb.films.js';
import { FAULTS, TmdbServer } from '../../support/tmdb/tmdb.server.js';

jest.setTimeout(120_000);

const tmdb = new TmdbServer();
const fixture = new CatalogFixture();
const redis: RedisConnection[] = [];
/** Few enough to have their plots embedded in a moment. */
const FEW = MOVIES.slice(0, 6);
const DAY_MS = 24 * 3600 * 1000;

/** The variables of a process that has a token. */
const withToken = (more: Record<string, string> = {}) => ({
  ...fixture.variables,
  TMDB_URL: tmdb.url,
  TMDB_TOKEN: tmdb.token,
  TMDB_REQUESTS_PER_SECOND: '40',
  TMDB_MIN_VOTES: '100',
  CATALOG_LANGUAGES: 'de,pt-BR',
  WATCH_REGIONS: 'DE,AT',
  REDIS_URL: address('REDIS_URL'),
  REDIS_KEY_PREFIX: `${fixture.variables.MONGODB_DATABASE_PREFIX}:`,
  ...more,
});

async function client(more?: Record<string, string>): Promise<TmdbClient> {
  const environment = readEnvironment(withToken(more));
  const connection = new RedisConnection(environment);
  redis.push(connection);
  if (connection.client.status !== 'ready') await once(connection.client, 'ready');
  return new TmdbClient(new TmdbPace(connection, environment), environment);
}

/** A sync of a process of its own, with the environment that it was started with. */
async function sync(more?: Record<string, string>): Promise<FilmSync> {
  const environment = readEnvironment(withToken(more));
  const movies = fixture.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
  const queue = new SyncQueue(
    fixture.mongo.model<TrackedFilm>(TrackedFilm.name, trackedFilmSchema),
    fixture.mongo.model<SyncState>(SyncState.name, syncStateSchema),
    movies,
    environment,
  );
  const views = new MovieViews(environment);
  const relay = new MoviesRelay(movies, fixture.publisher, views);
  const films = new TmdbFilms(await client(more), environment);
  return new FilmSync(films, queue, new Ingestion(movies, views), relay, environment);
}

async function syncAll(more?: Record<string, string>) {
  const process = await sync(more);
  await process.look();
  const summary = await process.bringIn(new AbortController().signal);
  await process.followed();
  return summary;
}

const stored = (id: number) => fixture.mongo.collection<MovieDocument>('movies').findOne({ _id: String(id) });
const state = () => fixture.mongo.collection<SyncState>('tmdb-state');

beforeAll(async () => {
  await Promise.all([fixture.open(), tmdb.start()]);
});

afterEach(() => {
  tmdb.limit = 50;
  tmdb.slownessMs = 0;
});

afterAll(async () => {
  await fixture.close();
  for (const connection of redis) await connection.onApplicationShutdown();
  await tmdb.stop();
});

describe('the client of TMDB', () => {
  afterEach(() => {
    tmdb.asked();
  });

  it.each(Object.entries(FAULTS))('asks again when an answer is %s', async (name, fault) => {
    tmdb.put(tmdbFilm(1));
    tmdb.fail('/movie/1', fault);
    // A busy machine may hold up what is not silent.
    const one = await client(name === 'silent' ? { TMDB_TIMEOUT_MS: '2000' } : {});
    expect(await one.get('/movie/1')).toMatchObject({ id: 1, title: 'Film 1' });
    expect(tmdb.asked()).toEqual([1, 1]);
  });

  it('holds back every process for as long as TMDB asks for', async () => {
    const [one, other] = [await client(), await client()];
    tmdb.put(tmdbFilm(1));
    tmdb.fail('/movie/1', FAULTS.tooMany);
    const first = one.get('/movie/1');
    await eventually(() => expect(tmdb.requests).toHaveLength(1));
    await eventually(async () => expect(await redis.at(-1)!.client.get('tmdb:next')).not.toBeNull());
    await first;
    await other.get('/movie/1');
    const [refused, ...later] = tmdb.requests;
    for (const { at } of later) expect(at - refused.at).toBeGreaterThanOrEqual(950);
  });

  it('keeps all processes together below the limit', async () => {
    const clients = await Promise.all([1, 2, 3].map(() => client({ TMDB_REQUESTS_PER_SECOND: '20' })));
    const began = performance.now();
    await Promise.all(clients.flatMap((one) => Array.from({ length: 8 }, () => one.get('/movie/1'))));
    const times = tmdb.requests.map(({ at }) => at);
    expect(times).toHaveLength(24);
    // 23 pauses of a twentieth of a second, from when they may begin: a busy machine may hold up the first on its way.
    expect(Math.max(...times) - began).toBeGreaterThan(1100);
  });

  it('says what TMDB refuses, and asks no second time', async () => {
    await expect((await client({ TMDB_TOKEN: 'another-token' })).get('/movie/1')).rejects.toThrow(
      'TMDB refuses TMDB_TOKEN: Invalid API key',
    );
    await expect((await client()).get('/discover/movie', { page: 501 })).rejects.toThrow('TMDB answers 400');
    expect(tmdb.requests).toHaveLength(2);
  });

  it('gives up on what keeps failing', async () => {
    tmdb.fail('/movie/1', ...Array.from({ length: 6 }, () => FAULTS.down));
    const impatient = jest.spyOn(Math, 'random').mockReturnValue(-0.49);
    await expect((await client()).get('/movie/1')).rejects.toThrow('TMDB answers 503 (asked 6 times)');
    impatient.mockRestore();
    expect(tmdb.asked()).toHaveLength(6);
  });
});

describe('bringing in the films of TMDB', () => {
  let folder: string;

  beforeAll(async () => {
    tmdb.films.clear();
    tmdb.put(
      FULL_FILM,
      tmdbFilm(900_002, { vote_count: 99 }),
      tmdbFilm(900_003, { adult: true }),
      tmdbFilm(900_004, { release_date: '1921-02-03', vote_count: 100 }),
      ...FEW.filter(({ id }) => id !== '6').map(({ id, title, year }) =>
        tmdbFilm(Number(id), { title, release_date: `${year}-06-01`, vote_count: 50 }),
      ),
    );
    folder = await writeMovies(FEW);
    const dataset = await openDataset(folder, { cacheDir: '' });
    const movies = fixture.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    await new Ingestion(movies, new MovieViews(fixture.environment)).load(dataset, dataset.movies());
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('takes films with enough votes, and enriches those that are here in place', async () => {
    const summary = await syncAll();
    expect(summary).toMatchObject({ added: 2, changed: FEW.length - 1, gone: 1, failed: 0, failures: [] });
    expect(await stored(900_002)).toBeNull();
    expect(await stored(900_003)).toBeNull();
    expect(await stored(900_004)).toMatchObject({ year: 1921 });
    expect(await stored(1)).toMatchObject({ voteCount: 50, links: { movielens: '5001', tmdb: '1' } });
  });

  it('keeps all that is known of a film, in the languages and countries asked for', async () => {
    expect(await stored(900_001)).toMatchObject({
      title: 'The Late Harbour',
      originalTitle: 'Le Port tardif',
      year: 2024,
      tagline: 'Every ship comes home.',
      genres: ['Science Fiction'],
      keywords: ['lighthouse'],
      cast: ['First Lead', 'Second Lead'],
      directors: ['The Director'],
      peopleNumbers: { 'first-lead': 11, 'second-lead': 12, 'the-director': 22 },
      series: 'The Harbour Collection',
      certifications: { DE: '12', US: 'PG-13' },
      releaseDate: '2024-05-17',
      alternativeTitles: ['Harbour Lights'],
      translatedTitles: { de: 'Der späte Hafen', 'pt-BR': 'O Porto' },
      translatedPlots: { 'pt-BR': 'Um porto.' },
      trailer: 'https://www.youtube.com/watch?v=official123',
      watch: {
        DE: {
          link: 'https://www.themoviedb.org/movie/900001/watch?locale=DE',
          offers: [
            { provider: 8, name: 'Netflix', how: 'flatrate' },
            { provider: 9, name: 'Prime Video', how: 'flatrate' },
            { provider: 2, name: 'Apple TV', how: 'rent' },
          ],
        },
      },
      links: { tmdb: '900001', imdb: 'tt0900001' },
      titleKeys: expect.arrayContaining(['der spate hafen', 'harbour lights']),
    });
    expect((await stored(900_001))!.watch).not.toHaveProperty('US');
    await eventually(() =>
      expect(fixture.published(MoviesChanged).flatMap(({ movies }) => movies)).toContainEqual(
        expect.objectContaining({
          id: '900001',
          certifications: { DE: '12', US: 'PG-13' },
          releaseDate: '2024-05-17',
          titles: { de: 'Der späte Hafen', fr: 'Le Port tardif', 'pt-BR': 'O Porto' },
        }),
      ),
    );
  });

  it('tells titles in other languages, once, of films that a version before stored and published', async () => {
    const movies = fixture.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    const { revision } = (await stored(900_001))!;
    await movies.updateOne({ _id: '900001' }, { $unset: { titlesTold: 1 } });
    fixture.forgetPublished();
    const views = new MovieViews(fixture.environment);
    await new MoviesRelay(movies, fixture.publisher, views).drain();
    await eventually(() =>
      expect(fixture.published(MoviesChanged).flatMap((event) => event.movies)).toEqual([
        expect.objectContaining({
          id: '900001',
          revision: revision + 1,
          titles: expect.objectContaining({ de: 'Der späte Hafen' }),
        }),
      ]),
    );
    await new MoviesRelay(movies, fixture.publisher, views).drain();
    expect(await stored(900_001)).toMatchObject({ revision: revision + 1, titlesTold: true });
  });

  it('keeps and marks a film that TMDB no longer has', async () => {
    expect(await stored(6)).toMatchObject({ title: '¡Olé!', goneSince: expect.stringMatching(/^\d{4}-/) });
    tmdb.put(tmdbFilm(6, { title: '¡Olé!' }));
    tmdb.changes = [6];
    expect(await syncAll()).toMatchObject({ changed: 1, gone: 0 });
    expect(await stored(6)).not.toHaveProperty('goneSince');
  });

  it('asks for nothing again, but for films that changed and films that are new', async () => {
    tmdb.changes = [1, 777];
    tmdb.playing = [900_005];
    tmdb.put(
      tmdbFilm(1, { title: 'The Iron Assassin, Restored' }),
      tmdbFilm(900_005, { release_date: new Date().toISOString().slice(0, 10), vote_count: 3 }),
    );
    tmdb.asked();
    fixture.forgetPublished();
    expect(await syncAll()).toMatchObject({ added: 1, changed: 1, unchanged: 0 });
    expect(tmdb.asked().sort((a, b) => a - b)).toEqual([1, 900_005]);
    await eventually(() =>
      expect(
        fixture
          .published(MoviesChanged)
          .flatMap(({ movies }) => movies.map(({ id }) => id))
          .sort(),
      ).toEqual(['1', '900005']),
    );
    tmdb.changes = [];
    expect(await syncAll()).toMatchObject({ added: 0, changed: 0, unchanged: 0 });
    expect(tmdb.asked()).toEqual([]);
  });

  it('asks in steps of fourteen days for what changed while nobody followed', async () => {
    await state().updateOne({}, { $set: { followedTo: new Date(Date.now() - 30 * DAY_MS) } });
    await (await sync()).look();
    const spans = tmdb.requests
      .filter(({ path }) => path === '/movie/changes')
      .map(({ query }) =>
        [query.get('start_date')!, query.get('end_date')!].map((day) => Date.parse(day) / DAY_MS),
      );
    const today = Math.floor(Date.now() / DAY_MS);
    expect(spans.map(([from, to]) => [today - from, today - to])).toEqual([
      [31, 18],
      [17, 4],
      [3, 0],
    ]);
    tmdb.asked();
  });

  it('asks for all films again when other languages are wanted, and stores what they add', async () => {
    const total = await fixture.mongo.collection('tmdb-films').countDocuments();
    expect(await syncAll({ CATALOG_LANGUAGES: 'es' })).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: total - 1,
    });
    expect(await stored(900_001)).toMatchObject({ translatedTitles: { es: 'El puerto tardío' } });
    tmdb.asked();
  });

  it('brings in the others when one film cannot be had', async () => {
    tmdb.put(tmdbFilm(900_006, { vote_count: 5 }), tmdbFilm(900_007, { vote_count: 5 }));
    tmdb.playing = [900_006, 900_007];
    tmdb.fail('/movie/900006', ...Array.from({ length: 6 }, () => FAULTS.wrongJson));
    const impatient = jest.spyOn(Math, 'random').mockReturnValue(-0.49);
    expect(await syncAll({ CATALOG_LANGUAGES: 'es' })).toMatchObject({
      added: 1,
      failed: 1,
      failures: ['/movie/900006: an answer that is no JSON object (asked 6 times)'],
    });
    impatient.mockRestore();
  });
});

describe('the programs', () => {
  it('says in one line what a token would bring', async () => {
    const { code, output } = await fixture.run(['--sync']);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining('TMDB_TOKEN is not set: with one')]);
    expect(code).toBe(1);
  });

  it('knows the films that nobody asked for again in six months, once there is no token', async () => {
    const films = fixture.mongo.model<TrackedFilm>(TrackedFilm.name, trackedFilmSchema);
    const unfollowed = new UnfollowedFilms(films);
    expect(await unfollowed.countOutdated()).toBe(0);
    const [old] = await films.find({ wanted: { $exists: true } }).limit(1);
    const { dueAt } = old;
    await films.updateOne({ _id: old._id }, { dueAt: new Date(Date.now() - 31 * DAY_MS) });
    expect(await unfollowed.countOutdated()).toBe(1);
    await films.updateOne({ _id: old._id }, { dueAt });
  });

  it('takes up a killed sync where it ended, and makes its plots searchable', async () => {
    for (let id = 910_001; id <= 910_120; id += 1)
      tmdb.put(
        tmdbFilm(id, { vote_count: 910_121 - id + 200, overview: id % 40 ? '' : `Plot of film ${id}.` }),
      );
    await state().deleteMany({});
    tmdb.asked();
    tmdb.slownessMs = 50;
    const variables = withToken({ CATALOG_LANGUAGES: 'es' });
    const { child } = fixture.spawn(['--sync'], variables);
    const brought = { _id: /^9101?\d\d/, wanted: { $exists: true } };
    const tracked = fixture.mongo.collection<TrackedFilm>('tmdb-films');
    await eventually(async () => expect(await tracked.countDocuments(brought)).toBeGreaterThan(0), 60_000);
    child.kill('SIGKILL');
    await once(child, 'close');
    const kept = (await tracked.find(brought, { projection: { _id: 1 } }).toArray()).map(({ _id }) =>
      Number(_id),
    );
    expect(kept.length).toBeLessThan(120);
    tmdb.asked();

    // As if its lease had expired.
    await fixture.mongo.collection('leases').deleteMany({});
    const { code, output } = await fixture.run(['--sync'], variables);
    expect(code).toBe(0);
    expect(tmdb.asked().filter((id) => kept.includes(id))).toEqual([]);
    expect(await fixture.mongo.collection<MovieDocument>('movies').countDocuments({ _id: /^910/ })).toBe(120);
    expect(output).toMatch(/\d+ films of TMDB: \d+ added, 0 changed, \d+ unchanged, 0 no longer there in/);
    expect([...(await fixture.index.contentHashes()).keys()]).toEqual(
      expect.arrayContaining(['910040', '910080', '910120']),
    );
  });

  it('follows TMDB by itself once a day', async () => {
    tmdb.playing = [];
    tmdb.changes = [900_001];
    tmdb.put({ ...FULL_FILM, overview: 'A harbour pilot waits for a ship that left before she was born.' });
    await state().updateMany({}, { $set: { followedAt: new Date(Date.now() - 2 * DAY_MS) } });
    fixture.forgetPublished();
    await fixture.serve(withToken({ CATALOG_LANGUAGES: 'es', LOG_LEVEL: 'info' }));
    await eventually(() => expect(fixture.published(PlotsIndexed)).toMatchObject([{ changed: 1 }]), 60_000);
    expect(tmdb.asked()).toEqual([900_001]);
    await eventually(async () =>
      expect((await state().findOne({}))!.followedAt!.getTime()).toBeGreaterThan(Date.now() - DAY_MS),
    );
    await fixture.stopProcesses();
  });
});
