import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openDataset } from '#datasets/dataset.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { readEnvironment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import type { PlotIndex } from '#plots/plot.index.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Connection, createConnection, type Model } from 'mongoose';
import { Ingestion } from '../../../apps/catalog/movies/ingestion.js';
import { MovieDocument, movieSchema } from '../../../apps/catalog/movies/movie.schema.js';
import { MovieViews } from '../../../apps/catalog/movies/movie.views.js';
import { PlotIndexer } from '../../../apps/catalog/search/plot.indexer.js';
import { RatingsLoader } from '../../../apps/users/commands/ratings.loader.js';
import { moveRatings } from '../../../apps/users/commands/ratings.move.js';
import { removeDataset } from '../../../apps/users/commands/ratings.removal.js';
import { OutboxRelay } from '../../../apps/users/documents/outbox.relay.js';
import { UserDocument, userSchema } from '../../../apps/users/documents/user.schema.js';
import { UserStore } from '../../../apps/users/documents/user.store.js';
import { MOVIES, writeMovies } from '../../support/catalog/catalog.movies.js';
import { writeMovielens } from '../../support/catalog/movielens.folder.js';
import { address } from '../../support/process/eventually.js';

jest.setTimeout(60_000);

/** A fresh catalogue and its users. */
class Loaded {
  readonly mongo: Connection;
  readonly movies: Model<MovieDocument>;
  readonly users: Model<UserDocument>;
  readonly ingestion: Ingestion;

  constructor(server: Connection) {
    this.mongo = server.useDb(`loads-${randomUUID().slice(0, 8)}`);
    this.movies = this.mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    this.users = this.mongo.model<UserDocument>(UserDocument.name, userSchema);
    this.ingestion = new Ingestion(this.movies, new MovieViews(environment));
  }

  async load(...folders: string[]) {
    const summaries = [];
    for (const folder of folders) {
      const dataset = await openDataset(folder, { cacheDir: '' });
      summaries.push(await this.ingestion.load(dataset, dataset.movies()));
      const relay = new OutboxRelay(this.users, publisher);
      const loader = new RatingsLoader(new UserStore(this.users, relay), dataset.name);
      const byUser = new Map<string, Parameters<RatingsLoader['add']>[0]>();
      for await (const rating of dataset.ratings())
        byUser.set(rating.userId, [...(byUser.get(rating.userId) ?? []), rating]);
      for (const ratings of byUser.values()) await loader.add(ratings);
      await loader.flush();
    }
    return summaries;
  }

  /** All that anybody sees: movies, ratings, and the plots that the index is to hold. */
  async seen() {
    const movies = await this.movies
      .find({}, { revision: 0, changedAt: 0, ratingsStale: 0 })
      .sort({ _id: 1 })
      .lean();
    const users = await this.users.find({}, { ratings: 1, dataset: 1 }).sort({ _id: 1 }).lean();
    const emptyIndex = { contentHashes: async () => new Map() } as unknown as PlotIndex;
    const { missing } = await new PlotIndexer(this.movies, emptyIndex, publisher).plan();
    return { movies, users: users.filter(({ ratings }) => Object.keys(ratings).length > 0), plots: missing };
  }

  movie(id: string) {
    return this.movies.findById(id).lean<MovieDocument>();
  }
}

const environment = readEnvironment({
  NODE_ENV: 'test',
  MONGODB_URI: address('MONGODB_URI'),
  RABBITMQ_URL: address('RABBITMQ_URL'),
});
const publisher = new EventPublisher(environment);
const FILM = { title: 'Two Loads', genres: [], keywords: [], cast: [], directors: [], links: {} };

describe('loading several data sets', () => {
  const fresh: Loaded[] = [];
  let parent: string;
  let server: Connection;
  let tmdb: string;
  let small: string;
  let large: string;

  const empty = () => {
    fresh.push(new Loaded(server));
    return fresh.at(-1)!;
  };

  beforeAll(async () => {
    server = await createConnection(environment.MONGODB_URI).asPromise();
    parent = await mkdtemp(join(tmpdir(), 'loads-'));
    tmdb = await writeMovies(MOVIES.slice(0, 8));
    small = await writeMovielens(parent, 'ml-9m', [
      { id: 5001, title: 'Iron Assassin, The (1985)', genres: 'Sci-Fi|War', tmdb: '1', imdb: '0000001' },
      { id: 5006, title: 'Ole! (2010)', genres: 'Musical', tmdb: '6' },
      { id: 7, title: 'Only Here (1999)', genres: 'Drama' },
    ]);
    large = await writeMovielens(parent, 'ml-10m', [
      { id: 5001, title: 'Iron Assassin (1984)', genres: 'Sci-Fi', tmdb: '1' },
      { id: 7, title: 'Only Here, Too (1999)', genres: '(no genres listed)', imdb: '77' },
      { id: 8, title: 'Newer (2011)', genres: 'Comedy' },
    ]);
  });

  afterAll(async () => {
    for (const { mongo } of fresh) await mongo.dropDatabase();
    await server.close();
    await publisher.onApplicationShutdown();
    for (const folder of [parent, tmdb]) await rm(folder, { recursive: true });
  });

  it.each([
    ['TMDB and MovieLens', () => [tmdb, small]],
    ['TMDB and another MovieLens', () => [tmdb, large]],
    ['two MovieLens', () => [small, large]],
    ['all three', () => [large, tmdb, small]],
  ])('comes to the same in either order: %s', async (_, folders) => {
    const [one, other] = [empty(), empty()];
    await one.load(...folders());
    await other.load(...folders().reverse());
    const seen = await one.seen();
    expect(seen.users.length).toBeGreaterThan(0);
    expect(await other.seen()).toEqual(seen);
  });

  it('takes nothing away: a poorer row adds what was not known, and no more', async () => {
    const catalogue = empty();
    await catalogue.load(tmdb);
    const before = await catalogue.movie('1');
    const [{ added, changed }] = await catalogue.load(small);
    expect([added, changed]).toEqual([1, 0]);
    expect(await catalogue.movie('1')).toMatchObject({
      title: 'The Iron Assassin',
      overview: MOVIES[0].plot,
      posterPath: '/poster-1.jpg',
      cast: before!.cast,
      keywords: ['made up'],
      runtime: 100,
      revision: 1,
    });
    expect((await catalogue.movie('ml-7'))!.title).toBe('Only Here');
  });

  it('tells a folder of one kind from one of another kind with the same name', async () => {
    const catalogue = empty();
    const namesake = await writeMovielens(parent, tmdb.split('/').at(-1)!, [
      { id: 5001, title: 'Iron (1986)', genres: 'War', tmdb: '1' },
    ]);
    await catalogue.load(tmdb, namesake);
    expect(await catalogue.movie('1')).toMatchObject({
      title: 'The Iron Assassin',
      overview: MOVIES[0].plot,
    });
  });

  it('lets the newer of two MovieLens say what it knows, and keeps what only the older knows', async () => {
    const catalogue = empty();
    await catalogue.load(large, small);
    expect(await catalogue.movie('ml-7')).toMatchObject({
      title: 'Only Here, Too',
      genres: ['Drama'],
      links: { movielens: '7', imdb: 'tt0000077' },
    });
  });

  it('writes and announces nothing when they are loaded again', async () => {
    const catalogue = empty();
    await catalogue.load(tmdb, small, large);
    await catalogue.movies.updateMany({}, { $unset: { unpublished: 1 } });
    await catalogue.users.updateMany({}, { outbox: [] });
    const state = async () => [await catalogue.movies.find().lean(), await catalogue.users.find().lean()];
    const before = await state();
    for (const { added, changed } of await catalogue.load(small, tmdb, large))
      expect([added, changed]).toEqual([0, 0]);
    expect(await state()).toEqual(before);
  });

  it.each([
    ['ml-9m', () => [tmdb, small, large], () => [tmdb, large]],
    ['ml-10m', () => [large, small], () => [small]],
    ['the richest', () => [tmdb, small], () => [small]],
  ])('leaves the others as if it had never come, when %s is taken back', async (name, all, rest) => {
    const [catalogue, without] = [empty(), empty()];
    await catalogue.load(...all());
    await without.load(...rest());
    const dataset = name === 'the richest' ? tmdb.split('/').at(-1)! : name;
    const { gone } = await catalogue.ingestion.remove(dataset);
    expect(await catalogue.movies.countDocuments({ sources: { $size: 0 }, unpublished: true })).toBe(gone);
    await catalogue.movies.deleteMany({ sources: { $size: 0 } });
    await removeDataset(catalogue.users, dataset);
    expect(await catalogue.seen()).toEqual(await without.seen());
  });

  it('gives a data set that comes back its ratings, with versions above their removal', async () => {
    const catalogue = empty();
    await catalogue.load(small);
    const before = await catalogue.seen();
    expect(await removeDataset(catalogue.users, 'ml-9m')).toEqual({ users: 2, ratings: 6 });
    const versions = (await catalogue.users.find().lean()).map(({ version, outbox }) => [
      version,
      outbox.length,
    ]);
    expect(versions).toEqual([
      [2, 2],
      [2, 2],
    ]);
    await catalogue.load(small);
    expect(await catalogue.seen()).toEqual(before);
    expect((await catalogue.users.find().lean()).map(({ version }) => version)).toEqual([3, 3]);
  });

  it('lets any data set correct what an earlier version had stored, and keeps what none says', async () => {
    const catalogue = empty();
    await catalogue.load(tmdb);
    await catalogue.movies.updateMany({}, { $unset: { sources: 1, unpublished: 1 } });
    const [again] = await catalogue.load(small);
    expect(again).toMatchObject({ added: 1, changed: 2 });
    expect(await catalogue.movie('1')).toMatchObject({ year: 1985, overview: MOVIES[0].plot });
    // Loaded again it is known by its name, and nothing of the unknown is left where it says the same.
    await catalogue.load(tmdb);
    expect(await catalogue.movies.countDocuments({ 'sources.name': 'unknown' })).toBe(0);
    expect(await catalogue.movie('1')).toMatchObject({ year: 1984 });
  });

  it('makes one of a film that an earlier version stored twice, with everybody’s latest ratings', async () => {
    const catalogue = empty();
    const unlinked = await writeMovielens(parent, 'ml-unlinked', [
      { id: 2571, title: 'Matrix, The (1999)', genres: 'Action' },
    ]);
    const own = { title: 'The Matrix', genres: [], keywords: [], cast: [], directors: [] };
    const earlier = [{ ...own, id: 'ml-2571', year: 1999, links: { movielens: '2571' } }];
    await catalogue.ingestion.load({ name: 'ml-unlinked', kind: 'movielens' }, Readable.from(earlier));
    const rated = (rating: number, day: number) => ({ rating, ratedAt: new Date(Date.UTC(2020, 0, day)) });
    const person = { registeredAt: new Date(), version: 1 };
    await catalogue.users.create(
      { ...person, email: 'a@x', ratings: { 'ml-2571': rated(4, 2), 603: rated(2, 1), 5: rated(1, 1) } },
      { ...person, email: 'b@x', ratings: { 'ml-2571': rated(4, 1), 603: rated(3, 2) } },
      { ...person, email: 'c@x', ratings: { 'ml-2571': rated(5, 1) }, community: true },
      { ...person, email: 'd@x', ratings: { 5: rated(5, 1) } },
    );

    const dataset = await openDataset(unlinked, { cacheDir: '' });
    expect(await catalogue.ingestion.load(dataset, dataset.movies())).toMatchObject({ added: 1, merged: 1 });
    expect(await moveRatings(catalogue.users, new Map([['ml-2571', '603']]))).toBe(3);
    expect(await catalogue.movie('603')).toMatchObject({ links: { movielens: '2571', tmdb: '603' } });
    // Without a source it goes as soon as everybody knows.
    expect(await catalogue.movie('ml-2571')).toMatchObject({ sources: [], unpublished: true });
    const users = await catalogue.users.find().sort({ email: 1 }).lean();
    expect(users.map(({ ratings, version }) => [ratings, version])).toEqual([
      [{ 603: rated(4, 2), 5: rated(1, 1) }, 2],
      [{ 603: rated(3, 2) }, 2],
      [{ 603: rated(5, 1) }, 2],
      [{ 5: rated(5, 1) }, 1],
    ]);
    const told = users.map(({ outbox }) => outbox.map(({ data }) => data));
    expect(told).toMatchObject([
      [{ source: 'upload', version: 2, changes: [{ movieId: 'ml-2571' }, { movieId: '603', rating: 4 }] }],
      [{ source: 'upload', version: 2, changes: [{ movieId: 'ml-2571' }] }],
      [{ source: 'dataset', version: 2, changes: [{ movieId: 'ml-2571' }, { movieId: '603', rating: 5 }] }],
      [],
    ]);
    expect(await moveRatings(catalogue.users, new Map([['ml-2571', '603']]))).toBe(0);
  });

  it('loses neither of two loads at once', async () => {
    const [catalogue, one] = [empty(), empty()];
    await catalogue.movies.init();
    await one.load(tmdb, small, large);
    await Promise.all([tmdb, small, large].map((folder) => catalogue.load(folder)));
    expect((await catalogue.seen()).movies).toEqual((await one.seen()).movies);
  });

  it('loses neither what another load changes nor what it adds between a look at films and their write', async () => {
    const catalogue = empty();
    const { movies, ingestion } = catalogue;
    await movies.init();
    const load = (name: string, facts: Partial<MovieRecord>, ids = ['1', '2']) =>
      ingestion.load({ name, kind: 'tmdb' }, Readable.from(ids.map((id) => ({ ...FILM, id, ...facts }))));
    await load('before', {}, ['1']);
    const write = movies.collection.bulkWrite.bind(movies.collection);
    const writing = jest.spyOn(movies.collection, 'bulkWrite').mockImplementationOnce((async (...given) => {
      await load('meanwhile', { tagline: 'Meanwhile' });
      return write(...given);
    }) as typeof write);
    const summary = await load('slow', { overview: 'A slow load.' });
    writing.mockRestore();
    expect(summary).toMatchObject({ added: 0, changed: 2 });
    for (const id of ['1', '2'])
      expect(await catalogue.movie(id)).toMatchObject({ tagline: 'Meanwhile', overview: 'A slow load.' });
  });
});
