import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Environment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Logger } from '@nestjs/common';
import { ThrottleCounts } from '../../apps/gateway/throttle/throttle.counts.js';
import { freePort } from '../../scripts/process/free-port.js';
import { TcpProxy } from '../support/process/tcp-proxy.js';
import { address, eventually } from '../support/process/eventually.js';
import { SilentLogger } from '../support/process/silent.logger.js';

const MINUTE = 60_000;

describe('counts of requests', () => {
  const connections: RedisConnection[] = [];

  beforeAll(() => Logger.overrideLogger(new SilentLogger()));
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.onApplicationShutdown();
  });
  afterAll(() => Logger.overrideLogger(['log', 'warn', 'error']));

  /** What one gateway counts with. */
  function gateway(REDIS_URL: string, REDIS_KEY_PREFIX: string): ThrottleCounts {
    const connection = new RedisConnection({ ...new Environment(), REDIS_URL, REDIS_KEY_PREFIX });
    connections.push(connection);
    return new ThrottleCounts(connection);
  }

  it('are common to all gateways, and refuse what is beyond the limit', async () => {
    const prefix = `throttle-${randomUUID()}:`;
    const gateways = [gateway(address('REDIS_URL'), prefix), gateway(address('REDIS_URL'), prefix)];
    await eventually(() => connections.forEach(({ client }) => expect(client.status).toBe('ready')));
    const answers = [];
    for (let hit = 0; hit < 6; hit += 1) answers.push(await gateways[hit % 2].increment('ada', MINUTE, 5));
    expect(answers.map(({ totalHits }) => totalHits)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(answers.map(({ isBlocked }) => isBlocked)).toEqual([false, false, false, false, false, true]);
    expect(answers[5].timeToBlockExpire).toBeGreaterThan(50);
    expect((await gateways[0].increment('bob', MINUTE, 5)).totalHits).toBe(1);
  });

  it('begin anew when the window is over', async () => {
    const counts = gateway(address('REDIS_URL'), `throttle-${randomUUID()}:`);
    await eventually(() => expect(connections[0].client.status).toBe('ready'));
    for (let hit = 0; hit < 3; hit += 1) await counts.increment('ada', 150, 2);
    await eventually(async () => expect((await counts.increment('ada', 150, 2)).isBlocked).toBe(false));
  });

  it('go on in the process itself while Redis is away', async () => {
    const counts = gateway(`redis://127.0.0.1:${await freePort()}`, '');
    for (let hit = 1; hit <= 5; hit += 1)
      expect(await counts.increment('ada', MINUTE, 5)).toMatchObject({ totalHits: hit, isBlocked: false });
    expect(await counts.increment('ada', MINUTE, 5)).toMatchObject({ totalHits: 6, isBlocked: true });
  });

  it('go on when Redis takes commands and no longer answers', async () => {
    const proxy = await (await TcpProxy.inFrontOf(address('REDIS_URL'))).opened();
    const counts = gateway(proxy.url, `throttle-${randomUUID()}:`);
    await eventually(() => expect(connections[0].client.status).toBe('ready'));
    for (let hit = 0; hit < 2; hit += 1) await counts.increment('ada', MINUTE, 5);
    proxy.fallSilent();
    expect((await counts.increment('ada', MINUTE, 5)).totalHits).toBe(1);
    await proxy.shut();
  });
});
