import { Global, Inject, Injectable, Logger, Module, OnApplicationShutdown } from '@nestjs/common';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { Environment } from '../config/environment.js';
import { addressesIn } from '../config/store.addresses.js';
import { KeyFollower } from './key.follower.js';
import { watchRedis } from './redis.watchdog.js';
import { SilentNodes } from './silent.nodes.js';

const CONNECT_MS = 3000;
const backOff = (attempt: number) => Math.min(attempt * 200, 2000);
const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_MS,
  retryStrategy: backOff,
} satisfies RedisOptions;

/**
 * The connection to Redis, or to the nodes of a Redis Cluster. A command fails at once while Redis is away, and soon when it no
 * longer answers, so that callers can do without it. In a cluster a command, a script or a transaction has keys of one slot
 * only: those that belong together share a hash tag.
 */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis;
  private readonly cluster?: Cluster;
  private readonly unwatch = new Map<Redis, () => void>();
  private readonly silent = new SilentNodes();
  private readonly addresses: readonly string[];
  private readonly followers: KeyFollower[] = [];

  constructor(@Inject(Environment) { REDIS_URL, REDIS_KEY_PREFIX: keyPrefix }: Environment) {
    const log = new Logger(RedisConnection.name);
    this.addresses = addressesIn(REDIS_URL);
    if (this.addresses.length === 1) {
      this.client = single(this.addresses[0], keyPrefix);
      this.watch(this.client);
    } else {
      this.cluster = clusterOf(this.addresses, keyPrefix);
      this.cluster.on('+node', (node: Redis) => this.meet(node));
      this.cluster.on('-node', (node: Redis) => this.leave(node));
      // Both take the same commands; ioredis has no type for what they share.
      this.client = this.cluster as unknown as Redis;
    }
    let reachable: boolean | undefined;
    this.client.on('ready', () => (reachable = true));
    this.client.on('error', (error) => {
      if (reachable !== false) log.warn(`not reachable: ${error.message || String(error)}`);
      reachable = false;
    });
  }

  /** Calls back whenever a Redis may have become another: with a lost connection, and with a node that goes or comes. */
  onLoss(lost: () => void): void {
    this.client.on('close', lost);
    for (const event of ['+node', '-node', 'node error']) this.cluster?.on(event, lost);
  }

  /**
   * Follows the keys with some beginnings on a connection of its own, until this one ends.
   *
   * @param changed  is told of keys that were written; of none when any may have been
   * @returns undefined for a cluster, where any node may come to write them
   */
  follow(prefixes: readonly string[], changed: (keys?: readonly string[]) => void): KeyFollower | undefined {
    if (this.cluster) return undefined;
    const { keyPrefix = '' } = this.client.options;
    const whole = prefixes.map((prefix) => keyPrefix + prefix);
    const follower = new KeyFollower(this.addresses[0], OPTIONS, whole, changed);
    this.followers.push(follower);
    return follower;
  }

  /** What runs now: another after a restart, and after any node of a cluster was exchanged. @throws while one is away */
  async runId(): Promise<string> {
    const nodes = this.cluster ? this.cluster.nodes('master') : [this.client];
    const ids = await Promise.all(
      nodes.map(async (node) => /^run_id:(\S+)/m.exec(await node.info('server'))?.[1] ?? ''),
    );
    return ids.sort().join(' ');
  }

  async onApplicationShutdown(): Promise<void> {
    for (const node of this.unwatch.keys()) this.leave(node);
    this.silent.end();
    for (const follower of this.followers) follower.end();
    this.client.disconnect();
  }

  private meet(node: Redis): void {
    if (this.silent.has(node)) node.disconnect();
    else this.watch(node);
  }

  private watch(node: Redis): void {
    const onSilence = () => this.cluster && this.silent.add(node);
    this.unwatch.set(node, watchRedis(node, onSilence));
  }

  private leave(node: Redis): void {
    this.unwatch.get(node)?.();
    this.unwatch.delete(node);
  }
}

function single(address: string, keyPrefix: string): Redis {
  // Commands of one turn of the event loop are one write.
  return new Redis(address, { ...OPTIONS, keyPrefix, enableAutoPipelining: true });
}

function clusterOf(addresses: readonly string[], keyPrefix: string): Cluster {
  const nodes = addresses.map((address) => new URL(address));
  const [{ protocol, username, password }] = nodes;
  const redisOptions: RedisOptions = {
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
  return new Cluster(
    nodes.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    {
      keyPrefix,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      // A node that has gone is asked about once more, when the others have told who has its slots.
      maxRedirections: 2,
      retryDelayOnClusterDown: 100,
      slotsRefreshTimeout: CONNECT_MS,
      slotsRefreshInterval: 5000,
      clusterRetryStrategy: backOff,
      redisOptions,
    },
  );
}

@Global()
@Module({ providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule {}
