import { Global, Inject, Injectable, Logger, Module, OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Environment } from '../config/environment.js';
import { watchRedis } from './redis.watchdog.js';

/**
 * The connection to Redis. A command fails at once while Redis is away, and soon when it no longer answers, so that
 * callers can do without it.
 */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis;
  private readonly unwatch: () => void;

  constructor(@Inject(Environment) environment: Environment) {
    const log = new Logger(RedisConnection.name);
    this.client = new Redis(environment.REDIS_URL, {
      keyPrefix: environment.REDIS_KEY_PREFIX,
      enableOfflineQueue: false,
      // Commands of one turn of the event loop are one write.
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      connectTimeout: 3000,
      retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
    });
    this.unwatch = watchRedis(this.client);
    let reachable: boolean | undefined;
    this.client.on('ready', () => (reachable = true));
    this.client.on('error', (error) => {
      if (reachable !== false) log.warn(`not reachable: ${error.message || String(error)}`);
      reachable = false;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.unwatch();
    this.client.disconnect();
  }
}

@Global()
@Module({ providers: [RedisConnection], exports: [RedisConnection] })
export class RedisModule {}
