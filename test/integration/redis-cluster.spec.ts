import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '#contracts/protocol/app.error.js';
import type { RankedList } from '#contracts/recommender/recommendation.js';
import { ownerOf, personalList } from '#lists/list.key.js';
import { ListStanding } from '#lists/list.standing.js';
import { ListTrust } from '#lists/list.trust.js';
import { MovieCards } from '#lists/movie.cards.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { listId, ReadyLists } from '#lists/ready-lists.js';
import { readEnvironment } from '#platform/config/environment.js';
import { projectRoot } from '#platform/config/project-root.js';
import { withinTime } from '#platform/process/time-limit.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Logger } from '@nestjs/common';
import { TmdbPace } from '../../apps/catalog/sync/tmdb.pace.js';
import { FirstAnswers } from '../../apps/gateway/idempotency/first.answers.js';
import { ImportDrafts } from '../../apps/gateway/imports/import.drafts.js';
import { AccountDelay } from '../../apps/gateway/throttle/account.delay.js';
import { digestKey } from '../../apps/gateway/throttle/digest.js';
import { ThrottleCounts } from '../../apps/gateway/throttle/throttle.counts.js';
import { eventually } from '../support/process/eventually.js';
import { SilentLogger } from '../support/process/silent.logger.js';
import { STACK_VARIABLE } from '../support/stack/test-stack.js';
import { RedisCluster } from '../support/stack/redis.cluster.js';

jest.setTimeout(60_000);

/** Whatever speaks to Redis: all of it is tried below. */
const USERS = [
  'apps/catalog/sync/tmdb.pace.ts',
  'apps/gateway/idempotency/first.answers.ts',
  'apps/gateway/imports/import.drafts.ts',
  'apps/gateway/throttle/account.delay.ts',
  'apps/gateway/throttle/throttle.counts.ts',
  'libs/lists/list.standing.ts',
  'libs/lists/list.trust.ts',
  'libs/lists/movie.cards.ts',
  'libs/lists/pending.changes.ts',
  'libs/lists/ready-lists.ts',
];

const list = (ratingsVersion: number): RankedList => ({
  status: 'fresh',
  ratingsVersion,
  generatedAt: `2026-01-01T00:00:0${ratingsVersion}.000Z`,
  modelId: 'm-20260101000000-abcdef',
  items: [],
});

/** The nodes are Debian's programs, which a run on containers may do without. */
const local = process.env[STACK_VARIABLE] !== 'containers';

(local ? describe : describe.skip)('on a Redis Cluster of three nodes', () => {
  let cluster: RedisCluster;
  let redis: RedisConnection;
  const environment = () =>
    readEnvironment({
      NODE_ENV: 'test',
      REDIS_URL: cluster.url,
      REDIS_KEY_PREFIX: `cluster-${randomUUID()}:`,
    });

  beforeAll(async () => {
    Logger.overrideLogger(new SilentLogger());
    cluster = await RedisCluster.start();
    redis = new RedisConnection(environment());
    await eventually(() => expect(redis.client.status).toBe('ready'));
  });

  afterAll(async () => {
    await redis?.onApplicationShutdown();
    await cluster?.stop();
  });

  // So many people that their keys lie on all nodes.
  const people = Array.from({ length: 12 }, () => randomUUID());

  it('nothing else speaks to Redis', () => {
    const speaks = /redis\.client\.[a-z]|client\.(eval|set|multi|get|defineCommand)\(/;
    const files = globSync('{apps,libs}/**/*.ts', { cwd: projectRoot() }).filter(
      (file) =>
        !/\.spec\.ts$|libs.platform.stores|node_modules|apps.web/.test(file) &&
        readFileSync(join(projectRoot(), file), 'utf8').includes('RedisConnection') &&
        speaks.test(
          readFileSync(join(projectRoot(), file), 'utf8').replaceAll(/redis\.client\.(on|status)\b/g, ''),
        ),
    );
    expect(files.toSorted()).toEqual(USERS);
  });

  it('lists are stored, named, kept when replaced, read and removed', async () => {
    const lists = new ReadyLists(redis);
    for (const person of people) {
      const key = personalList(person);
      expect(await lists.replaceIfNewer(key, { ...list(1), items: [] })).toBe(true);
      await lists.name(key, listId(list(1)));
      expect(await lists.replaceIfNewer(key, { ...list(2), items: [] })).toBe(true);
      expect(await lists.replaceIfNewer(key, { ...list(1), items: [] })).toBe(false);
      expect(await lists.read(key)).toMatchObject({ ratingsVersion: 2 });
      const kept = { ...key, kind: `kept:${listId(list(1))}` } as const;
      expect(await lists.rows(kept)).toMatchObject({ ratingsVersion: 1 });
      await lists.remove(person);
      expect([await lists.read(key), await lists.read(kept)]).toEqual([undefined, undefined]);
    }
  });

  it('pending changes are noted and asked for', async () => {
    const [writer, reader] = [new PendingChanges(redis), new PendingChanges(redis)];
    for (const owner of people.map(ownerOf)) {
      await writer.note(owner, 3, ['603', '604']);
      expect(await reader.version(owner)).toBe(3);
      expect(await reader.hiddenAfter(owner, 2, ['603', '605'])).toEqual(new Set(['603']));
    }
  });

  it('cards are written, read, followed and removed', async () => {
    const cards = new MovieCards(redis);
    expect(await cards.exist()).toBe(false);
    const card = (id: string) => ({ id, title: `Film ${id}`, genres: [] });
    expect(await cards.write([card('603'), card('604')])).toBe(2);
    expect([...(await cards.read(['603', '9'])).keys()]).toEqual(['603']);
    const version = await cards.version();
    await cards.remove(['604']);
    expect(await cards.changedAfter(version)).toEqual(['604']);
  });

  it('lists are vouched for, compared and dropped', async () => {
    const [trust, lists] = [new ListTrust(redis), new ReadyLists(redis)];
    expect(await trust.isGiven()).toBe(false);
    expect(await trust.give(async (clock) => expect(clock).toBeUndefined())).toBe(true);
    await trust.keep(new Date(1000));
    expect(await new ListTrust(redis).isGiven()).toBe(true);
    for (const person of people.slice(1))
      await lists.replaceIfNewer(personalList(person), { ...list(1), items: [] });
    expect(await trust.versions(people)).toEqual([undefined, ...people.slice(1).map(() => 1)]);
    await trust.dropOlder(people[1], 2);
    expect((await trust.versions(people))[1]).toBeUndefined();
  });

  it('what somebody’s list is at this moment is read in one step', async () => {
    const [trust, lists, pending] = [new ListTrust(redis), new ReadyLists(redis), new PendingChanges(redis)];
    const standing = new ListStanding(redis, trust, new MovieCards(redis), pending);
    await trust.keep(new Date());
    for (const person of Array.from({ length: 6 }, () => randomUUID())) {
      await lists.replaceIfNewer(personalList(person), { ...list(1), items: [] });
      expect(await standing.of(person)).toContain(listId(list(1)));
      await pending.note(ownerOf(person), 9, ['603']);
      await eventually(async () => expect(await standing.of(person)).toBeUndefined());
    }
  });

  it('requests are counted and wrong passwords slowed down', async () => {
    const key = digestKey(environment());
    const counts = new ThrottleCounts(redis, key);
    for (const person of people) {
      await counts.increment(`user:${person}`, 60_000, 1);
      expect(await counts.increment(`user:${person}`, 60_000, 1)).toMatchObject({
        totalHits: 2,
        isBlocked: true,
      });
    }
    const delay = new AccountDelay(redis, key);
    const wrong = () => Promise.reject(new AppError('invalid_credentials'));
    for (let failure = 0; failure < 11; failure++)
      await expect(delay.guarded('ada@example.com', '192.0.2.1', wrong)).rejects.toThrow(AppError);
    await expect(delay.guarded('ada@example.com', '192.0.2.1', wrong)).rejects.toMatchObject({
      code: 'too_many_requests',
    });
  });

  it('first answers and files looked at are kept, and requests to TMDB take turns', async () => {
    const answers = new FirstAnswers(redis, environment());
    const drafts = new ImportDrafts(redis, environment());
    for (const person of people) {
      const repeatable = { person, key: 'k', request: 'r' };
      expect(await answers.find(repeatable)).toBeUndefined();
      await answers.keep(repeatable, { status: 200 } as Parameters<FirstAnswers['keep']>[1]);
      expect(await answers.find(repeatable)).toMatchObject({ status: 200 });
      await answers.forget(repeatable);
      const id = await drafts.keep(person, { file: Buffer.from('a file') } as Parameters<
        ImportDrafts['keep']
      >[1]);
      expect((await drafts.find(person, id)).file.toString()).toBe('a file');
      await drafts.drop(person);
      await expect(drafts.find(person, id)).rejects.toMatchObject({ code: 'import_not_found' });
    }
    const pace = new TmdbPace(redis, environment());
    const began = performance.now();
    await pace.holdOff(100);
    await new TmdbPace(redis, environment()).turn();
    expect(performance.now() - began).toBeGreaterThan(80);
  });

  it('a lost node takes its lists along for a while, is noticed, and comes back with them', async () => {
    const [lists, trust] = [new ReadyLists(redis), new ListTrust(redis)];
    const crowd = Array.from({ length: 30 }, () => randomUUID());
    for (const person of crowd) await lists.replaceIfNewer(personalList(person), { ...list(1), items: [] });
    await trust.give(async () => undefined);
    const found = async () =>
      (await Promise.allSettled(crowd.map((person) => lists.read(personalList(person))))).filter(
        (read) => read.status === 'fulfilled' && read.value,
      ).length;
    const before = await redis.runId();

    await cluster.kill(1);
    await eventually(async () => {
      const left = await found();
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(crowd.length);
    });
    await cluster.revive(1);
    await eventually(async () => expect(await found()).toBe(crowd.length));
    // The node may have come back with less: its lists have to be compared again.
    await eventually(async () => expect(await redis.runId()).not.toBe(before));
    expect(await trust.isGiven()).toBe(false);
  });

  it('nobody waits for a node that hangs, once that was noticed, and it serves again afterwards', async () => {
    const lists = new ReadyLists(redis);
    const crowd = Array.from({ length: 30 }, () => randomUUID());
    for (const person of crowd) await lists.replaceIfNewer(personalList(person), { ...list(1), items: [] });
    const found = async (person: string) => {
      const read = await lists.read(personalList(person)).catch(() => undefined);
      return read ? 1 : 0;
    };
    const oneAfterTheOther = async () => {
      let sum = 0;
      for (const person of [...crowd, ...crowd]) sum += await found(person);
      return sum;
    };

    cluster.signal(2, 'SIGSTOP');
    try {
      const sum = await withinTime(oneAfterTheOther(), 20_000, () => new Error('commands wait for the node'));
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(2 * crowd.length);
    } finally {
      cluster.signal(2, 'SIGCONT');
    }
    await eventually(async () => expect(await oneAfterTheOther()).toBe(2 * crowd.length), 20_000);
  });
});
