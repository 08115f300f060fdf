import type { KeyFollower } from '#platform/stores/key.follower.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { listKey, OWNED_KEYS, ownerOf, pendingKey, personalList, userIn } from './list.key.js';
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

/** What was read of somebody's list, and has not changed since; nothing while it is read. */
interface Known {
  standing?: Standing;
}

/** People whose list is looked at over and over; beyond it those go who did so least lately. */
const MAX_KNOWN = 10_000;
/** After so long it is read again, whatever Redis has told of changes. */
const KNOWN_MS = 1000;

/**
 * What somebody's plain list is at this moment, said in one word, for who keeps what was made of it. It is read from Redis once,
 * and again when Redis has told that it has changed.
 */
@Injectable()
export class ListStanding {
  private readonly redis: StandingCommands;
  private readonly known = new LRUCache<string, Known>({ max: MAX_KNOWN, ttl: KNOWN_MS });
  /** Begun by who asks first. */
  private changes?: KeyFollower;
  private isBegun = false;
  /** What was asked for in this turn of the event loop, and is not sent yet: who asks for the same waits for the same. */
  private readonly asked = new Map<string, Promise<Standing>>();

  constructor(
    private readonly connection: RedisConnection,
    private readonly trust: ListTrust,
    private readonly cards: MovieCards,
    private readonly pending: PendingChanges,
  ) {
    const { client } = connection;
    client.defineCommand('standing', { numberOfKeys: 2, lua: STANDING });
    this.redis = client as unknown as StandingCommands;
  }

  /**
   * The list and the version of the cards: what is made of both stays as it is for as long as this does. At most one round
   * trip.
   *
   * @returns undefined while the list is missing or not to be trusted, or somebody has changed what it has not seen
   * @throws when Redis is away
   */
  async of(userId: string): Promise<string | undefined> {
    const [[id, version, pending], trusted, cards] = await Promise.all([
      this.known.get(userId)?.standing ?? this.read(userId),
      this.trust.isGiven(),
      this.cards.recentVersion(),
    ]);
    if (!trusted || id === null) return undefined;
    const latest = Math.max(Number(pending ?? 0), this.pending.recentVersion(ownerOf(userId)));
    return latest > Number(version) ? undefined : `${id} ${cards}`;
  }

  private read(userId: string): Promise<Standing> {
    let standing = this.asked.get(userId);
    if (!standing) {
      if (this.asked.size === 0) setImmediate(() => this.asked.clear());
      standing = this.readNow(userId);
      this.asked.set(userId, standing);
    }
    return standing;
  }

  private async readNow(userId: string): Promise<Standing> {
    const owner = ownerOf(userId);
    const known: Known = {};
    if (this.isFollowed) this.known.set(userId, known);
    const standing = await this.redis.standing(listKey(personalList(userId)), pendingKey(owner));
    // What changed meanwhile has taken it out, and nobody finds it.
    known.standing = standing;
    return standing;
  }

  /** Whether Redis tells of changes. */
  private get isFollowed(): boolean {
    if (!this.isBegun) {
      this.isBegun = true;
      this.changes = this.connection.follow(OWNED_KEYS, (keys) => this.forget(keys));
    }
    return this.changes?.isFollowing ?? false;
  }

  private forget(keys?: readonly string[]): void {
    if (!keys) return this.known.clear();
    for (const key of keys) {
      const userId = userIn(key);
      if (userId !== undefined) this.known.delete(userId);
    }
  }
}
