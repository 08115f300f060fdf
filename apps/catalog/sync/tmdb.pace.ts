import { setTimeout as pause } from 'node:timers/promises';
import { Environment } from '#platform/config/environment.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable, Logger } from '@nestjs/common';

const KEY = 'tmdb:next';
/** Far longer than any turn or hold: a key that nobody needs goes. */
const KEY_SECONDS = 600;

/**
 * Takes the next free turn: KEYS the time of the next one, in µs by the clock of Redis. ARGV: µs between two turns.
 * Returns how many ms away the turn is. Lua would write so large a number with fewer digits than it has.
 */
const TURN = `
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], string.format('%.0f', turn + ARGV[1]), 'EX', ${KEY_SECONDS})
return math.ceil((turn - now) / 1000)`;

/** Lets no turn begin for a while. ARGV: µs. */
const HOLD = `
local clock = redis.call('TIME')
local free = clock[1] * 1000000 + clock[2] + ARGV[1]
if free > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], string.format('%.0f', free), 'EX', ${KEY_SECONDS})
end`;

/**
 * Spaces the requests of all processes evenly, through Redis. While Redis is away each process keeps the pace by itself:
 * together they may then be too fast, and TMDB's own limit slows them down.
 */
@Injectable()
export class TmdbPace {
  private readonly log = new Logger(TmdbPace.name);
  private readonly everyMs: number;
  private ownNext = 0;
  private alone = false;

  constructor(
    private readonly redis: RedisConnection,
    { TMDB_REQUESTS_PER_SECOND }: Environment,
  ) {
    this.everyMs = 1000 / TMDB_REQUESTS_PER_SECOND;
  }

  /** Waits until a request may be sent. */
  async turn(): Promise<void> {
    const now = performance.now();
    const own = Math.max(0, this.ownNext - now);
    this.ownNext = now + own + this.everyMs;
    const shared = await this.shared(TURN, this.everyMs);
    await pause(Math.max(0, shared ?? own));
  }

  /** Holds back every process for a while, because TMDB asked for it. @param ms  at most ten minutes */
  async holdOff(ms: number): Promise<void> {
    this.ownNext = Math.max(this.ownNext, performance.now() + ms);
    await this.shared(HOLD, ms);
  }

  private async shared(script: string, ms: number): Promise<number | undefined> {
    try {
      const result = await this.redis.client.eval(script, 1, KEY, Math.round(ms * 1000));
      this.alone = false;
      return Number(result);
    } catch (error) {
      if (!this.alone) this.log.warn(`keeps the pace alone: ${(error as Error).message}`);
      this.alone = true;
      return undefined;
    }
  }
}
