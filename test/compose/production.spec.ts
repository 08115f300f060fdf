import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { projectRoot } from '#platform/config/project-root.js';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Channel, connect } from 'amqplib';
import { Redis } from 'ioredis';
import { compose } from '../support/system/compose.js';

jest.setTimeout(120_000);

const FILES = ['docker-compose.yml', 'docker-compose.prod.yml', join('deploy', 'stores-on-loopback.yml')];

/** RabbitMQ and Redis as docker-compose.prod.yml runs them; published here, so that each user can be tried out. */
describe('in production', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'production-')), 'secrets');
  const outer = process.env.COMPOSE_PROJECT_NAME!;
  const production = (...args: string[]) =>
    compose('-p', `${outer}-production`, ...FILES.flatMap((file) => ['-f', file]), ...args);
  const secret = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  const reachable = async (name: string, store: string, port: number) => {
    const published = (await production('port', store, String(port))).trim();
    return secret(name).replace(`${store}:${port}`, published);
  };

  /** Does something as a service's user. @returns the broker's refusal, or undefined */
  async function asUser(
    service: string,
    use: (channel: Channel) => Promise<unknown>,
  ): Promise<string | undefined> {
    const connection = await connect(await reachable(`${service}.rabbitmq-url`, 'rabbitmq', 5672));
    const channel = await connection.createConfirmChannel();
    const refused = new Promise<string>((resolve) =>
      channel.on('error', (error: Error) => resolve(error.message)),
    );
    try {
      return await Promise.race([
        use(channel)
          .then(() => channel.waitForConfirms())
          .then(() => undefined),
        refused,
      ]);
    } catch {
      return await refused;
    } finally {
      await connection.close();
    }
  }

  const publish = (event: string) => async (channel: Channel) => {
    await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    channel.publish(EVENTS_EXCHANGE, event, Buffer.from('{}'));
  };

  async function redisOf(service: string): Promise<Redis> {
    return new Redis(await reachable(`${service}.redis-url`, 'redis', 6379));
  }

  beforeAll(async () => {
    process.env.SECRETS_DIR = folder;
    execFileSync(
      process.execPath,
      [join(projectRoot(), 'dist', 'scripts', 'commands', 'system', 'secrets.js')],
      {
        env: process.env,
      },
    );
    await production('up', '--detach', '--wait', 'rabbitmq', 'redis');
  });

  afterAll(async () => {
    await production('down', '--volumes');
    rmSync(folder, { recursive: true });
    delete process.env.SECRETS_DIR;
  });

  it('the default users are gone', async () => {
    const url = await reachable('users.rabbitmq-url', 'rabbitmq', 5672);
    await expect(connect(url.replace(/\/\/.*@/, '//movies:movies@'))).rejects.toThrow('ACCESS_REFUSED');
    await expect(connect(url.replace(/\/\/.*@/, '//guest:guest@'))).rejects.toThrow('ACCESS_REFUSED');
    const anybody = new Redis((await reachable('gateway.redis-url', 'redis', 6379)).replace(/\/\/.*@/, '//'));
    anybody.on('error', () => undefined);
    await expect(anybody.get('movie-recommender:list:1')).rejects.toThrow('NOAUTH');
    anybody.disconnect();
  });

  it('a service tells of nothing but its own', async () => {
    expect(await asUser('users', publish('users.user-registered.v1'))).toBeUndefined();
    expect(await asUser('users', publish('catalog.movies-changed.v1'))).toContain('ACCESS_REFUSED');
    expect(await asUser('gateway', publish('users.user-deleted.v1'))).toContain('ACCESS_REFUSED');
  });

  it('a service reads no queue but its own, and makes none for others', async () => {
    const make = (queue: string) => (channel: Channel) => channel.assertQueue(queue, { durable: true });
    const read = (queue: string) => (channel: Channel) => channel.get(queue);
    expect(await asUser('users', make('users.rpc'))).toBeUndefined();
    expect(await asUser('gateway', make('users.rpc'))).toBeUndefined();
    expect(await asUser('users', read('users.rpc'))).toBeUndefined();
    expect(await asUser('gateway', read('users.rpc'))).toContain('ACCESS_REFUSED');
    expect(await asUser('users', make('catalog.rpc'))).toContain('ACCESS_REFUSED');
    expect(await asUser('users', make('anything'))).toContain('ACCESS_REFUSED');
  });

  it('the gateway reads lists, the recommender writes them, and neither empties the store', async () => {
    const [gateway, recommender] = [await redisOf('gateway'), await redisOf('recommender')];
    const list = 'movie-recommender:list:1';
    await recommender.hset(list, 'version', 1);
    expect(await gateway.hmget(list, 'version')).toEqual(['1']);
    await expect(gateway.hset(list, 'version', 2)).rejects.toThrow('NOPERM');
    await gateway.zadd('movie-recommender:pending:{user:1}', 'GT', 2, '*');
    for (const client of [gateway, recommender]) {
      await expect(client.flushall()).rejects.toThrow('NOPERM');
      await expect(client.get('another:key')).rejects.toThrow('NOPERM');
      client.disconnect();
    }
  });
});
