import 'reflect-metadata';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withDeadline } from '#platform/process/deadline.js';
import type { INestApplicationContext } from '@nestjs/common';
import { getModelToken } from '@nestjs/mongoose';
import { type Model, Types } from 'mongoose';
import { Accounts } from '../../apps/users/accounts/accounts.js';
import { RefreshTokenDocument } from '../../apps/users/accounts/refresh-token.schema.js';
import { Sessions } from '../../apps/users/accounts/sessions.js';
import { UserDocument } from '../../apps/users/documents/user.schema.js';
import { UsersModule } from '../../apps/users/users.module.js';
import { bootModule, ownPrefix } from '../support/process/booted.module.js';
import { address, eventually } from '../support/process/eventually.js';
import { TcpProxy } from '../support/process/tcp-proxy.js';

jest.setTimeout(30_000);

const password = 'correct horse battery';
const ENDED = { code: 'session_ended' };

describe('sessions', () => {
  let users: INestApplicationContext;
  let mongodb: TcpProxy;

  const accounts = () => users.get(Accounts);
  const sessions = () => users.get(Sessions);
  const stored = () => users.get<Model<UserDocument>>(getModelToken(UserDocument.name));
  const earlier = () => users.get<Model<RefreshTokenDocument>>(getModelToken(RefreshTokenDocument.name));
  const register = () => accounts().register({ email: `${randomUUID()}@example.com`, password });
  const logIn = (email: string) => accounts().logIn({ email, password });
  const rotate = async (token: string) => (await sessions().rotate(token)).refreshToken;
  const sessionsOf = async (userId: string) => (await stored().findById(userId).lean())?.sessions ?? [];

  /** As if all renewals so far had been so many seconds earlier. */
  async function age(userId: string, seconds: number): Promise<void> {
    const aged = (await sessionsOf(userId)).map((session) => ({
      ...session,
      used: session.used.map(({ token, at }) => ({ token, at: new Date(at.getTime() - seconds * 1000) })),
    }));
    await stored().updateOne({ _id: userId }, { $set: { sessions: aged } });
  }

  /** A token as 0.5 gave it out. */
  async function earlierToken(userId: string, familyId: string = randomUUID()): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const _id = createHash('sha256').update(token).digest('hex');
    const expiresAt = new Date(Date.now() + 3600_000);
    await earlier().create({ _id, familyId, userId: new Types.ObjectId(userId), expiresAt });
    return token;
  }

  beforeAll(async () => {
    mongodb = await (await TcpProxy.inFrontOf(address('MONGODB_URI'))).opened();
    users = await bootModule(UsersModule, {
      MONGODB_URI: mongodb.url,
      MONGODB_DATABASE_PREFIX: ownPrefix(),
    });
    await stored().init();
  }, 60_000);

  afterAll(async () => {
    await stored().db.dropDatabase();
    await users.close();
    await mongodb.shut();
  });

  it('give the same successor to everyone who brings a token within 30 s', async () => {
    const { user, refreshToken } = await register();
    const successors = await Promise.all(Array.from({ length: 20 }, () => rotate(refreshToken)));
    expect(new Set(successors).size).toBe(1);
    await age(user.id, 15);
    expect(await rotate(refreshToken)).toBe(successors[0]);
    const newest = await rotate(successors[0]);
    expect(await rotate(successors[0])).toBe(newest);
  });

  it('end when a token comes back later than that', async () => {
    const { user, refreshToken } = await register();
    const next = await rotate(refreshToken);
    const other = await logIn(user.email);
    await age(user.id, 31);
    await expect(rotate(refreshToken)).rejects.toMatchObject(ENDED);
    await expect(rotate(next)).rejects.toMatchObject(ENDED);
    expect(await rotate(other.refreshToken)).toEqual(expect.any(String));
  });

  it('end with a log-out, by their token of before too', async () => {
    const { refreshToken } = await register();
    const next = await rotate(refreshToken);
    await sessions().end(refreshToken);
    await expect(rotate(next)).rejects.toMatchObject(ENDED);
  });

  it('are one document however often they are renewed, and fifty a user', async () => {
    const { user, refreshToken } = await register();
    let token = refreshToken;
    for (let i = 0; i < 12; i += 1) token = await rotate(token);
    expect(await sessionsOf(user.id)).toMatchObject([{ used: { length: 8 } }]);
    const [{ id, ...session }] = await sessionsOf(user.id);
    const many = Array.from({ length: 59 }, (_, i) => ({
      ...session,
      id: `${id}${i}`,
      expiresAt: new Date(Date.now() + i * 1000),
    }));
    await stored().updateOne({ _id: user.id }, { $push: { sessions: { $each: many } } });
    await logIn(user.email);
    const kept = await sessionsOf(user.id);
    expect(kept).toHaveLength(50);
    expect(kept.map((one) => one.id)).not.toContain(`${id}0`);
    expect(await rotate(token)).toEqual(expect.any(String));
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    [
      'a new password',
      (userId) => accounts().change({ userId, password: 'another long one', currentPassword: password }),
    ],
    ['a log-out everywhere', (userId) => sessions().endAll(userId)],
    ['a deletion', (userId) => accounts().delete({ userId, password })],
  ])('none lives on that is renewed or begun in the moment of %s', async (_, end) => {
    const { user, refreshToken } = await register();
    const tokens = [refreshToken, await earlierToken(user.id), await earlierToken(user.id)];
    for (let i = 0; i < 7; i += 1) tokens.push((await logIn(user.email)).refreshToken);
    const given: string[] = [];
    /** Renews its token ten times, each time the one it was given. */
    const renewals = tokens.map(async (token) => {
      for (let i = 0; i < 10; i += 1) given.push((token = await rotate(token)));
    });
    const racing = Promise.allSettled(renewals);
    await eventually(() => expect(given.length).toBeGreaterThanOrEqual(30));
    await end(user.id);
    await racing;
    const all = [...new Set([...tokens, ...given])];
    const outcomes = await Promise.allSettled(all.map((token) => rotate(token)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(await sessionsOf(user.id)).toEqual([]);
  });

  describe('of 0.5', () => {
    it('go on, with the same successor for a token brought twice', async () => {
      const { user } = await register();
      const token = await earlierToken(user.id);
      const [next, again] = await Promise.all([rotate(token), rotate(token)]);
      expect(again).toBe(next);
      expect(await rotate(token)).toBe(next);
      expect(await rotate(next)).not.toBe(next);
    });

    it('end when a token comes back late, also one that 0.5 itself exchanged', async () => {
      const { user } = await register();
      const token = await earlierToken(user.id);
      const next = await rotate(token);
      await age(user.id, 31);
      await expect(rotate(token)).rejects.toMatchObject(ENDED);
      await expect(rotate(next)).rejects.toMatchObject(ENDED);
      const exchanged = await earlierToken(user.id, 'family');
      await earlier().updateMany({ familyId: 'family' }, { $set: { usedAt: new Date() } });
      await expect(rotate(exchanged)).rejects.toMatchObject(ENDED);
    });

    it('end with a log-out', async () => {
      const { user } = await register();
      const token = await earlierToken(user.id);
      await sessions().end(token);
      await expect(rotate(token)).rejects.toMatchObject(ENDED);
    });
  });

  it.each<[string, (token: string, userId: string) => Promise<unknown>]>([
    ['a renewal', (token) => rotate(token)],
    ['a log-out', (token) => sessions().end(token)],
    [
      'a new password',
      (_, userId) => accounts().change({ userId, password: 'another long one', currentPassword: password }),
    ],
  ])('are as before after %s that MongoDB hears of too late', async (_, work) => {
    const { user, refreshToken } = await register();
    mongodb.hold('update\0', 'delete\0');
    const failed = withDeadline(Date.now() + 1500, () => work(refreshToken, user.id));
    await expect(failed).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(mongodb.heldBack).toBeGreaterThan(0);
    await mongodb.release();
    expect(await sessionsOf(user.id)).toMatchObject([{ used: [] }]);
    expect(await rotate(refreshToken)).toEqual(expect.any(String));
    await logIn(user.email);
  });
});
