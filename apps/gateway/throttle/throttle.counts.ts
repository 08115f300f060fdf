import { RedisConnection } from '#platform/stores/redis.module.js';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { digest, type DigestKey } from './digest.js';
import { type Window, WindowCounts } from './window.counts.js';

/** KEYS: the window. ARGV: its length in ms, new hits. Returns its hits so far, and how many ms are left. */
const HIT = `
local hits = redis.call('INCRBY', KEYS[1], ARGV[2])
if hits == tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  return { hits, tonumber(ARGV[1]) }
end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** Names whose digest is remembered; beyond it all are made anew. */
const MAX_DIGESTS = 10_000;

interface ThrottleCommands {
  throttled(key: string, milliseconds: number, hits: number): Promise<[hits: number, msLeft: number]>;
}

/** Hits of one key that came in one turn of the event loop, and what Redis says after them; nothing while it is away. */
interface Turn {
  milliseconds: number;
  hits: number;
  answer: PromiseWithResolvers<Window | undefined>;
}

/**
 * Counts requests per fixed window in Redis, for all gateways together; those that come in one turn of the event loop with
 * one command, because an address that many share, as of a proxy, has many of them. While Redis is unreachable each gateway counts in
 * memory, so limits are then per process.
 */
export class ThrottleCounts implements ThrottlerStorage {
  private readonly redis: ThrottleCommands;
  private readonly local = new WindowCounts();
  private readonly digests = new Map<string, string>();
  private turns = new Map<string, Turn>();

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
    const turn = this.turnOf(key, milliseconds);
    const nth = ++turn.hits;
    const counted = await turn.answer.promise;
    if (!counted) return this.local.hit(key, milliseconds);
    return { hits: counted.hits - turn.hits + nth, msLeft: counted.msLeft };
  }

  private turnOf(key: string, milliseconds: number): Turn {
    let turn = this.turns.get(key);
    if (!turn) {
      if (this.turns.size === 0) setImmediate(() => this.send());
      turn = { milliseconds, hits: 0, answer: Promise.withResolvers() };
      this.turns.set(key, turn);
    }
    return turn;
  }

  private send(): void {
    const turns = this.turns;
    this.turns = new Map();
    for (const [key, { milliseconds, hits, answer }] of turns)
      this.redis.throttled(`throttle:${key}`, milliseconds, hits).then(
        ([all, msLeft]) => answer.resolve({ hits: all, msLeft }),
        // Not logged: the connection has logged that Redis is unreachable.
        () => answer.resolve(undefined),
      );
  }
}
