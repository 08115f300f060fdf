import { RedisConnection } from '#platform/stores/redis.module.js';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { digest, type DigestKey } from './digest.js';
import { type Window, WindowCounts } from './window.counts.js';

/** KEYS: the window. ARGV: its length in ms. Returns its hits so far, and how many ms are left. */
const HIT = `
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return { hits, tonumber(ARGV[1]) }
end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** Names whose digest is remembered; beyond it all are made anew. */
const MAX_DIGESTS = 10_000;

interface ThrottleCommands {
  throttled(key: string, milliseconds: number): Promise<[hits: number, msLeft: number]>;
}

/**
 * Counts requests per fixed window in Redis, for all gateways together. While Redis is unreachable each gateway counts in
 * memory, so limits are then per process.
 */
export class ThrottleCounts implements ThrottlerStorage {
  private readonly redis: ThrottleCommands;
  private readonly local = new WindowCounts();
  private readonly digests = new Map<string, string>();

  constructor(
    { client }: RedisConnection,
    private readonly key: DigestKey,
  ) {
    client.defineCommand('throttled', { numberOfKeys: 1, lua: HIT });
    this.redis = client as unknown as ThrottleCommands;
  }

  /** @param name  what is counted, a colon, and whose: of the latter only a digest is stored */
  async increment(name: string, milliseconds: number, limit: number) {
    const { hits, msLeft } = await this.hit(this.keyOf(name), milliseconds);
    const seconds = Math.ceil(msLeft / 1000);
    const isBlocked = hits > limit;
    return { totalHits: hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
  }

  /** Every request asks for two of these, and most people make many requests. */
  private keyOf(name: string): string {
    let key = this.digests.get(name);
    if (key === undefined) {
      const end = name.indexOf(':') + 1;
      key = name.slice(0, end) + digest(this.key, name.slice(end));
      if (this.digests.size >= MAX_DIGESTS) this.digests.clear();
      this.digests.set(name, key);
    }
    return key;
  }

  private async hit(key: string, milliseconds: number): Promise<Window> {
    try {
      const [hits, msLeft] = await this.redis.throttled(`throttle:${key}`, milliseconds);
      return { hits, msLeft };
    } catch {
      // Not logged: the connection has logged that Redis is unreachable.
      return this.local.hit(key, milliseconds);
    }
  }
}
