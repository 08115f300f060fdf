import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppError } from '#contracts/protocol/app.error.js';
import { EVENTS_EXCHANGE, type EventEnvelope } from '#contracts/protocol/event.js';
import type { RatingsChanged } from '#contracts/users/users.events.js';
import { withDeadline } from '#platform/process/deadline.js';
import { Environment } from '#platform/config/environment.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import { Test } from '@nestjs/testing';
import type { Model } from 'mongoose';
import { Accounts } from '../../apps/users/accounts/accounts.js';
import { FeedbackController } from '../../apps/users/ratings/feedback.controller.js';
import { RatingsController } from '../../apps/users/ratings/ratings.controller.js';
import { Sessions } from '../../apps/users/accounts/sessions.js';
import { UserDocument } from '../../apps/users/documents/user.schema.js';
import { UsersModule } from '../../apps/users/users.module.js';
import { Broker } from '../support/stack/broker.js';
import { address, eventually } from '../support/process/eventually.js';
import { startServiceProcess } from '../support/process/service.process.js';
import { SilentLogger } from '../support/process/silent.logger.js';

const NOWHERE = 'amqp://127.0.0.1:9';
const password = 'correct horse battery';

describe('the users service', () => {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  const listener = `listener-${randomUUID()}`;
  let broker: Broker;
  let users: INestApplicationContext;

  /** The whole service on this suite's own database; `rabbitmq` may be an address where nobody answers. */
  async function boot(rabbitmq: string): Promise<INestApplicationContext> {
    const environment = Object.assign(new Environment(), {
      RABBITMQ_URL: rabbitmq,
      MONGODB_URI: address('MONGODB_URI'),
      MONGODB_DATABASE_PREFIX: prefix,
      LOG_LEVEL: 'silent',
    });
    const module = await Test.createTestingModule({ imports: [UsersModule] })
      .overrideProvider(Environment)
      .useValue(environment)
      .setLogger(new SilentLogger())
      .compile();
    return module.init();
  }

  const accounts = () => users.get(Accounts);
  const ratings = () => users.get(RatingsController);
  const stored = () => users.get<Model<UserDocument>>(getModelToken(UserDocument.name));
  const register = (name: string) =>
    accounts().register({ email: `${name}-${randomUUID()}@example.com`, password });

  function nextEvent<T>(userId: string, name: string): Promise<EventEnvelope & { data: T }> {
    return eventually(async () => {
      const message = await broker.channel.get(listener, { noAck: true });
      if (!message) throw new Error(`no ${name} yet`);
      const { pattern, data } = JSON.parse(message.content.toString()) as {
        pattern: string;
        data: EventEnvelope;
      };
      const about = (data.data as { userId: string }).userId;
      if (pattern !== name || about !== userId) throw new Error(`${pattern} of ${about} came first`);
      return data as EventEnvelope & { data: T };
    });
  }

  beforeAll(async () => {
    broker = await Broker.connect(address('RABBITMQ_URL'));
    await broker.channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    await broker.channel.assertQueue(listener, { exclusive: true });
    await broker.channel.bindQueue(listener, EVENTS_EXCHANGE, 'users.#');
    users = await boot(address('RABBITMQ_URL'));
    await stored().init();
  });

  afterAll(async () => {
    await stored().db.dropDatabase();
    await users.close();
    await broker.close();
  });

  it('publishes every change once it is stored, with a version that grows', async () => {
    const { user } = await register('ada');
    const first = await ratings().save({ userId: user.id, ratings: [{ movieId: '603', rating: 4.5 }] });
    const second = await ratings().remove({ userId: user.id, movieId: '603' });
    expect([first.ratingsVersion, second.ratingsVersion]).toEqual([1, 2]);
    const saved = await nextEvent<RatingsChanged>(user.id, 'users.ratings-changed.v1');
    expect(saved.data).toMatchObject({ version: 1, changes: [{ movieId: '603', rating: 4.5 }] });
    const removed = await nextEvent<RatingsChanged>(user.id, 'users.ratings-changed.v1');
    expect(removed.data).toMatchObject({ version: 2, changes: [{ movieId: '603' }] });
    expect(removed.data.changes[0].rating).toBeUndefined();
    await eventually(async () => expect((await stored().findById(user.id))?.outbox).toHaveLength(0));
  });

  it('gives each of many simultaneous changes its own version', async () => {
    const { user } = await register('busy');
    const movieIds = Array.from({ length: 12 }, (_, i) => String(i + 1));
    const saves = movieIds.map((movieId) =>
      ratings().save({ userId: user.id, ratings: [{ movieId, rating: 3 }] }),
    );
    const versions = (await Promise.all(saves)).map((saved) => saved.ratingsVersion);
    expect([...versions].sort((a, b) => a - b)).toEqual(movieIds.map(Number));
    const { items } = await ratings().list({ userId: user.id, limit: 100 });
    expect(items).toHaveLength(12);
  });

  it('keeps what the broker did not take, and sends it after a restart', async () => {
    const { user } = await register('patient');
    await users.close();
    users = await boot(NOWHERE);
    await ratings().save({ userId: user.id, ratings: [{ movieId: '42', rating: 5 }] });
    const waiting = (await stored().findById(user.id))!.outbox;
    expect(waiting).toHaveLength(1);
    await users.close();
    users = await boot(address('RABBITMQ_URL'));
    const event = await nextEvent<RatingsChanged>(user.id, 'users.ratings-changed.v1');
    expect(event.id).toBe(waiting[0].id);
    expect(event.data.changes).toMatchObject([{ movieId: '42', rating: 5 }]);
  });

  it('saves and announces an import in chunks, each film once with its last rating', async () => {
    const { user } = await register('importer');
    const ratedAt = '2024-01-02T00:00:00.000Z';
    const rows = Array.from({ length: 1200 }, (_, i) => ({ movieId: String(i + 1), rating: 3, ratedAt }));
    const last = { movieId: '1', rating: 5, ratedAt };
    const imported = await ratings().import({ userId: user.id, ratings: [...rows, last] });
    expect(imported).toEqual({ saved: 1200, ratingsVersion: 2 });
    const events = [
      await nextEvent<RatingsChanged>(user.id, 'users.ratings-imported.v1'),
      await nextEvent<RatingsChanged>(user.id, 'users.ratings-imported.v1'),
    ];
    expect(events.map(({ data }) => [data.version, data.changes.length])).toEqual([
      [1, 1000],
      [2, 200],
    ]);
    expect(events[0].data.changes[0]).toEqual(last);
  });

  it('loads the ratings of a data set, a thousand to an event, and nothing when it is loaded again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dataset-'));
    const films = Array.from({ length: 1200 }, (_, i) => i + 1);
    const table = (header: string, row: (film: number) => string) =>
      [header, ...films.map(row), ''].join('\n');
    await writeFile(
      join(folder, 'movies.csv'),
      table('movieId,title,genres', (i) => `${i},Film ${i} (1999),Drama`),
    );
    await writeFile(
      join(folder, 'links.csv'),
      table('movieId,imdbId,tmdbId', (i) => `${i},${i},${i}`),
    );
    await writeFile(
      join(folder, 'ratings.csv'),
      table('userId,movieId,rating,timestamp', (i) => `7,${i},3.0,1000`),
    );
    const load = async () => {
      const child = startServiceProcess('users', ['--initdb', '--dataset', folder], {
        RABBITMQ_URL: address('RABBITMQ_URL'),
        MONGODB_URI: address('MONGODB_URI'),
        MONGODB_DATABASE_PREFIX: prefix,
      });
      child.stdout.resume();
      child.stderr.resume();
      expect((await once(child, 'exit'))[0]).toBe(0);
      return (await stored().findOne({ community: true }).lean())!;
    };
    const user = await load();
    expect([user.version, Object.keys(user.ratings).length, user.outbox]).toEqual([2, 1200, []]);
    const id = String(user._id);
    const sizes = [
      await nextEvent<RatingsChanged>(id, 'users.ratings-imported.v1'),
      await nextEvent<RatingsChanged>(id, 'users.ratings-imported.v1'),
    ].map(({ data }) => [data.version, data.changes.length]);
    expect(sizes).toEqual([
      [1, 1000],
      [2, 200],
    ]);
    expect((await load()).version).toBe(2);
    await rm(folder, { recursive: true });
  }, 60_000);

  it('pages through ratings without gaps or repeats while new ones arrive', async () => {
    const { user } = await register('reader');
    const all = Array.from({ length: 25 }, (_, i) => ({ movieId: String(i + 1), rating: 4 }));
    await ratings().save({ userId: user.id, ratings: all });
    const first = await ratings().list({ userId: user.id, limit: 10 });
    await ratings().save({ userId: user.id, ratings: [{ movieId: '999', rating: 1 }] });
    const second = await ratings().list({ userId: user.id, limit: 10, cursor: first.nextCursor });
    const third = await ratings().list({ userId: user.id, limit: 10, cursor: second.nextCursor });
    const seen = [first, second, third].flatMap((page) => page.items.map((item) => item.movieId));
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
    expect(third.nextCursor).toBeUndefined();
  });

  describe('accounts', () => {
    it('take an e-mail once, however it is written', async () => {
      const email = `Grace-${randomUUID()}@Example.com`;
      await accounts().register({ email, password });
      const again = accounts().register({ email: email.toUpperCase(), password });
      await expect(again).rejects.toMatchObject({ code: 'email_taken' });
      const { user } = await accounts().logIn({ email: email.toUpperCase(), password });
      expect(user.email).toBe(email.toLowerCase());
    });

    it('log in when their registration is tried again with the same key', async () => {
      const registration = { email: `${randomUUID()}@example.com`, password, idempotencyKey: randomUUID() };
      const first = await accounts().register(registration);
      const again = await accounts().register(registration);
      expect(again.user).toEqual(first.user);
      await expect(users.get(Sessions).rotate(again.refreshToken)).resolves.toBeDefined();
      const taken = { code: 'email_taken' };
      const others = [
        { password: 'another password' },
        { idempotencyKey: randomUUID() },
        { idempotencyKey: undefined },
      ];
      for (const other of others)
        await expect(accounts().register({ ...registration, ...other })).rejects.toMatchObject(taken);
      const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
      await stored().updateOne({ _id: first.user.id }, { $set: { registeredAt: yesterday } });
      await expect(accounts().register(registration)).rejects.toMatchObject(taken);
    });

    it('are checked a few at a time, and a flood of guesses ends with its deadline', async () => {
      const { user } = await register('flooded');
      const guess = () => accounts().logIn({ email: user.email, password: 'a guess' });
      const flood = withDeadline(Date.now() + 1500, () =>
        Promise.allSettled(Array.from({ length: 150 }, guess)),
      );
      const codes = ((await flood) as PromiseRejectedResult[]).map(({ reason }) => (reason as AppError).code);
      expect(new Set(codes)).toEqual(new Set(['invalid_credentials', 'service_unavailable']));
      expect(codes).toContain('service_unavailable');
      expect(await accounts().logIn({ email: user.email, password })).toMatchObject({ user });
    });

    it('answer a wrong password and an unknown e-mail in the same words', async () => {
      const { user } = await register('mallory');
      const wordsFor = (email: string, guess: string) =>
        accounts()
          .logIn({ email, password: guess })
          .then(
            () => 'logged in',
            (error: Error) => error.message,
          );
      expect(await wordsFor(user.email, 'not it')).toBe(await wordsFor('nobody@example.com', password));
    });

    it('store no password and no refresh token as it is', async () => {
      const { user, refreshToken } = await register('secret');
      const document = JSON.stringify(await stored().findById(user.id).lean());
      expect(document).toContain('$argon2id$');
      expect(document).not.toContain(password);
      expect(document).toContain('"sessions":[{');
      expect(document).not.toContain(refreshToken.split('.')[2]);
    });

    it('end every session with a new password', async () => {
      const { user, refreshToken } = await register('mover');
      await accounts().change({ userId: user.id, password: 'another long one', currentPassword: password });
      const renewed = users.get(Sessions).rotate(refreshToken);
      await expect(renewed).rejects.toMatchObject({ code: 'session_ended' });
      await accounts().logIn({ email: user.email, password: 'another long one' });
      const old = accounts().logIn({ email: user.email, password });
      await expect(old).rejects.toMatchObject({ code: 'invalid_credentials' });
    });

    it('leave nothing behind when deleted, after telling everyone', async () => {
      const { user } = await register('leaver');
      await ratings().save({ userId: user.id, ratings: [{ movieId: '603', rating: 4.5 }] });
      await users.get(FeedbackController).set({ userId: user.id, movieId: '7', kind: 'watchlist', on: true });
      const guess = accounts().delete({ userId: user.id, password: 'wrong' });
      await expect(guess).rejects.toMatchObject({ code: 'wrong_password' });
      await accounts().delete({ userId: user.id, password });
      await expect(accounts().profile(user.id)).rejects.toMatchObject({ code: 'unauthorized' });
      await nextEvent(user.id, 'users.user-deleted.v1');
      await eventually(async () => expect(await stored().findById(user.id)).toBeNull());
      expect((await accounts().register({ email: user.email, password })).user.id).not.toBe(user.id);
    });
  });
});
