import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as connections from '#contracts/users/connections.rpc.js';
import * as feeds from '#contracts/users/feeds.rpc.js';
import { ownedSecret } from '#contracts/users/owned.secret.js';
import * as seen from '#contracts/users/seen.rpc.js';
import * as tokens from '#contracts/users/tokens.rpc.js';
import * as users from '#contracts/users/users.rpc.js';
import { readEnvironment } from '#platform/config/environment.js';
import { CheckedRpcClient } from '../support/process/checked.rpc-client.js';
import { movieId, writeSmallDataset } from '../support/system/small.dataset.js';
import { System } from '../support/system/system.js';
import { rm } from 'node:fs/promises';

jest.setTimeout(60_000);

/** Replies of catalog and recommender are checked by their own suites, which call with the same client. */
describe('replies of the users service', () => {
  const system = new System();
  let rpc: CheckedRpcClient;

  beforeAll(async () => {
    const dataset = await writeSmallDataset();
    await system.run('users', '--initdb', '--dataset', dataset);
    await rm(dataset, { recursive: true, force: true });
    await system.start('users');
    rpc = new CheckedRpcClient(readEnvironment(system.env));
  });

  afterAll(async () => {
    await rpc.onApplicationShutdown();
    await system.stopAll();
  });

  it('are what callers are compiled against, each call of an account’s life', async () => {
    const [email, password, other] = [`${randomUUID()}@example.com`, 'correct horse', 'battery staple'];
    const { user } = await rpc.call(users.registerUser, { email, password });
    const session = await rpc.call(users.logIn, { email, password });
    const renewed = await rpc.call(users.refreshSession, { refreshToken: session.refreshToken });
    const userId = user.id;
    await rpc.call(users.getProfile, { userId });
    await rpc.call(users.changeProfile, {
      userId,
      displayName: 'Ada',
      password: other,
      currentPassword: password,
    });

    await rpc.call(users.saveRatings, { userId, ratings: [{ movieId: movieId('space', 1), rating: 4.5 }] });
    const dated = { movieId: movieId('space', 2), rating: 3, ratedAt: '2026-01-01T00:00:00.000Z' };
    await rpc.call(users.importRatings, { userId, ratings: [dated] });
    const { items } = await rpc.call(users.listRatings, { userId, limit: 1 });
    expect(items).toHaveLength(1);
    await rpc.call(users.removeRating, { userId, movieId: movieId('space', 2) });
    const later = { userId, movieId: movieId('space', 3), kind: 'watchlist' as const, on: true };
    await rpc.call(users.setFeedback, later);
    expect(await rpc.call(users.listFeedback, { userId, kind: 'watchlist' })).toHaveLength(1);
    const seenAt = '2026-01-01';
    await rpc.call(seen.markSeen, { userId, movies: [{ movieId: movieId('space', 4), seenAt }] });
    expect((await rpc.call(seen.listSeen, { userId })).items).toHaveLength(1);
    await rpc.call(users.exportUser, { userId });

    const page = await rpc.call(users.pageUsers, { limit: 50 });
    expect(page.length).toBeGreaterThan(10);
    await rpc.call(seen.unmarkSeen, { userId, movieIds: [movieId('space', 4)] });
    const made = await rpc.call(tokens.makeToken, { userId, name: 'script', scopes: ['read'] });
    const { digest } = ownedSecret('mr_', made.token)!;
    const checked = await rpc.call(tokens.checkToken, { userId, id: made.id, digest });
    expect(checked.scopes).toEqual(['read']);
    expect(await rpc.call(tokens.listTokens, { userId })).toHaveLength(1);
    await rpc.call(tokens.endToken, { userId, id: made.id });

    const server = await rpc.call(connections.makeConnection, { userId, kind: 'plex', username: 'ada' });
    await rpc.call(connections.checkHook, ownedSecret('mrhook_', server.secret)!);
    const play = {
      movieId: movieId('space', 4),
      playedAt: new Date().toISOString(),
      source: 'plex' as const,
    };
    const noted = await rpc.call(connections.notePlay, { userId, id: server.id, ...play });
    expect(noted.isNew).toBe(true);
    expect(await rpc.call(connections.listConnections, { userId })).toHaveLength(1);
    const [notice] = await rpc.call(connections.listNotices, { userId });
    await rpc.call(connections.dropNotice, { userId, id: notice.id });
    await rpc.call(connections.endConnection, { userId, id: server.id });

    const feed = await rpc.call(feeds.makeFeed, { userId, kind: 'list' });
    await rpc.call(feeds.checkFeed, ownedSecret('mrfeed_', feed.secret)!);
    expect(await rpc.call(feeds.listFeeds, { userId })).toHaveLength(1);
    await rpc.call(feeds.endFeed, { userId, id: feed.id });

    await rpc.call(users.logOut, { refreshToken: renewed.refreshToken });
    await rpc.call(users.endSessions, { userId });
    await rpc.call(users.deleteAccount, { userId, password: other });
  });
});
