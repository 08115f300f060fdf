import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { watchRedis } from './redis.watchdog.js';

/** Where Redis names keys that were written, to whom it has promised to. */
const CHANNEL = '__redis__:invalidate';

/**
 * Hears from Redis which keys are written, by whomever, so that a process can keep what it has read of them. Redis says it in the
 * moment in which it answers the writer.
 *
 * @see https://redis.io/docs/latest/develop/reference/client-side-caching/
 */
export class KeyFollower {
  private readonly log = new Logger(KeyFollower.name);
  private readonly client: Redis;
  private readonly unwatch: () => void;
  private following = false;

  /**
   * @param prefixes  of the keys, as they are in Redis
   * @param changed   is told of keys; of none when any may have been written
   */
  constructor(
    address: string,
    options: RedisOptions,
    private readonly prefixes: readonly string[],
    private readonly changed: (keys?: readonly string[]) => void,
  ) {
    // What is followed is told as messages of a channel to who speaks the older protocol.
    this.client = new Redis(address, { ...options, protocol: 2, autoResubscribe: false });
    this.unwatch = watchRedis(this.client);
    this.client.on('ready', () => void this.begin());
    this.client.on('close', () => this.lose());
    // Not logged: the connection that reads has logged that Redis is unreachable.
    this.client.on('error', () => undefined);
    this.client.on('message', (_channel, keys: string) => changed(keys === '' ? undefined : keys.split(',')));
  }

  /** Whether every change has been told, and will be. */
  get isFollowing(): boolean {
    return this.following;
  }

  end(): void {
    this.unwatch();
    this.client.disconnect();
  }

  private async begin(): Promise<void> {
    try {
      const id = await this.client.client('ID');
      const prefixes = this.prefixes.flatMap((prefix) => ['PREFIX', prefix]);
      await this.client.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST', ...prefixes);
      await this.client.subscribe(CHANNEL);
      this.following = this.client.status === 'ready';
    } catch (error) {
      this.log.debug(`keys are not followed: ${(error as Error).message}`);
    }
  }

  private lose(): void {
    this.following = false;
    this.changed();
  }
}
