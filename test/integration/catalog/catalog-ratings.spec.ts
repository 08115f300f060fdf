import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { RatingsChanged } from '#contracts/users/users.events.js';
import { PageUsers, pageUsers, type UserSnapshot } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestApplicationContext, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getModelToken } from '@nestjs/mongoose';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Model, PipelineStage } from 'mongoose';
import { Ingestion } from '../../../apps/catalog/movies/ingestion.js';
import { MovieDocument } from '../../../apps/catalog/movies/movie.schema.js';
import { RatingBackfill } from '../../../apps/catalog/ratings/rating.backfill.js';
import { RatingProjection } from '../../../apps/catalog/ratings/rating.projection.js';
import { RatingDocument } from '../../../apps/catalog/ratings/rating.schema.js';
import { RatingStats } from '../../../apps/catalog/ratings/rating.stats.js';
import { RatingUpdates } from '../../../apps/catalog/ratings/rating.updates.js';
import { RatingsModule } from '../../../apps/catalog/ratings/ratings.module.js';
import { address } from '../../support/process/eventually.js';
import { SilentLogger } from '../../support/process/silent.logger.js';

const [ADA, BOB] = ['66f2c3a17d3e2b0012ab34cd', '66f2c3a17d3e2b0012ab34ce'];

const EVERYBODY: UserSnapshot[] = Array.from({ length: 120 }, (_, n) => ({
  userId: n.toString(16).padStart(24, '0'),
  version: 3,
  community: true,
  ratings: [{ movieId: '1', rating: n % 2 === 0 ? 3 : 4, ratedAt: '2026-01-01T00:00:00.000Z' }],
  watchlist: [],
  notInterested: [],
}));

/** Answers as the users service does when somebody asks for all users' ratings. */
@Controller()
class Users {
  @OnRpc(pageUsers)
  async page({ after = '', limit }: PageUsers): Promise<UserSnapshot[]> {
    return EVERYBODY.filter(({ userId }) => userId > after).slice(0, limit);
  }
}

@Module({ controllers: [Users] })
class UsersStandInModule {}

describe('average ratings', () => {
  let app: INestApplicationContext;
  let projection: RatingProjection;
  let stats: RatingStats;
  let movies: Model<MovieDocument>;
  let ratings: Model<RatingDocument>;

  const event = (
    userId: string,
    version: number,
    rated: Record<string, number | undefined>,
  ): RatingsChanged => ({
    userId,
    version,
    changes: Object.entries(rated).map(([movieId, rating]) => ({
      movieId,
      ...(rating && { rating }),
      ratedAt: '2026-01-01T00:00:00.000Z',
    })),
  });
  const many = (rating: number) =>
    Object.fromEntries(Array.from({ length: 30 }, (_, n) => [String(n + 1), rating]));

  /** The mean that was shrunk: what is added to every film's ratings says nothing about them. */
  const plain = (shrunk: number, count: number) =>
    count === 0 ? shrunk : Math.round(((shrunk * (count + 5) - 5 * 3.5) / count) * 1e9) / 1e9;

  async function shown(id: string): Promise<[average: number, count: number]> {
    await stats.refresh();
    const movie = await movies.findById(id).lean();
    expect(movie?.ratingsStale).toBeUndefined();
    expect(movie?.averageShrunk).toBe(true);
    const { averageRating, ratingCount } = movie!;
    return [plain(averageRating, ratingCount), ratingCount];
  }

  async function load(...ids: string[]): Promise<void> {
    await app.get(Ingestion).load(
      { name: 'made up', kind: 'tmdb' },
      (async function* () {
        for (const id of ids)
          yield { id, title: `Film ${id}`, genres: [], keywords: [], cast: [], directors: [], links: {} };
      })(),
    );
  }

  beforeAll(async () => {
    Logger.overrideLogger(new SilentLogger());
    const environment = Object.assign(new Environment(), {
      MONGODB_URI: address('MONGODB_URI'),
      RABBITMQ_URL: address('RABBITMQ_URL'),
      MONGODB_DATABASE_PREFIX: `test-${randomUUID().slice(0, 8)}-`,
    });
    const module = await Test.createTestingModule({ imports: [RatingsModule] })
      .overrideProvider(Environment)
      .useValue(environment)
      // The tests count and backfill themselves.
      .overrideProvider(RatingUpdates)
      .useValue({})
      .setLogger(new SilentLogger())
      .compile();
    app = await module.init();
    projection = app.get(RatingProjection);
    stats = app.get(RatingStats);
    movies = app.get(getModelToken(MovieDocument.name));
    ratings = app.get(getModelToken(RatingDocument.name));
    await Promise.all([movies.init(), ratings.init()]);
  });

  beforeEach(async () => {
    for (const collection of ['movies', 'ratings', 'deletedUsers'])
      await movies.db.collection(collection).deleteMany({});
    await load('1', '2');
  });

  afterAll(async () => {
    await movies.db.dropDatabase();
    await app.close();
  });

  it('are the mean of the latest rating of each user', async () => {
    await projection.record(event(ADA, 1, { 1: 5, 2: 4 }));
    await projection.record(event(BOB, 1, { 1: 2 }));
    await projection.record(event(ADA, 2, { 1: 3 }));
    expect(await shown('1')).toEqual([2.5, 2]);
    expect(await shown('2')).toEqual([4, 1]);
  });

  it.each([
    ['a few', { 1: 4 }, { 1: 2 }],
    ['many', many(4), many(2)],
  ])(
    'come out the same when events about %s ratings are repeated or change places',
    async (_n, first, second) => {
      const [one, two] = [event(ADA, 1, first), event(ADA, 2, second)];
      for (const order of [
        [one, two],
        [two, one],
        [one, one, two, two],
        [two, one, two, one],
      ]) {
        await ratings.deleteMany({});
        for (const each of order) await projection.record(each);
        expect(await shown('1')).toEqual([2, 1]);
      }
      await ratings.deleteMany({});
      await Promise.all([one, two, one, two].map((each) => projection.record(each)));
      expect(await shown('1')).toEqual([2, 1]);
    },
  );

  it('keep a rating taken back, even when the event that gave it comes later', async () => {
    await projection.record(event(ADA, 5, { 1: undefined }));
    await projection.record(event(ADA, 4, { 1: 5 }));
    expect(await shown('1')).toEqual([0, 0]);
    await projection.record(event(ADA, 6, { 1: 1.5 }));
    expect(await shown('1')).toEqual([1.5, 1]);
  });

  it('lose the ratings of a deleted user, also those that come late', async () => {
    await projection.record(event(ADA, 1, { 1: 5, 2: 5 }));
    await projection.record(event(BOB, 1, { 1: 3 }));
    await shown('1');
    await projection.deleteUser(ADA);
    expect(await shown('1')).toEqual([3, 1]);
    expect(await shown('2')).toEqual([0, 0]);
    await projection.deleteUser(ADA);
    await projection.record(event(ADA, 2, many(5)));
    expect(await shown('1')).toEqual([3, 1]);
    expect(await ratings.countDocuments({ userId: ADA })).toBe(0);
  });

  it('of films that arrive after their ratings are there at once', async () => {
    await projection.record(event(ADA, 1, { 77: 4.5 }));
    await load('77');
    expect(await shown('77')).toEqual([4.5, 1]);
  });

  it('are counted again when a rating comes while they are being counted', async () => {
    await projection.record(event(ADA, 1, { 1: 5 }));
    const aggregate = ratings.aggregate.bind(ratings);
    const counting = jest.spyOn(ratings, 'aggregate').mockImplementationOnce(((pipeline: PipelineStage[]) =>
      aggregate(pipeline).then(async (counted) => {
        await projection.record(event(BOB, 1, { 1: 1 }));
        return counted;
      })) as unknown as typeof ratings.aggregate);
    await stats.refresh();
    counting.mockRestore();
    expect((await movies.findById('1').lean())?.ratingsStale).toBeDefined();
    expect(await shown('1')).toEqual([3, 2]);
  });

  it('include ratings from before the first start, asked for once, unless events knew better', async () => {
    const strategy = new RpcServer(rpcQueue(address('RABBITMQ_URL'), 'users'));
    const users = await NestFactory.createMicroservice(UsersStandInModule, { strategy, logger: false });
    await users.listen();
    await projection.record(event(EVERYBODY[0].userId, 9, { 1: 5 }));
    await projection.deleteUser(EVERYBODY[1].userId);
    expect(await app.get(RatingBackfill).runOnce()).toBe(true);
    // 60 users gave 3 stars, one of them meanwhile 5; 60 gave 4, one of them is gone.
    expect(await shown('1')).toEqual([expect.closeTo((59 * 3 + 5 + 59 * 4) / 119, 8), 119]);
    await users.close();
    expect(await app.get(RatingBackfill).runOnce()).toBe(false);
  });

  it('of an earlier version, which were plain means, are counted again once', async () => {
    await projection.record(event(ADA, 1, { 1: 5 }));
    await shown('1');
    await movies.updateOne({ _id: '1' }, { $set: { averageRating: 5 }, $unset: { averageShrunk: 1 } });
    await new RatingStats(movies, ratings).refresh();
    expect((await movies.findById('1').lean())!.averageRating).toBeCloseTo((5 + 5 * 3.5) / 6);
  });
});
