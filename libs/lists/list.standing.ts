import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { listKey, ownerOf, pendingKey, personalList } from './list.key.js';
import { ListTrust } from './list.trust.js';
import { MovieCards } from './movie.cards.js';
import { LATEST, PendingChanges } from './pending.changes.js';

/** KEYS: a plain list, its owner's pending changes; both on one node. One step: a list takes out the changes it has seen. */
const STANDING = `
local list = redis.call('HMGET', KEYS[1], 'id', 'version')
return { list[1], list[2], redis.call('ZSCORE', KEYS[2], '${LATEST}') }`;

type Standing = [id: string | null, version: string | null, pending: string | null];

interface StandingCommands {
  standing(list: string, pending: string): Promise<Standing>;
}

/** What somebody's plain list is at this moment, said in one word, for who keeps what was made of it. */
@Injectable()
export class ListStanding {
  private readonly redis: StandingCommands;
  /** What was asked for in this turn of the event loop, and is not sent yet: who asks for the same waits for the same. */
  private readonly asked = new Map<string, Promise<string | undefined>>();

  constructor(
    { client }: RedisConnection,
    private readonly trust: ListTrust,
    private readonly cards: MovieCards,
    private readonly pending: PendingChanges,
  ) {
    client.defineCommand('standing', { numberOfKeys: 2, lua: STANDING });
    this.redis = client as unknown as StandingCommands;
  }

  /**
   * The list and the version of the cards: what is made of both stays as it is for as long as this does. One round trip.
   *
   * @returns undefined while the list is missing or not to be trusted, or somebody has changed what it has not seen
   * @throws when Redis is away
   */
  of(userId: string): Promise<string | undefined> {
    let standing = this.asked.get(userId);
    if (!standing) {
      if (this.asked.size === 0) setImmediate(() => this.asked.clear());
      standing = this.read(userId);
      this.asked.set(userId, standing);
    }
    return standing;
  }

  private async read(userId: string): Promise<string | undefined> {
    const owner = ownerOf(userId);
    const [[id, version, pending], trusted, cards] = await Promise.all([
      this.redis.standing(listKey(personalList(userId)), pendingKey(owner)),
      this.trust.isGiven(),
      this.cards.recentVersion(),
    ]);
    if (!trusted || id === null) return undefined;
    const latest = Math.max(Number(pending ?? 0), this.pending.recentVersion(owner));
    return latest > Number(version) ? undefined : `${id} ${cards}`;
  }
}
