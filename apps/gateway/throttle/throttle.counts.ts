import { RedisConnection } from '#platform/stores/redis.module.js';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { type Window, WindowCounts } from './window.counts.js';

/** KEYS: the window. ARGV: its milliseconds. Answers how many hits it has had, and for how long it goes on. */
const HIT = `
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return { hits, tonumber(ARGV[1]) }
end
return { hits, redis.call('PTTL', KEYS[1]) }`;

interface Throttled {
  throttled(key: string, milliseconds: number): Promise<[hits: number, msLeft: number]>;
}

/**
 * Requests per fixed window, counted in Redis for all gateways together. While Redis is away each gateway counts for
 * itself: limits are then per process, and nobody is refused for Redis' sake.
 */
export class ThrottleCounts implements ThrottlerStorage {
  private readonly redis: Throttled;
  private readonly here = new WindowCounts();

  constructor({ client }: RedisConnection) {
    client.defineCommand('throttled', { numberOfKeys: 1, lua: HIT });
    this.redis = client as unknown as Throttled;
  }

  async increment(key: string, milliseconds: number, limit: number) {
    const { hits, msLeft } = await this.hit(key, milliseconds);
    const seconds = Math.ceil(msLeft / 1000);
    const isBlocked = hits > limit;
    return { totalHits: hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
  }

  private async hit(key: string, milliseconds: number): Promise<Window> {
    try {
      const [hits, msLeft] = await this.redis.throttled(`throttle:${key}`, milliseconds);
      return { hits, msLeft };
    } catch {
      // The connection has said that Redis is away.
      return this.here.hit(key, milliseconds);
    }
  }
}
