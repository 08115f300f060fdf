import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { type ListKind, listKey, ownerOf, personalList, shortLivedKey } from './list.key.js';

const VOUCHED = '{lists}:vouched';
const CLOCK = '{lists}:clock';

/** One step, because a newer list may be stored at any time. KEYS: lists of one owner. ARGV: version. */
const DROP_OLDER = `
for _, key in ipairs(KEYS) do
  local seen = redis.call('HGET', key, 'version')
  if seen and tonumber(seen) < tonumber(ARGV[1]) then redis.call('UNLINK', key) end
end
return 1`;

/**
 * Whether the lists in Redis are believed. A Redis that starts may come back with an older state, in which an old list
 * looks fresh: what says otherwise is as old. So the lists of a Redis count only when a recommender has compared them with
 * the profiles since it started.
 *
 *     {lists}:vouched   the run ids of the Redis whose lists were compared
 *     {lists}:clock     a moment: whose profile last changed before it had a list here that has seen it
 */
@Injectable()
export class ListTrust {
  /** Grows whenever the connection is lost: only then can Redis have become another. */
  private losses = 0;
  private believed = false;

  constructor(private readonly redis: RedisConnection) {
    redis.onLoss(() => {
      this.losses++;
      this.believed = false;
    });
  }

  /** Whether a recommender has vouched for these lists. Asks once a connection. @throws when Redis is away */
  async isGiven(): Promise<boolean> {
    if (this.believed) return true;
    const { losses } = this;
    const [runId, vouched] = await Promise.all([this.redis.runId(), this.redis.client.get(VOUCHED)]);
    if (losses !== this.losses || runId !== vouched) return false;
    return (this.believed = true);
  }

  /**
   * For a recommender: compares the lists with the profiles, unless it did on this connection, and vouches for them.
   *
   * @param compare  gets the clock of these lists, if there is one
   * @returns whether they were compared just now
   */
  async give(compare: (clock: Date | undefined) => Promise<void>): Promise<boolean> {
    if (this.believed) return false;
    const { losses } = this;
    const [runId, clock] = await Promise.all([this.redis.runId(), this.redis.client.get(CLOCK)]);
    if (losses !== this.losses) return false;
    await compare(clock ? new Date(clock) : undefined);
    if (losses !== this.losses) return false;
    await this.redis.client.set(VOUCHED, runId);
    return (this.believed = true);
  }

  /** Sets the clock, and vouches again: Redis may have been emptied meanwhile. Does nothing for lists not compared. */
  async keep(clock: Date): Promise<void> {
    if (!this.believed) return;
    const runId = await this.redis.runId();
    // A Redis that came meanwhile must keep the clock it came with.
    if (this.believed) await this.redis.client.mset({ [CLOCK]: clock.toISOString(), [VOUCHED]: runId });
  }

  /** The versions that users' lists have seen; undefined for those without a list. */
  async versions(userIds: readonly string[]): Promise<(number | undefined)[]> {
    // Of one turn, so one write to each node: a pipeline could ask one node of a cluster only.
    const versions = await Promise.all(
      userIds.map((userId) => this.redis.client.hget(listKey(personalList(userId)), 'version')),
    );
    return versions.map((version) => (version === null ? undefined : Number(version)));
  }

  /** Takes lists away that have seen less than a version, so that they are made when they are asked for. */
  async dropOlder(userId: string, version: number): Promise<void> {
    const owner = ownerOf(userId);
    const shortLived = (await this.redis.client.zrange(shortLivedKey(owner), 0, '-1')) as ListKind[];
    const keys = (['personal', ...shortLived] as ListKind[]).map((kind) => listKey({ owner, kind }));
    await this.redis.client.eval(DROP_OLDER, keys.length, ...keys, version);
  }
}
