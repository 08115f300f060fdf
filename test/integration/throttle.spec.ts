import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Environment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Logger } from '@nestjs/common';
import { AppError } from '#contracts/protocol/app.error.js';
import { AccountDelay } from '../../apps/gateway/throttle/account.delay.js';
import { ThrottleCounts } from '../../apps/gateway/throttle/throttle.counts.js';
import { freePort } from '../../scripts/process/free-port.js';
import { TcpProxy } from '../support/process/tcp-proxy.js';
import { address, eventually } from '../support/process/eventually.js';
import { SilentLogger } from '../support/process/silent.logger.js';

const MINUTE = 60_000;
const KEY = Buffer.from('a key for digests');

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
    return new ThrottleCounts(connection, KEY);
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

  it('far from the limit wait for Redis once in a moment, and all gateways hear of each', async () => {
    const prefix = `throttle-${randomUUID()}:`;
    const [here, there] = [gateway(address('REDIS_URL'), prefix), gateway(address('REDIS_URL'), prefix)];
    await eventually(() => connections.forEach(({ client }) => expect(client.status).toBe('ready')));
    await here.increment('ada', MINUTE, 1000);
    const others = jest.spyOn(connections[0].client as unknown as { throttled(): unknown }, 'throttled');
    const answers = [];
    for (let hit = 2; hit <= 50; hit += 1) answers.push(await here.increment('ada', MINUTE, 1000));
    expect(answers.map(({ totalHits }) => totalHits)).toEqual(Array.from({ length: 49 }, (_, at) => at + 2));
    expect(others.mock.calls.length).toBeLessThan(10);
    // Near a limit each is asked about.
    expect((await here.increment('ada', MINUTE, 51)).totalHits).toBe(51);
    expect((await there.increment('ada', MINUTE, 51)).isBlocked).toBe(true);
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

  it('keep no e-mail and no address in clear', async () => {
    const prefix = `throttle-${randomUUID()}:`;
    const counts = gateway(address('REDIS_URL'), prefix);
    const [{ client }] = connections;
    await eventually(() => expect(client.status).toBe('ready'));
    await counts.increment('login:192.0.2.7 ada@example.com', MINUTE, 5);
    const delay = new AccountDelay(connections[0], KEY);
    await delay.guarded('ada@example.com', '192.0.2.7', async () => true);
    await wrong(delay, '192.0.2.8');
    const keys = await client.keys(`${prefix}*`);
    expect(keys).toHaveLength(3);
    // The prefix is of random letters, which may be any of these.
    for (const key of keys) expect(key.slice(prefix.length)).not.toMatch(/ada|example|192/);
  });

  describe('of wrong passwords for an account', () => {
    let delay: AccountDelay;

    beforeEach(async () => {
      gateway(address('REDIS_URL'), `throttle-${randomUUID()}:`);
      await eventually(() => expect(connections[0].client.status).toBe('ready'));
      delay = new AccountDelay(connections[0], KEY);
    });

    it('make each network wait, longer and longer, after ten from anywhere', async () => {
      for (let i = 0; i < 10; i += 1) expect(await wrong(delay, `192.0.2.${i}`)).toBe('invalid_credentials');
      const waits = [];
      for (let i = 10; i < 13; i += 1) {
        expect(await wrong(delay, `192.0.2.${i}`)).toBe('invalid_credentials');
        waits.push(await wrong(delay, `192.0.2.${i}`));
      }
      expect(waits).toEqual([2, 4, 8]);
      expect(await wrong(delay, '2001:db8::1')).toBe('invalid_credentials');
      expect(await wrong(delay, '2001:db8::2')).toBe(16);
    });

    it('never keep the owner out: not where they have been, and not at a first try elsewhere', async () => {
      const right = (from: string) => delay.guarded('ada@example.com', from, async () => 'in');
      await right('198.51.100.1');
      for (let i = 0; i < 20; i += 1) await wrong(delay, `192.0.2.${i}`);
      await wrong(delay, '198.51.100.1');
      expect(await right('198.51.100.1')).toBe('in');
      expect(await right('203.0.113.1')).toBe('in');
    });
  });
});

/** @returns the code of the refusal, or the seconds to wait */
async function wrong(delay: AccountDelay, from: string): Promise<string | number> {
  const refuse = async () => {
    throw new AppError('invalid_credentials');
  };
  const error = await delay.guarded('ada@example.com', from, refuse).catch((reason: unknown) => reason);
  return (error as { retryAfter?: number }).retryAfter ?? (error as AppError).code;
}
