import { Injectable, Logger } from '@nestjs/common';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { type ListOwner, pendingKey } from './list.key.js';
import { RecentChanges } from './recent.changes.js';

const PENDING_SECONDS = 24 * 3600;
/** The member whose score is the owner's latest version; no movie has this id. */
export const LATEST = '*';

/** KEYS: pending changes. ARGV: seconds they are kept, version, members. One step, and one command of every save. */
const NOTE = `
for from = 3, #ARGV, 1000 do
  local scored = {}
  for at = from, math.min(from + 999, #ARGV) do
    scored[#scored + 1] = ARGV[2]
    scored[#scored + 1] = ARGV[at]
  end
  redis.call('ZADD', KEYS[1], 'GT', unpack(scored))
end
return redis.call('EXPIRE', KEYS[1], ARGV[1])`;

interface PendingCommands {
  notePending(key: string, seconds: number, version: number, ...members: string[]): Promise<number>;
}

/**
 * What owners changed since their lists were made, written by the gateway at the moment of a save: so that a list made
 * before it is known to be stale and does not show a movie that has just been rated or dismissed.
 *
 *     pending:{<owner>}   sorted set: movie id → version at which it was rated or dismissed, "*" → the latest version
 *
 * A version only rises (`ZADD GT`): a late write of an older one changes nothing. What a list has seen is taken out when
 * that list is stored. While Redis is away, a process still knows what it noted itself in the last minutes.
 */
@Injectable()
export class PendingChanges {
  private readonly log = new Logger(PendingChanges.name);
  private readonly recent = new RecentChanges();
  private readonly commands: PendingCommands;

  constructor(private readonly redis: RedisConnection) {
    redis.client.defineCommand('notePending', { numberOfKeys: 1, lua: NOTE });
    this.commands = redis.client as unknown as PendingCommands;
  }

  /**
   * @param hiddenMovieIds  movies that must not be shown any more
   * @throws when Redis did not take it; this process remembers it nevertheless
   */
  async note(owner: ListOwner, version: number, hiddenMovieIds: readonly string[]): Promise<void> {
    this.recent.note(owner, version, hiddenMovieIds);
    const members = [LATEST, ...hiddenMovieIds];
    await this.commands.notePending(pendingKey(owner), PENDING_SECONDS, version, ...members);
  }

  /** The same after a save, which an unreachable Redis must not make look like a failure: never rejects. */
  async noteSaved(owner: ListOwner, version: number, hiddenMovieIds: readonly string[]): Promise<void> {
    await this.note(owner, version, hiddenMovieIds).catch((error: Error) =>
      this.log.warn(`list not marked stale: ${error.message}`),
    );
  }

  /** The latest version of an owner's changes, as far as it is known; 0 when none is. */
  async version(owner: ListOwner): Promise<number> {
    const stored = await this.stored(() => this.redis.client.zscore(pendingKey(owner), LATEST));
    return Math.max(Number(stored ?? 0), this.recent.version(owner));
  }

  /** The same as far as this process noted it itself in the last minutes. */
  recentVersion(owner: ListOwner): number {
    return this.recent.version(owner);
  }

  /** Those of some movies that were rated or dismissed after a version, as far as it is known. */
  async hiddenAfter(owner: ListOwner, version: number, movieIds: readonly string[]): Promise<Set<string>> {
    if (movieIds.length === 0) return new Set();
    const stored = await this.stored(() => this.redis.client.zmscore(pendingKey(owner), ...movieIds));
    const hiddenAt = (id: string, at: number) =>
      Math.max(Number(stored?.[at] ?? -1), this.recent.hiddenAt(owner, id));
    return new Set(movieIds.filter((id, at) => hiddenAt(id, at) > version));
  }

  private async stored<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.log.warn(`Redis: ${(error as Error).message}`);
      return undefined;
    }
  }
}
