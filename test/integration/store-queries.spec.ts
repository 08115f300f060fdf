import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { BrowseMovies } from '#contracts/catalog/catalog.rpc.js';
import { shrunkMean } from '#contracts/catalog/movie.card.js';
import { MOVIE_SORTS } from '#contracts/catalog/movie.js';
import { readEnvironment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Connection, createConnection, Types } from 'mongoose';
import { HistoryMatcher } from '../../apps/catalog/history/history.matcher.js';
import { titleConditions } from '../../apps/catalog/browse/browse.filter.js';
import { GenreCounts } from '../../apps/catalog/browse/genre.counts.js';
import { MovieReader } from '../../apps/catalog/browse/movie.reader.js';
import { MovieDocument, movieSchema } from '../../apps/catalog/movies/movie.schema.js';
import { MovieViews } from '../../apps/catalog/movies/movie.views.js';
import { MoviesRelay } from '../../apps/catalog/movies/movies.relay.js';
import { DeletedUserDocument, deletedUserSchema } from '../../apps/catalog/ratings/deleted-user.schema.js';
import { CatalogueNames } from '../../apps/catalog/names/catalogue.names.js';
import { NameSearch } from '../../apps/catalog/names/name.search.js';
import { PeopleReader } from '../../apps/catalog/names/people.reader.js';
import { RatingProjection } from '../../apps/catalog/ratings/rating.projection.js';
import { RatingDocument, ratingSchema } from '../../apps/catalog/ratings/rating.schema.js';
import { RatingStats } from '../../apps/catalog/ratings/rating.stats.js';
import { ModelStore } from '../../apps/recommender/model/model.store.js';
import { MovieSchema as knownMovieSchema } from '../../apps/recommender/profiles/movie.schema.js';
import { MovieStore } from '../../apps/recommender/profiles/movie.store.js';
import {
  UserProfileDocument,
  UserProfileSchema,
} from '../../apps/recommender/profiles/user-profile.schema.js';
import { UserProfileStore } from '../../apps/recommender/profiles/user-profile.store.js';
import { LibraryDocument, librarySchema } from '../../apps/users/documents/library.schema.js';
import { LibraryStore } from '../../apps/users/documents/library.store.js';
import { OutboxRelay } from '../../apps/users/documents/outbox.relay.js';
import { UserDocument, userSchema } from '../../apps/users/documents/user.schema.js';
import { UserStore } from '../../apps/users/documents/user.store.js';
import { RatingsController } from '../../apps/users/ratings/ratings.controller.js';
import { MANY, manyMovies } from '../support/catalog/many.movies.js';
import { address, eventually } from '../support/process/eventually.js';

/** Nobody: older and newer than everybody there is. */
const NOBODY = ['0'.repeat(24), 'f'.repeat(24)];
const AGES_AGO = new Date(0);
const YESTERDAY = new Date(Date.now() - 86_400_000);

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);
const conditions: fc.Arbitrary<BrowseMovies> = fc.record(
  {
    genre: oneOf(['Drama'], ['Drama', 'Crime'], ['Western']),
    notGenre: oneOf(['Crime'], ['Western'], ['Drama']),
    genreMode: oneOf('all' as const, 'any' as const),
    yearFrom: oneOf(1990, 2000, 3000),
    yearTo: oneOf(1000, 2000, 2020),
    language: oneOf('fr', 'xx'),
    title: oneOf('fil', 'film 7', 'zzz', '?'),
    person: oneOf('Jane Roe', 'roe', 'xyz', 'Zed Ex', '?'),
    sort: oneOf(...MOVIE_SORTS),
    readAs: oneOf(['de'], ['pt-pt', 'fr'], ['xx']),
  },
  { requiredKeys: [] },
);

/**
 * The stores' engines choose a plan by trying several; what they do when none finds anything differs, and shows only
 * among many documents.
 */
describe('every query, with hits and without', () => {
  const environment = readEnvironment({
    NODE_ENV: 'test',
    MONGODB_URI: address('MONGODB_URI'),
    RABBITMQ_URL: address('RABBITMQ_URL'),
    CATALOG_LANGUAGES: 'de,pt-BR',
  });
  const publisher = new EventPublisher(environment);
  let mongo: Connection;

  beforeAll(async () => {
    const dbName = `queries-${randomUUID().slice(0, 8)}`;
    mongo = await createConnection(environment.MONGODB_URI, { dbName }).asPromise();
  }, 30_000);

  afterAll(async () => {
    await mongo.dropDatabase();
    await mongo.close();
    await publisher.onApplicationShutdown();
  });

  it('of the catalog', async () => {
    const movies = mongo.model<MovieDocument>(MovieDocument.name, movieSchema);
    const ratings = mongo.model<RatingDocument>(RatingDocument.name, ratingSchema);
    const deleted = mongo.model<DeletedUserDocument>(DeletedUserDocument.name, deletedUserSchema);
    await Promise.all([movies.init(), ratings.init(), deleted.init()]);
    await movies.collection.insertMany(manyMovies() as never[]);
    await ratings.collection.insertMany(
      Array.from({ length: MANY }, (_, n) => ({
        _id: `u${n % 100}:${n}`,
        userId: `u${n % 100}`,
        movieId: String(n),
        rating: 4,
        version: 1,
      })) as never[],
    );
    const views = new MovieViews(environment);
    const reader = new MovieReader(movies, views, environment);
    await expect(reader.details('no')).rejects.toMatchObject({ code: 'movie_not_found' });
    expect((await reader.details('7')).id).toBe('7');
    expect(await reader.cards(['no', '7'])).toHaveLength(1);
    expect(await reader.page(5, 'z')).toEqual([]);
    expect(await reader.page(5)).toHaveLength(5);
    for (const [title, found] of [
      ['film 7', true],
      ['film zzz', false],
      ['zzz', false],
    ] as const)
      expect((await movies.find({ $and: titleConditions(title) }).limit(1)).length > 0).toBe(found);
    const names = new CatalogueNames(movies);
    const people = new PeopleReader(movies, names, views);
    const search = new NameSearch(movies, names, people, views);
    for (const isFilled of [false, true]) {
      if (isFilled) names.onApplicationBootstrap();
      await eventually(async () => expect(names.isFilled).toBe(isFilled));
      expect((await search.titles('film 7'))[0]).toMatchObject({ id: '7', score: 1 });
      expect(await search.titles('film zzz')).toEqual([]);
    }
    expect(names.movies.size).toBe(MANY);
    expect((await search.search({ q: 'jnae roe' })).people).toMatchObject([{ id: 'jane-roe' }]);
    expect((await people.details('jane-roe', 5)).movies).toHaveLength(5);
    await expect(people.details('nobody', 5)).rejects.toMatchObject({ code: 'person_not_found' });
    await names.onModuleDestroy();
    expect(await new GenreCounts(movies).list()).toEqual([{ name: 'Drama', count: MANY }]);
    await fc.assert(
      fc.asyncProperty(conditions, async (request) => {
        const page = await reader.browse({ ...request, limit: 1 });
        expect(page.items).toHaveLength(Math.min(1, page.total));
        if (page.nextCursor) await reader.browse({ ...request, limit: 1, cursor: page.nextCursor });
      }),
      { numRuns: 80, examples: [[{ person: 'xyz' }], [{ person: 'xyz', yearTo: 2000 }]] },
    );
    const rows = [
      { row: 1, movieId: 'no', movielensId: 99_999, imdbId: 'tt99999', title: 'None' },
      { row: 2, title: 'Film 7', year: 1997 },
      { row: 3, title: 'Film Seven: The Beginning', year: 1997 },
      { row: 4, title: 'Nothing', year: 1997 },
    ];
    const matcher = new HistoryMatcher(movies, search);
    const found = await matcher.match(rows);
    expect(found.map(({ movieId }) => movieId)).toEqual([undefined, '7', undefined, undefined]);
    expect((await matcher.candidates(rows.slice(1, 2)))[0].movieIds[0]).toBe('7');
    expect(await new MoviesRelay(movies, publisher, views).countWaiting()).toBe(0);
    const projection = new RatingProjection(ratings, deleted, movies);
    await new RatingStats(movies, ratings).refresh();
    await projection.markStale(['7', 'no']);
    await new RatingStats(movies, ratings).refresh();
    expect((await movies.findById('7').lean())!.averageRating).toBeCloseTo(shrunkMean(4, 1));
    // One person's rating is not shown to everybody.
    expect((await reader.details('7')).averageRating).toBeUndefined();
    for (const user of ['nobody', 'u7']) await projection.deleteUser(user);
    expect(await ratings.countDocuments({ userId: 'u7' })).toBe(0);
  }, 60_000);

  it('of users', async () => {
    const users = mongo.model<UserDocument>(UserDocument.name, userSchema);
    await users.init();
    const ids = Array.from({ length: MANY }, () => new Types.ObjectId());
    await users.collection.insertMany(
      ids.map((_id) => ({
        _id,
        community: true,
        registeredAt: new Date(),
        version: 1,
        ratings: {},
        watchlist: {},
        notInterested: {},
        outbox: [],
      })),
    );
    const relay = new OutboxRelay(users, publisher);
    const store = new UserStore(users, relay);
    const libraries = new LibraryStore(mongo.model<LibraryDocument>(LibraryDocument.name, librarySchema));
    const { page } = RatingsController.prototype;
    const [before, after] = NOBODY;
    expect(await page.call({ users: store, libraries }, { after: before, limit: 5 })).toHaveLength(5);
    expect(await page.call({ users: store, libraries }, { after, limit: 5 })).toEqual([]);
    expect(await users.findOne({ email: 'nobody@example.com' })).toBeNull();
    for (const id of NOBODY) await expect(store.get(id)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(await store.get(String(ids[7]), 'version')).toMatchObject({ version: 1 });
    await relay.sweep();
    await relay.drain();
  }, 60_000);

  it('of the recommender', async () => {
    const documents = mongo.model<UserProfileDocument>(UserProfileDocument.name, UserProfileSchema);
    const known = mongo.model('KnownMovie', knownMovieSchema);
    await Promise.all([documents.init(), known.init()]);
    await documents.collection.insertMany(
      Array.from({ length: MANY }, (_, n) => ({
        _id: String(n) as never,
        revision: 1,
        seenVersion: 1,
        floor: 1,
        community: true,
        changedAt: new Date(),
        ratings: {},
        watchlist: {},
        notInterested: {},
      })),
    );
    await known.collection.insertMany(
      Array.from({ length: MANY }, (_, n) => ({ _id: String(n) as never, revision: 1, changedAt: AGES_AGO })),
    );
    const profiles = new UserProfileStore(documents);
    expect(await profiles.activeSince(YESTERDAY, 5)).toEqual([]);
    expect(await profiles.changedSince(YESTERDAY)).toBe(MANY);
    expect(await profiles.changedSince(new Date(Date.now() + 86_400_000))).toBe(0);
    expect(await profiles.find('nobody')).toBeUndefined();
    expect(await profiles.deletedOf(['7', 'nobody'])).toEqual([]);
    expect(await profiles.listsBehind(5)).toEqual([]);
    expect(await profiles.oldestListBehind()).toBeUndefined();
    expect(await profiles.isEmpty()).toBe(false);
    await documents.updateOne({ _id: '7' }, { community: false });
    expect(await profiles.activeSince(YESTERDAY, 5)).toEqual(['7']);

    const movies = new MovieStore(known as never as ConstructorParameters<typeof MovieStore>[0]);
    expect(await movies.isEmpty()).toBe(false);
    expect((await movies.changedSince(YESTERDAY)[Symbol.asyncIterator]().next()).done).toBe(true);

    const models = new ModelStore(mongo);
    expect(await models.published()).toBeUndefined();
    expect(await models.read('none')).toBeUndefined();
    await models.save('one', new Uint8Array(8));
    await models.keepOnly(['one']);
    expect(await models.read('one')).toHaveLength(8);
    await models.keepOnly([]);
    expect(await models.read('one')).toBeUndefined();
  }, 60_000);
});
