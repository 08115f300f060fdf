import type { MovieCard } from '#contracts/catalog/movie.js';
import type { PlaceInSeries } from '#contracts/recommender/recommendation.js';
import { chunksOf } from '#platform/process/chunks.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';

const CARDS = '{cards}';
const VERSION = '{cards}:version';
const CHANGED = '{cards}:changed';
const CARDS_PER_COMMAND = 500;
/** KEYS: cards, version, changed. ARGV: movie id, card, … One step, so that nobody sees the version before its cards. */
const WRITE = `
local version = redis.call('INCR', KEYS[2])
for i = 1, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
  redis.call('ZADD', KEYS[3], version, ARGV[i])
end
return version`;
/** KEYS: as above. ARGV: movie ids. */
const REMOVE = `
local version = redis.call('INCR', KEYS[2])
for i = 1, #ARGV do
  redis.call('HDEL', KEYS[1], ARGV[i])
  redis.call('ZADD', KEYS[3], version, ARGV[i])
end
return version`;
const LOOK_AGAIN_MS = 50;
/** A reader that missed more changes than this reads every card again. */
const MAX_CHANGES = 1000;

/** A card with what lists say of the movie besides; recommenders of an earlier version wrote cards alone. */
export interface ListedCard extends MovieCard {
  series?: PlaceInSeries;
}

/**
 * What lists show of a movie, one copy for all lists: the recommender writes it, gateways read it.
 *
 *     {cards}           hash: movie id → ListedCard (JSON)
 *     {cards}:version   rises with every write
 *     {cards}:changed   sorted set: movie id → version of its last change
 */
@Injectable()
export class MovieCards {
  private looked = 0;
  private lookedAt = -Infinity;

  constructor(private readonly redis: RedisConnection) {}

  /** Writes the cards that differ from those stored. @returns how many did */
  async write(cards: readonly ListedCard[]): Promise<number> {
    let written = 0;
    for (const chunk of chunksOf(cards, CARDS_PER_COMMAND)) {
      const some = chunk.map((card) => [card.id, JSON.stringify(card)]);
      const stored = await this.redis.client.hmget(CARDS, ...some.map(([id]) => id));
      const changed = some.filter(([, card], at) => card !== stored[at]);
      if (changed.length === 0) continue;
      await this.redis.client.eval(WRITE, 3, CARDS, VERSION, CHANGED, ...changed.flat());
      written += changed.length;
    }
    return written;
  }

  async remove(movieIds: readonly string[]): Promise<void> {
    for (const some of chunksOf(movieIds, CARDS_PER_COMMAND))
      await this.redis.client.eval(REMOVE, 3, CARDS, VERSION, CHANGED, ...some);
  }

  /** Whether any card is stored; none is after Redis was emptied. */
  async exist(): Promise<boolean> {
    return (await this.redis.client.exists(CARDS)) === 1;
  }

  /** Those of some movies that have a card. */
  async among(movieIds: readonly string[]): Promise<string[]> {
    // Of one turn, so one write.
    const found = await Promise.all(movieIds.map((id) => this.redis.client.hexists(CARDS, id)));
    return movieIds.filter((_, at) => found[at] === 1);
  }

  /** Cards as they are stored; unknown movies are left out. */
  async read(movieIds: readonly string[]): Promise<Map<string, string>> {
    if (movieIds.length === 0) return new Map();
    const cards = await this.redis.client.hmget(CARDS, ...movieIds);
    return new Map(movieIds.flatMap((id, at) => (cards[at] ? [[id, cards[at]]] : [])));
  }

  async version(): Promise<number> {
    return Number((await this.redis.client.get(VERSION)) ?? 0);
  }

  /** The version as it was at most 50 ms ago: until then many pages cost one look. @throws when Redis cannot be asked */
  async recentVersion(): Promise<number> {
    if (performance.now() - this.lookedAt >= LOOK_AGAIN_MS) {
      this.looked = await this.version();
      this.lookedAt = performance.now();
    }
    return this.looked;
  }

  /** Movies whose card changed after a version; undefined when they are too many to name. */
  async changedAfter(version: number): Promise<string[] | undefined> {
    const ids = await this.redis.client.zrange(
      CHANGED,
      `(${version}`,
      '+inf',
      'BYSCORE',
      'LIMIT',
      0,
      MAX_CHANGES + 1,
    );
    return ids.length > MAX_CHANGES ? undefined : ids;
  }
}
