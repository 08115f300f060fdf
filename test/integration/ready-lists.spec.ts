import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MovieCard } from '#contracts/catalog/movie.js';
import type { CodedReason } from '#contracts/recommender/reason.js';
import type { RankedList, RankedMovie } from '#contracts/recommender/recommendation.js';
import type { RankedRow } from '#contracts/recommender/row.js';
import { type ListKey, listKey, type ListOwner, ownerOf, pendingKey, personalList } from '#lists/list.key.js';
import { ListStanding } from '#lists/list.standing.js';
import { ListTrust } from '#lists/list.trust.js';
import { kindOf } from '#lists/list.wish.js';
import { MovieCards } from '#lists/movie.cards.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { listId, ReadyLists } from '#lists/ready-lists.js';
import { Environment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { address, eventually } from '../support/process/eventually.js';

const MADE = '2026-01-01T00:00:00.000Z';

const redisOf = (REDIS_KEY_PREFIX: string) => ({
  ...new Environment(),
  REDIS_URL: address('REDIS_URL'),
  REDIS_KEY_PREFIX,
});

describe('what lists keep in Redis', () => {
  const prefix = `lists-${randomUUID()}:`;
  let redis: RedisConnection;
  let lists: ReadyLists;
  let pending: PendingChanges;
  let cards: MovieCards;

  beforeAll(async () => {
    redis = new RedisConnection(redisOf(prefix));
    [lists, pending, cards] = [new ReadyLists(redis), new PendingChanges(redis), new MovieCards(redis)];
    await eventually(() => expect(redis.client.status).toBe('ready'));
  });

  afterAll(() => redis.onApplicationShutdown());

  const list = (ratingsVersion: number, items: RankedMovie[], generatedAt = MADE): RankedList => ({
    status: 'fresh',
    ratingsVersion,
    generatedAt,
    modelId: 'm-20260101000000-abcdef',
    items,
  });

  describe('how a list stands', () => {
    const owner = randomUUID();
    let elsewhere: RedisConnection;
    let standing: ListStanding;
    let reads: { mock: { calls: unknown[] } };

    beforeAll(async () => {
      // Another process with the same Redis.
      elsewhere = new RedisConnection(redisOf(prefix));
      await eventually(() => expect(elsewhere.client.status).toBe('ready'));
      const trust = new ListTrust(redis);
      standing = new ListStanding(redis, trust, cards, pending);
      reads = jest.spyOn(redis.client as unknown as { standing(): unknown }, 'standing');
      await lists.replaceIfNewer(personalList(owner), list(1, [fullyExplained(1)]));
      await trust.give(async () => undefined);
    });

    afterAll(() => elsewhere.onApplicationShutdown());

    /** Looks until looking again costs no read. */
    const untilKnown = () =>
      eventually(async () => {
        const said = await standing.of(owner);
        const before = reads.mock.calls.length;
        expect(await standing.of(owner)).toBe(said);
        expect(reads.mock.calls).toHaveLength(before);
        return said;
      });

    it('is read once, and again when another process changes something, or the list', async () => {
      const first = await untilKnown();
      expect(first).toBeDefined();
      await new PendingChanges(elsewhere).note(ownerOf(owner), 2, ['1']);
      await eventually(async () => expect(await standing.of(owner)).toBeUndefined(), 500);
      await new ReadyLists(elsewhere).replaceIfNewer(personalList(owner), list(2, [fullyExplained(2)]));
      await eventually(async () => expect(await standing.of(owner)).toBeDefined(), 500);
      expect(await untilKnown()).not.toBe(first);
      await new ReadyLists(elsewhere).remove(owner);
      await eventually(async () => expect(await standing.of(owner)).toBeUndefined(), 500);
    });

    it('is read each time while Redis cannot tell of changes', async () => {
      await lists.replaceIfNewer(personalList(owner), list(3, [fullyExplained(3)]));
      await untilKnown();
      const before = reads.mock.calls.length;
      for (const line of String(await redis.client.client('LIST')).split('\n'))
        if (/ flags=\S*[tP]\S* /.test(line))
          await redis.client.call('CLIENT', 'KILL', 'ID', /id=(\d+)/.exec(line)![1]);
      // It reads again at once, and keeps it when the connection is back.
      await eventually(async () => {
        await standing.of(owner);
        expect(reads.mock.calls.length).toBeGreaterThan(before);
      }, 500);
      await untilKnown();
    });
  });

  describe('a ready list', () => {
    it('of 500 movies takes at most 30 kB', async () => {
      const key = personalList(randomUUID());
      await lists.replaceIfNewer(
        key,
        list(
          7,
          Array.from({ length: 500 }, (_, n) => fullyExplained(n)),
        ),
      );
      expect(await redis.client.memory('USAGE', listKey(key), 'SAMPLES', 0)).toBeLessThan(30_000);
    });

    it('gives any part of itself', async () => {
      const key = personalList(randomUUID());
      const items = Array.from({ length: 70 }, (_, n) => fullyExplained(n));
      await lists.replaceIfNewer(key, list(1, items));
      for (const [from, count] of [
        [0, 20],
        [15, 20],
        [40, 30],
        [65, 20],
        [100, 20],
        [0, 70],
      ]) {
        const { movies, length } = (await lists.read(key, from, count))!;
        expect([length, movies]).toEqual([70, items.slice(from, from + count)]);
      }
    });

    it('is replaced by one that has seen more, or is newer, only', async () => {
      const key = personalList(randomUUID());
      const take = (version: number, made: string) => lists.replaceIfNewer(key, list(version, [], made));
      expect(await take(2, '2026-01-01T00:00:02.000Z')).toBe(true);
      expect(await take(1, '2026-01-01T00:00:09.000Z')).toBe(false);
      expect(await take(2, '2026-01-01T00:00:01.000Z')).toBe(false);
      expect(await take(2, '2026-01-01T00:00:03.000Z')).toBe(true);
      expect(await take(3, '2026-01-01T00:00:00.000Z')).toBe(true);
    });
  });

  describe('rows', () => {
    const row = (id: string): RankedRow => ({
      id,
      title: { code: 'watchlist', params: {} },
      items: [fullyExplained(1)],
    });

    it('come and go with the list they were made with', async () => {
      const key = personalList(randomUUID());
      expect(await lists.rows(key)).toBeUndefined();
      await lists.replaceIfNewer(key, { ...list(1, [fullyExplained(2)]), rows: [row('first')] });
      const first = (await lists.rows(key))!;
      expect(first).toMatchObject({ ratingsVersion: 1, length: 1, rows: [row('first')] });
      expect(await lists.replaceIfNewer(key, { ...list(0, []), rows: [row('older')] })).toBe(false);
      await lists.name(key, first.id);
      await lists.replaceIfNewer(key, { ...list(2, []), rows: [row('second')] });
      expect(await lists.rows(key)).toMatchObject({ ratingsVersion: 2, rows: [row('second')] });
      const kept = await lists.rows({ owner: key.owner, kind: `kept:${first.id}` });
      expect(kept?.rows).toEqual([row('first')]);
    });

    it('are missing from a list made without them, until it is made again with them', async () => {
      const key = personalList(randomUUID());
      await lists.replaceIfNewer(key, list(1, [fullyExplained(1)]));
      expect(await lists.rows(key)).not.toHaveProperty('rows');
      await lists.replaceIfNewer(key, { ...list(1, [fullyExplained(1)]), rows: [row('new')] });
      expect((await lists.rows(key))?.rows).toEqual([row('new')]);
    });

    it('of eight times thirty movies take no more than the list', async () => {
      const key = personalList(randomUUID());
      const movies = Array.from({ length: 500 }, (_, n) => fullyExplained(n));
      const rows = Array.from({ length: 8 }, (_, at) => ({
        ...row(`${at}`),
        items: movies.slice(30 * at, 30 * (at + 1)),
      }));
      await lists.replaceIfNewer(key, { ...list(7, movies), rows });
      expect(await redis.client.memory('USAGE', listKey(key), 'SAMPLES', 0)).toBeLessThan(60_000);
    });
  });

  describe('a list whose beginning is there', () => {
    const movies = Array.from({ length: 90 }, (_, n) => fullyExplained(n));
    const beginning = list(1, movies.slice(0, 60));
    const rows: RankedRow[] = [
      { id: 'first', title: { code: 'for-you', params: {} }, items: movies.slice(0, 4) },
    ];

    it('is read as far as it goes, and beyond when the rest has come', async () => {
      const key = personalList(randomUUID());
      expect(await lists.begin(key, beginning, 90)).toBe('instead');
      const first = await lists.read(key, 40, 20);
      expect(first).toMatchObject({ length: 90, movies: movies.slice(40, 60) });
      const beyond = Promise.all([lists.read(key, 50, 20), lists.rows(key)]);
      await lists.complete(key, { ...list(1, movies), rows }, 60);
      expect(await beyond).toMatchObject([{ id: first!.id, movies: movies.slice(50, 70) }, { rows }]);
    });

    it('has whole blocks only, so that no page moves when the rest comes', async () => {
      const key = personalList(randomUUID());
      await lists.begin(key, list(1, movies.slice(0, 59)), 90);
      expect((await lists.read(key, 20, 20))?.movies).toHaveLength(20);
      const third = lists.read(key, 40, 20);
      await lists.complete(key, list(1, movies), 59);
      expect((await third)?.movies).toEqual(movies.slice(40, 60));
    });

    it('is made whole also where it is kept for somebody who pages through it', async () => {
      const key = personalList(randomUUID());
      await lists.begin(key, beginning, 90);
      const { id } = (await lists.read(key))!;
      await lists.name(key, id);
      expect(await lists.begin(key, list(0, []), 0)).toBe(false);
      expect(await lists.begin(key, list(2, movies.slice(0, 5)), 5)).toBe('beside');
      const end = lists.read({ owner: key.owner, kind: `kept:${id}` }, 80, 10);
      await lists.complete(key, list(1, movies), 60);
      expect((await end)?.movies).toEqual(movies.slice(80, 90));
      expect(await lists.read(key)).toMatchObject({ ratingsVersion: 2, length: 5 });
    });

    it('is taken as a whole where the beginning is gone, unless a newer one stands', async () => {
      const key = personalList(randomUUID());
      await lists.complete(key, list(1, movies), 60);
      expect(await lists.read(key, 0, 90)).toMatchObject({ ratingsVersion: 1, movies });
      await lists.replaceIfNewer(key, list(2, []));
      await lists.complete(key, list(1, movies), 60);
      expect(await lists.read(key)).toMatchObject({ ratingsVersion: 2, length: 0 });
    });

    it('is made whole by who hears in another process that somebody waits for it', async () => {
      const elsewhere = new RedisConnection(redisOf(prefix));
      const makers = new ReadyLists(elsewhere);
      const userId = randomUUID();
      const key = personalList(userId);
      const heard: string[] = [];
      const wishes = makers.onWanted((userIds = []) => {
        if (userIds.includes(userId) && heard.push(userId) === 1)
          void makers.complete(key, { ...list(1, movies), rows }, 60);
      });
      await eventually(() => expect(wishes.areHeard).toBe(true));
      await lists.begin(key, beginning, 90);
      expect((await lists.read(key, 0, 20))?.movies).toEqual(movies.slice(0, 20));
      expect(heard).toEqual([]);
      expect((await lists.read(key, 60, 20))?.movies).toEqual(movies.slice(60, 80));
      expect((await lists.rows(key))?.rows).toEqual(rows);
      expect(heard.length).toBeGreaterThan(0);
      await elsewhere.onApplicationShutdown();
      await eventually(() => expect(wishes.areHeard).toBe(false));
    });

    it('is as good as none to who wants what does not come', async () => {
      const key = personalList(randomUUID());
      await lists.begin(key, beginning, 90);
      expect(await lists.read(key, 60, 20)).toBeUndefined();
      expect(await lists.rows(key)).not.toHaveProperty('rows');
    });
  });

  describe('a list that is replaced', () => {
    const idOf = async (key: ListKey) => (await lists.read(key))!.id;
    const kept = (owner: ListOwner, id: string): ListKey => ({ owner, kind: `kept:${id}` });

    it('is kept when a cursor names it, else it is gone', async () => {
      const key = personalList(randomUUID());
      await lists.replaceIfNewer(key, list(1, [fullyExplained(1)]));
      const first = await idOf(key);
      await lists.name(key, first);
      await lists.replaceIfNewer(key, list(2, [fullyExplained(2)]));
      const second = await idOf(key);
      await lists.name(key, 'of another list00');
      await lists.replaceIfNewer(key, list(3, []));
      expect((await lists.read(kept(key.owner, first), 0, 1))?.movies).toEqual([fullyExplained(1)]);
      expect(await lists.read(kept(key.owner, second))).toBeUndefined();
      expect(await redis.client.ttl(listKey(kept(key.owner, first)))).toBeGreaterThan(500);
      expect(await redis.client.ttl(listKey(kept(key.owner, first)))).toBeLessThanOrEqual(600);
    });

    it('stays named when the same list is stored again', async () => {
      const key = personalList(randomUUID());
      await lists.replaceIfNewer(key, list(1, []));
      await lists.name(key, await idOf(key));
      await lists.replaceIfNewer(key, list(1, [fullyExplained(1)]));
      expect(await lists.read(key)).toMatchObject({ named: true, length: 1 });
    });

    it('leaves pending what it has not seen, as do lists for a wish', async () => {
      const key = personalList(randomUUID());
      const view: ListKey = { ...key, kind: kindOf({ diversity: 0.5 }) };
      await lists.replaceIfNewer(key, list(1, []), true);
      await lists.replaceIfNewer(view, list(2, []), true);
      for (const version of [2, 3, 4]) await pending.note(key.owner, version, [`${version}`]);
      await lists.replaceIfNewer(view, list(3, []));
      expect(await redis.client.zcard(pendingKey(key.owner))).toBe(4);
      await lists.replaceIfNewer(key, list(4, []));
      expect(await pending.hiddenAfter(key.owner, 1, ['2', '3', '4'])).toEqual(new Set(['2', '3', '4']));
      await redis.client.del(listKey(kept(key.owner, listId(list(1, [])))));
      await lists.replaceIfNewer(key, list(5, []));
      expect(await redis.client.zrange(pendingKey(key.owner), '0', '-1')).toEqual(['3', '*', '4']);
    });

    it('is one of at most twelve that live for minutes; all go with the user', async () => {
      const user = randomUUID();
      const key = personalList(user);
      const views = Array.from({ length: 20 }, (_, n): ListKey => ({ ...key, kind: `view:${n}` }));
      await lists.replaceIfNewer(key, list(1, []));
      await pending.note(key.owner, 2, ['603']);
      for (const view of views) {
        await lists.replaceIfNewer(view, list(1, []), true);
        await pause(2);
      }
      const standing = await Promise.all(views.map((view) => lists.read(view)));
      expect(standing.map((view) => view !== undefined)).toEqual(views.map((_, n) => n >= 8));
      const prefix = redis.client.options.keyPrefix!;
      expect((await redis.client.keys(`${prefix}*${user}*`)).length).toBe(15);
      await lists.remove(user);
      expect(await redis.client.keys(`${prefix}*${user}*`)).toEqual([]);
    });
  });

  describe('pending changes', () => {
    it('only rise: a late write of an earlier version changes nothing', async () => {
      const owner = ownerOf(randomUUID());
      await pending.note(owner, 8, ['603']);
      await pending.note(owner, 7, ['603', '78']);
      expect(await pending.version(owner)).toBe(8);
      expect(await pending.hiddenAfter(owner, 7, ['603', '78', '1'])).toEqual(new Set(['603']));
    });

    it('are gone once a list has seen them, and stay where it has not', async () => {
      const owner = ownerOf(randomUUID());
      await pending.note(owner, 1, ['603']);
      await pending.note(owner, 2, ['78']);
      await lists.replaceIfNewer({ owner, kind: 'personal' }, list(1, []));
      expect(await redis.client.zrange(pendingKey(owner), '0', '-1')).toEqual(['*', '78']);
      await lists.replaceIfNewer({ owner, kind: 'personal' }, list(2, []));
      expect(await redis.client.exists(pendingKey(owner))).toBe(0);
    });

    it('are remembered by the process that noted them while Redis is away', async () => {
      const away = new RedisConnection({ ...new Environment(), REDIS_URL: 'redis://127.0.0.1:1' });
      const remembered = new PendingChanges(away);
      const owner = ownerOf(randomUUID());
      await expect(remembered.note(owner, 7, ['603', '78'])).rejects.toThrow();
      expect(await remembered.version(owner)).toBe(7);
      expect(await remembered.hiddenAfter(owner, 6, ['603', '1'])).toEqual(new Set(['603']));
      expect(await remembered.hiddenAfter(owner, 7, ['603', '1'])).toEqual(new Set());
      await away.onApplicationShutdown();
    });

    it('of a large import leave a page as cheap as ever', async () => {
      const user = randomUUID();
      const imported = Array.from({ length: 20_000 }, (_, n) => String(n));
      await lists.replaceIfNewer(personalList(user), list(1, [fullyExplained(3)]));
      await pending.note(ownerOf(user), 2, imported);
      const before = await commandBytes();
      expect(await pending.version(ownerOf(user))).toBe(2);
      expect(await pending.hiddenAfter(ownerOf(user), 1, ['3', 'ml-9'])).toEqual(new Set(['3']));
      expect((await commandBytes()) - before).toBeLessThan(10_000);
    });

    async function commandBytes(): Promise<number> {
      const [, bytes] = /total_net_output_bytes:(\d+)/.exec(await redis.client.info('stats'))!;
      return Number(bytes);
    }
  });

  describe('cards', () => {
    const card = (id: string, title: string): MovieCard => ({ id, title, genres: [] });

    it('are written where they differ, and say which', async () => {
      const begin = await cards.version();
      expect(await cards.write([card('1', 'One'), card('2', 'Two')])).toBe(2);
      const version = await cards.version();
      expect(version).toBeGreaterThan(begin);
      expect(await cards.write([card('1', 'One'), card('2', 'Two, restored')])).toBe(1);
      expect(await cards.changedAfter(version)).toEqual(['2']);
      expect(await cards.write([card('1', 'One')])).toBe(0);
      expect(JSON.parse((await cards.read(['2', '404'])).get('2')!)).toEqual(card('2', 'Two, restored'));
      await cards.remove(['1', '404']);
      expect([...(await cards.read(['1', '2'])).keys()]).toEqual(['2']);
      expect(await cards.changedAfter(version + 1)).toEqual(['1', '404']);
    });
  });
});

/** As much as a real list says of a movie: three reasons, names of all kinds. */
function fullyExplained(n: number): RankedMovie {
  const contributions = {
    collaborative: (7000 - n) / 10_000,
    plot: 0.0312,
    genres: -0.0045,
    people: 0.0121,
    keywords: 0.0077,
    popularity: 0.1503,
  };
  const score =
    Math.round(Object.values(contributions).reduce((sum, part) => sum + part, 0) * 10_000) / 10_000;
  const reasons: CodedReason[] = [
    { code: 'liked', params: { movieId: String(600 + (n % 9)) } },
    n % 5 === 0
      ? { code: 'director-of-liked', params: { movieId: '78', name: `Director Number ${n}` } }
      : { code: 'similar-users', params: { count: 3 + (n % 30), mean: 4.3 } },
    n % 2 === 0
      ? { code: 'genre-liked', params: { name: 'Science Fiction' } }
      : { code: 'popular', params: { count: 200 + n, mean: 4.1 } },
  ];
  return {
    movieId: String(n === 3 ? 3 : 1000 + n * 37),
    score,
    predictedRating: 4.1,
    contributions,
    reasons,
  };
}
