import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MAX_REWATCHES } from '#contracts/protocol/limits.js';
import type { SeenMovie } from '#contracts/users/seen.rpc.js';
import { withDeadline } from '#platform/process/deadline.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { Accounts } from '../../apps/users/accounts/accounts.js';
import { UserDocument } from '../../apps/users/documents/user.schema.js';
import { FeedbackController } from '../../apps/users/ratings/feedback.controller.js';
import { RatingsController } from '../../apps/users/ratings/ratings.controller.js';
import { SeenController } from '../../apps/users/ratings/seen.controller.js';
import { ImportsController } from '../../apps/users/imports/imports.controller.js';
import { UsersModule } from '../../apps/users/users.module.js';
import { bootModule, ownPrefix } from '../support/process/booted.module.js';
import { address, eventually } from '../support/process/eventually.js';
import { TcpProxy } from '../support/process/tcp-proxy.js';

jest.setTimeout(30_000);

const password = 'correct horse battery';
/** Of MongoDB's commands, as they stand in what is sent. */
const WRITES = ['update', 'insert', 'findAndModify', 'delete'].map((command) => `${command}\0`);
/** What pages of users come after, so that the next is this one. */
const before = (userId: string) => (BigInt(`0x${userId}`) - 1n).toString(16).padStart(24, '0');
/** Minutes before now, as a gateway says it. */
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

describe('saves', () => {
  const prefix = ownPrefix();
  const replicas: INestApplicationContext[] = [];
  let mongodb: TcpProxy;

  const ratings = (replica = 0) => replicas[replica].get(RatingsController);
  const seen = () => replicas[0].get(SeenController);
  const feedback = () => replicas[0].get(FeedbackController);
  const stored = () => replicas[0].get<Model<UserDocument>>(getModelToken(UserDocument.name));
  const register = async () => {
    const email = `${randomUUID()}@example.com`;
    return (await replicas[0].get(Accounts).register({ email, password })).user.id;
  };
  const rate = (userId: string, movieId: string, rating: number, at?: string) =>
    ratings().save({ userId, ratings: [{ movieId, rating }], at });
  const starsOf = async (userId: string) => {
    const { items } = await ratings().list({ userId, limit: 100 });
    return Object.fromEntries(items.map(({ movieId, rating }) => [movieId, rating]));
  };

  /** How often MongoDB is told to change users' lists meanwhile. */
  const updatesOf = async (work: () => Promise<unknown>): Promise<number> => {
    const spied = jest.spyOn(stored(), 'updateOne');
    try {
      await work();
      return spied.mock.calls.filter(([filter]) => filter !== undefined && 'version' in filter).length;
    } finally {
      spied.mockRestore();
    }
  };

  beforeAll(async () => {
    mongodb = await (await TcpProxy.inFrontOf(address('MONGODB_URI'))).opened();
    const settings = { MONGODB_DATABASE_PREFIX: prefix };
    replicas.push(await bootModule(UsersModule, { ...settings, MONGODB_URI: mongodb.url }));
    replicas.push(await bootModule(UsersModule, settings));
    await stored().init();
  }, 60_000);

  afterAll(async () => {
    await stored().db.dropDatabase();
    await Promise.all(replicas.map((replica) => replica.close()));
    await mongodb.shut();
  });

  describe('taken earlier and arriving later', () => {
    it('change nothing, and are answered with the version that stands', async () => {
      const userId = await register();
      await rate(userId, '603', 5, ago(1));
      const late = await ratings().save({
        userId,
        ratings: [
          { movieId: '603', rating: 1 },
          { movieId: '78', rating: 4 },
        ],
        at: ago(2),
      });
      expect(late).toEqual({ saved: 2, ratingsVersion: 2 });
      expect(await rate(userId, '603', 2, ago(3))).toEqual({ saved: 1, ratingsVersion: 2 });
      expect(await starsOf(userId)).toEqual({ '603': 5, '78': 4 });
      const { outbox, version } = (await stored().findById(userId).lean())!;
      expect([version, outbox.length]).toEqual([2, expect.any(Number)]);
    });

    it('do not bring back what was taken away meanwhile', async () => {
      const userId = await register();
      const movieId = '603';
      await rate(userId, movieId, 5, ago(9));
      await ratings().remove({ userId, movieId, at: ago(5) });
      await rate(userId, movieId, 4, ago(6));
      expect(await starsOf(userId)).toEqual({});
      await rate(userId, movieId, 3, ago(4));
      await ratings().remove({ userId, movieId, at: ago(5) });
      expect(await starsOf(userId)).toEqual({ '603': 3 });
    });

    it('of the watchlist and of what is not interesting neither', async () => {
      const userId = await register();
      for (const kind of ['watchlist', 'not-interested'] as const) {
        await feedback().set({ userId, movieId: '1', kind, on: true, at: ago(5) });
        await feedback().set({ userId, movieId: '1', kind, on: false, at: ago(6) });
        await feedback().set({ userId, movieId: '2', kind, on: false, at: ago(5) });
        await feedback().set({ userId, movieId: '2', kind, on: true, at: ago(6) });
        const entries = await feedback().list({ userId, kind });
        expect(entries.map(({ movieId }) => movieId)).toEqual(['1']);
      }
    });

    it('of what was seen neither, and with it goes the day', async () => {
      const userId = await register();
      const mark = (movies: SeenMovie[], minutes: number) =>
        seen().mark({ userId, movies, at: ago(minutes) });
      await mark([{ movieId: '1', seenAt: '2026-01-02' }, { movieId: '2' }, { movieId: '3' }], 5);
      await mark([{ movieId: '1', seenAt: '2025-03-04' }, { movieId: '4' }], 6);
      await seen().unmark({ userId, movieIds: ['2', '5'], at: ago(4) });
      await mark([{ movieId: '5' }, { movieId: '2', seenAt: '2026-01-01' }], 4.5);
      await rate(userId, '3', 4);
      const { items } = await seen().list({ userId });
      expect(items).toEqual([
        { movieId: '1', seenAt: '2026-01-02', addedAt: items[0].addedAt },
        { movieId: '4', addedAt: items[1].addedAt },
      ]);
      const [{ seen: stored }] = await ratings().page({ after: before(userId), limit: 1 });
      expect(stored).toEqual([{ movieId: '1', seenAt: '2026-01-02' }, { movieId: '3' }, { movieId: '4' }]);
    });

    it('of a rating’s diary neither, whose days do not replace each other', async () => {
      const userId = await register();
      const watch = (day: string, minutes: number, rewatch?: boolean) =>
        ratings().save({
          userId,
          ratings: [{ movieId: '603', rating: 4, seenAt: day, ...(rewatch !== undefined && { rewatch }) }],
          at: ago(minutes),
        });
      await watch('2026-01-03', 3, true);
      await watch('2026-01-01', 5);
      await watch('2025-01-01', 6);
      await watch('2026-01-02', 4, true);
      await watch('2026-01-04', 2, true);
      await watch('2026-01-04', 1, false);
      await rate(userId, '603', 5);
      const { items } = await ratings().list({ userId });
      expect(items).toEqual([
        {
          movieId: '603',
          rating: 5,
          ratedAt: items[0].ratedAt,
          seenAt: '2026-01-01',
          rewatches: ['2026-01-02', '2026-01-03'],
        },
      ]);
      expect((await seen().list({ userId })).items).toEqual([]);
      const again = { movieId: '603', rating: 5, seenAt: '2026-01-05', rewatch: true };
      await ratings().save({ userId, ratings: [again] });
      const [{ ratedAt, rewatches }] = (await ratings().list({ userId })).items;
      expect([ratedAt, rewatches?.at(-1)]).toEqual([items[0].ratedAt, '2026-01-05']);
      await ratings().remove({ userId, movieId: '603' });
      expect((await seen().list({ userId })).items).toMatchObject([{ movieId: '603', seenAt: '2026-01-01' }]);
    });

    it('are ordered by when they were taken, whatever time an imported row carries', async () => {
      const userId = await register();
      const row = (ratedAt: string) => ({ movieId: '603', rating: 2, ratedAt });
      await ratings().import({ userId, ratings: [row('2035-01-01T00:00:00Z')], at: ago(5) });
      await rate(userId, '603', 5, ago(4));
      expect(await starsOf(userId)).toEqual({ '603': 5 });
      await ratings().import({ userId, ratings: [row('2001-01-01T00:00:00Z')], at: ago(3) });
      const { items } = await ratings().list({ userId });
      expect(items).toEqual([{ movieId: '603', rating: 2, ratedAt: '2001-01-01T00:00:00.000Z' }]);
    });
  });

  it('of a whole history of films seen are announced a thousand at a time, and a page of them follows another', async () => {
    const userId = await register();
    const movies = Array.from({ length: 2500 }, (_, n) => ({ movieId: String(n + 1) }));
    await stored().updateOne({ _id: userId }, { $unset: { seen: 1 } });
    expect(await seen().mark({ userId, movies })).toEqual({ ratingsVersion: 3 });
    const [first, last] = [
      await seen().list({ userId, limit: 2 }),
      await seen().list({ userId, limit: 100 }),
    ];
    expect(first.items).toEqual(last.items.slice(0, 2));
    const next = await seen().list({ userId, limit: 98, cursor: first.nextCursor });
    expect(next.items).toEqual(last.items.slice(2));
    expect(await seen().unmark({ userId, movieIds: movies.map(({ movieId }) => movieId) })).toEqual({
      ratingsVersion: 6,
    });
    expect(await seen().list({ userId })).toEqual({ items: [] });
  });

  it('refuse more rewatches of a film than there may be, and save nothing of that', async () => {
    const userId = await register();
    const ratedAt = ago(9);
    const rewatches = Array.from({ length: MAX_REWATCHES }, (_, n) =>
      new Date(Date.UTC(2024, 0, n + 1)).toISOString().slice(0, 10),
    );
    await ratings().import({
      userId,
      ratings: [{ movieId: '603', rating: 3, ratedAt, seenAt: '2023-05-06', rewatches }],
    });
    const again = { rating: 5, seenAt: '2026-01-01' };
    const more = ratings().save({
      userId,
      ratings: [
        { movieId: '78', ...again },
        { movieId: '603', rewatch: true, ...again },
      ],
    });
    await expect(more).rejects.toMatchObject({ code: 'validation_failed' });
    const { items } = await ratings().list({ userId });
    expect(items).toEqual([{ movieId: '603', rating: 3, ratedAt, seenAt: '2023-05-06', rewatches }]);
    await ratings().save({
      userId,
      ratings: [{ movieId: '603', rewatch: false, rating: 4, seenAt: rewatches[0] }],
    });
    await ratings().save({ userId, ratings: [{ movieId: '603', rewatch: true, ...again }] });
    const [{ rewatches: now }] = (await ratings().list({ userId })).items;
    expect(now).toEqual([...rewatches.slice(1), '2026-01-01']);
  });

  it('replace what 0.5 stored, also of an import that is dated in the future', async () => {
    const userId = await register();
    const old = { rating: 2, ratedAt: new Date(Date.UTC(2035, 0)) };
    await stored().updateOne({ _id: userId }, { $set: { 'ratings.603': old }, $unset: { removed: 1 } });
    await rate(userId, '603', 5);
    expect(await starsOf(userId)).toEqual({ '603': 5 });
  });

  it('from a gateway whose clock is far ahead do not shut out later ones', async () => {
    const userId = await register();
    await rate(userId, '603', 2, ago(-60));
    await rate(userId, '603', 5);
    expect(await starsOf(userId)).toEqual({ '603': 5 });
  });

  it('of one person all succeed, 200 at once at two replicas, each with its own version', async () => {
    const userId = await register();
    const saves = Array.from({ length: 200 }, (_, i) =>
      ratings(i % 2).save({ userId, ratings: [{ movieId: String(i + 1), rating: 3 }] }),
    );
    const versions = (await Promise.all(saves)).map(({ ratingsVersion }) => ratingsVersion);
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(Object.keys((await stored().findById(userId).lean())!.ratings)).toHaveLength(200);
  });

  describe('that MongoDB hears of after their deadline', () => {
    /** Does something while MongoDB does not hear of writes, and lets it hear of them when that has failed. */
    async function heardLate(work: () => Promise<unknown>): Promise<void> {
      mongodb.hold(...WRITES);
      const failed = withDeadline(Date.now() + 1500, work);
      await expect(failed).rejects.toMatchObject({ code: 'service_unavailable' });
      expect(mongodb.heldBack).toBeGreaterThan(0);
      await mongodb.release();
    }

    it('are not carried out', async () => {
      const userId = await register();
      await rate(userId, '603', 5);
      await eventually(async () => expect((await stored().findById(userId).lean())!.outbox).toEqual([]));
      await heardLate(() => rate(userId, '603', 1));
      await heardLate(() => ratings().remove({ userId, movieId: '603' }));
      expect(await starsOf(userId)).toEqual({ '603': 5 });
      expect(await rate(userId, '78', 4)).toMatchObject({ ratingsVersion: 2 });
    });

    it('leave no account', async () => {
      const email = `${randomUUID()}@example.com`;
      await heardLate(() => replicas[0].get(Accounts).register({ email, password }));
      expect(await stored().findOne({ email })).toBeNull();
      await replicas[0].get(Accounts).register({ email, password });
    });

    it('delete no account', async () => {
      const userId = await register();
      await eventually(async () => expect((await stored().findById(userId).lean())!.outbox).toEqual([]));
      await heardLate(() => replicas[0].get(Accounts).delete({ userId, password }));
      expect(await replicas[0].get(Accounts).profile(userId)).toMatchObject({ id: userId });
    });
  });

  it('takes a whole import back, but not what was changed since', async () => {
    const userId = await register();
    const imports = replicas[0].get(ImportsController);
    const importId = randomUUID();
    const day = '2024-01-02T00:00:00.000Z';
    await rate(userId, '1', 2);
    const part = {
      userId,
      importId,
      name: 'Letterboxd',
      ratings: [5, 4, 3].map((rating, at) => ({ movieId: `${at + 1}`, rating, ratedAt: day })),
      seen: [{ movieId: '4', seenAt: '2024-01-02' }],
      watchlist: [{ movieId: '5', addedAt: day }],
      done: 5,
      total: 5,
    };
    await imports.import(part);
    // Sent again after a failure, it still knows what was there before the first time.
    await imports.import(part);
    expect(await starsOf(userId)).toEqual({ 1: 5, 2: 4, 3: 3 });
    expect((await seen().list({ userId })).items).toMatchObject([{ movieId: '4', seenAt: '2024-01-02' }]);
    expect(await feedback().list({ userId, kind: 'watchlist' })).toEqual([{ movieId: '5', addedAt: day }]);
    await rate(userId, '2', 1);
    expect(await imports.list({ userId })).toMatchObject([
      { importId, name: 'Letterboxd', ratings: 3, seen: 1, watchlist: 1 },
    ]);
    const stranger = await register();
    await expect(imports.undo({ userId: stranger, importId })).rejects.toMatchObject({
      code: 'import_not_found',
    });
    expect(await imports.undo({ userId, importId })).toMatchObject({ undone: 4, kept: 1 });
    expect(await starsOf(userId)).toEqual({ 1: 2, 2: 1 });
    expect((await seen().list({ userId })).items).toEqual([]);
    expect(await feedback().list({ userId, kind: 'watchlist' })).toEqual([]);
    await expect(imports.undo({ userId, importId })).rejects.toMatchObject({ code: 'import_not_found' });
  });

  it('imports and takes back long histories, every list and diary as it was before', async () => {
    const userId = await register();
    const imports = replicas[0].get(ImportsController);
    const importId = randomUUID();
    const ids = Array.from({ length: 1000 }, (_, n) => String(n + 1));
    const day = '2024-01-02T00:00:00.000Z';
    await rate(userId, '7', 1);
    const savedFirst = await stored().findById(userId).lean();
    const films = {
      ratings: ids.map((movieId) => ({ movieId, rating: 4, ratedAt: day })),
      seen: ids.map((movieId) => ({ movieId, seenAt: '2024-01-02' })),
      watchlist: ids.map((movieId) => ({ movieId: `ml-${movieId}`, addedAt: day })),
      rewatches: ids.map((movieId) => ({ movieId, day: '2025-01-02' })),
    };
    const whose = { userId, importId, name: 'Letterboxd', total: 4000 };
    const writes = await updatesOf(() => imports.import({ ...whose, ...films, done: 4000 }));
    // With one alone per list, or one for each film, a long history takes minutes.
    expect(writes).toBeLessThanOrEqual(2);
    const user = await stored().findById(userId).lean();
    expect(Object.keys(user!.ratings)).toHaveLength(1000);
    expect(user!.ratings['7']).toMatchObject({ rating: 4, ratedAt: new Date(day) });
    expect(user!.seen!['1000']).toMatchObject({ seenAt: '2024-01-02' });
    expect(user!.rewatches).toHaveProperty('1000@2025-01-02');
    expect(await imports.list({ userId })).toMatchObject([{ ratings: 1000, rewatches: 1000 }]);
    expect(await imports.undo({ userId, importId })).toMatchObject({ undone: 4000, kept: 0 });
    const after = await stored().findById(userId).lean();
    expect(after!.ratings).toMatchObject({ 7: { rating: 1, ratedAt: savedFirst!.ratings['7'].ratedAt } });
    for (const list of ['ratings', 'seen', 'watchlist', 'rewatches'] as const)
      expect(Object.keys(after![list] ?? {})).toEqual(list === 'ratings' ? ['7'] : []);
    await eventually(async () => expect((await stored().findById(userId).lean())!.outbox).toEqual([]));
  });

  it('forgets what imports changed when they are thirty days old or the account is deleted', async () => {
    const userId = await register();
    const imports = replicas[0].get(ImportsController);
    const part = { userId, name: 'x', seen: [], watchlist: [], done: 1, total: 1 };
    const ratings = [{ movieId: '1', rating: 5, ratedAt: '2024-01-02T00:00:00.000Z' }];
    const [old, young] = [randomUUID(), randomUUID()];
    await imports.import({ ...part, importId: old, ratings, at: ago(30 * 24 * 60 + 1) });
    await imports.import({ ...part, importId: young, ratings: [{ ...ratings[0], movieId: '2' }] });
    expect((await imports.list({ userId })).map(({ importId }) => importId)).toEqual([young]);
    await expect(imports.undo({ userId, importId: old })).rejects.toMatchObject({ code: 'import_not_found' });
    await replicas[0].get(Accounts).delete({ userId, password });
    expect(await imports.list({ userId })).toEqual([]);
  });
});
