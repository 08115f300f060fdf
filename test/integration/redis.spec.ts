import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readEnvironment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Logger } from '@nestjs/common';
import { address, eventually } from '../support/process/eventually.js';
import { SilentLogger } from '../support/process/silent.logger.js';
import { TcpProxy } from '../support/process/tcp-proxy.js';

jest.setTimeout(30_000);

/** Longer than Redis may be silent. */
const BUSY_MS = 3000;

describe('the connection to Redis', () => {
  Logger.overrideLogger(new SilentLogger());
  let redis: RedisConnection | undefined;
  let proxy: TcpProxy | undefined;

  async function connected(url: string): Promise<RedisConnection> {
    redis = new RedisConnection(readEnvironment({ NODE_ENV: 'test', REDIS_URL: url }));
    await eventually(async () => expect(await redis!.client.ping()).toBe('PONG'));
    return redis;
  }

  afterEach(async () => {
    await redis?.onApplicationShutdown();
    await proxy?.shut();
  });

  it('stays, and answers, however busy this process was', async () => {
    const { client } = await connected(address('REDIS_URL'));
    let closed = 0;
    client.on('close', () => closed++);
    const answer = client.ping();
    const end = performance.now() + BUSY_MS;
    while (performance.now() < end);
    expect(await answer).toBe('PONG');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await client.ping()).toBe('PONG');
    expect(closed).toBe(0);
  });

  it('ends when Redis says nothing any more, and so do the commands on it', async () => {
    proxy = await (await TcpProxy.inFrontOf(address('REDIS_URL'))).opened();
    const { client } = await connected(proxy.url);
    proxy.fallSilent();
    await expect(client.ping()).rejects.toThrow();
    await proxy.shut();
    proxy = await proxy.opened();
    proxy.speak();
    await eventually(async () => expect(await client.ping()).toBe('PONG'));
  });
});
