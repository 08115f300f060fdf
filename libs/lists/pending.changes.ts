import { Injectable } from '@nestjs/common';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { type ListOwner, pendingKey } from './list.key.js';

const PENDING_SECONDS = 24 * 3600;
/** Movies named in one command. */
const MOVIES_PER_COMMAND = 1000;
/** The member whose score is the owner's latest version; no movie has this id. */
const VERSION = '*';

/**
 * What owners changed since their lists were made, written by the gateway at the moment of a save: so that a list made
 * before it is known to be stale and does not show a movie that has just been rated or dismissed.
 *
 *     pending:{<owner>}   sorted set: movie id → version at which it was rated or dismissed, "*" → the latest version
 *
 * A version only rises (`ZADD GT`): a late write of an older one changes nothing. What a list has seen is taken out when
 * that list is stored.
 */
@Injectable()
export class PendingChanges {
  constructor(private readonly redis: RedisConnection) {}

  /** @param hiddenMovieIds  movies that must not be shown any more */
  async note(owner: ListOwner, version: number, hiddenMovieIds: readonly string[]): Promise<void> {
    const key = pendingKey(owner);
    const members = [VERSION, ...hiddenMovieIds];
    const commands = this.redis.client.multi();
    for (let from = 0; from < members.length; from += MOVIES_PER_COMMAND) {
      const some = members.slice(from, from + MOVIES_PER_COMMAND);
      commands.zadd(key, 'GT', ...some.flatMap((member) => [version, member]));
    }
    await commands.expire(key, PENDING_SECONDS).exec();
  }

  /** The latest version of an owner's changes; 0 when none is known. */
  async version(owner: ListOwner): Promise<number> {
    return Number((await this.redis.client.zscore(pendingKey(owner), VERSION)) ?? 0);
  }

  /** Those of some movies that were rated or dismissed after a version. */
  async hiddenAfter(owner: ListOwner, version: number, movieIds: readonly string[]): Promise<Set<string>> {
    if (movieIds.length === 0) return new Set();
    const versions = await this.redis.client.zmscore(pendingKey(owner), ...movieIds);
    return new Set(movieIds.filter((_, at) => Number(versions[at] ?? -1) > version));
  }
}
