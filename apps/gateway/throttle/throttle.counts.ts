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

/** What is known of a window that Redis was asked about a moment ago. */
interface Known {
  milliseconds: number;
  /** Those of all gateways at that moment, and those that came here since. */
  hits: number;
  /** Of these, the ones that Redis was not told of. */
  untold: number;
  /** On the steady clock. */
  askedAt: number;
  endsAt: number;
}

/** So long hits are counted on top of an answer, and Redis is told of them together. */
const MOMENT_MS = 20;
/** With fewer hits than this left of a limit Redis is asked about each. */
const FAR_FROM_LIMIT = 100;

/**
 * Counts requests per fixed window in Redis, for all gateways together. It is told of those that come in one turn of the event
 * loop with one command, because an address that many share, as of a proxy, has many of them; and far from a limit, of those
 * of one moment, without anybody's waiting. While Redis is unreachable each gateway counts in memory, so limits are then per
 * process.
 */
export class ThrottleCounts implements ThrottlerStorage {
  private readonly redis: ThrottleCommands;
  private readonly local = new WindowCounts();
  private readonly digests = new Map<string, string>();
  /** Windows of the last two moments. */
  private readonly known = new Map<string, Known>();
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
    const key = this.keyOf(name);
    const { hits, msLeft } = this.hitKnown(key, limit) ?? (await this.hit(key, milliseconds));
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

  /** Counts a hit on top of what Redis has just said; undefined when it has to be asked. */
  private hitKnown(key: string, limit: number): Window | undefined {
    const known = this.known.get(key);
    const now = performance.now();
    if (!known || known.hits + FAR_FROM_LIMIT > limit) return undefined;
    if (now - known.askedAt > MOMENT_MS || now >= known.endsAt) return undefined;
    known.hits += 1;
    known.untold += 1;
    return { hits: known.hits, msLeft: known.endsAt - now };
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
      this.tell(key, milliseconds, hits).then(
        answer.resolve,
        // Not logged: the connection has logged that Redis is unreachable.
        () => answer.resolve(undefined),
      );
  }

  /** Tells Redis of new hits, and of those of its window that it does not know yet. */
  private async tell(key: string, milliseconds: number, hits: number): Promise<Window> {
    const before = this.known.get(key);
    const untold = before?.untold ?? 0;
    if (before) before.untold = 0;
    const askedAt = performance.now();
    const [all, msLeft] = await this.redis.throttled(`throttle:${key}`, milliseconds, hits + untold);
    // Some have come while it was asked.
    const since = this.known.get(key)?.untold ?? 0;
    if (this.known.size === 0) setTimeout(() => this.settle(), MOMENT_MS).unref();
    this.known.set(key, {
      milliseconds,
      hits: all + since,
      untold: since,
      askedAt,
      endsAt: askedAt + msLeft,
    });
    return { hits: all, msLeft };
  }

  /** Tells Redis what has come in the last moment, and forgets windows of which nothing has. */
  private settle(): void {
    for (const [key, { milliseconds, untold, askedAt }] of this.known) {
      // What an unreachable Redis is not told is at most a moment's.
      if (untold > 0) this.tell(key, milliseconds, 0).catch(() => this.known.delete(key));
      else if (performance.now() - askedAt > MOMENT_MS) this.known.delete(key);
    }
    if (this.known.size > 0) setTimeout(() => this.settle(), MOMENT_MS).unref();
  }
}
