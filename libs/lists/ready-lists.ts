import type { ListHead, RankedList, RankedMovie } from '#contracts/recommender/recommendation.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { BLOCK_LENGTH, decodeBlock, encodeBlock } from './list.block.js';
import { keysOfVersion04, type ListKey, listKey, ownerOf, pendingKey, personalList } from './list.key.js';

const LIST_SECONDS = 30 * 24 * 3600;

/**
 * Replaces a list in whole, unless the one that stands has seen more, and takes out the pending changes it has seen.
 * KEYS: list, pending changes. ARGV: ratingsVersion, generatedAt, seconds to live, then field, value, …
 */
const REPLACE_IF_NEWER = `
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
local made = redis.call('HGET', KEYS[1], 'made') or ''
if version > tonumber(ARGV[1]) or (version == tonumber(ARGV[1]) and made > ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'made', ARGV[2])
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
return 1`;

/** A stored list: its head, how long it is, and the movies of the positions asked for, decoded when they are looked at. */
export interface ReadyList extends ListHead {
  length: number;
  readonly movies: RankedMovie[];
}

/**
 * The ready lists in Redis, about 24 kB for 500 movies: one hash a list, so that a page costs only its own movies.
 *
 *     list:{<owner>}:<kind>   version, made, head (JSON), length, "0", "1", … (blocks of 20 movies)
 *
 * The recommender writes them, the gateway reads them; what is shown of a movie comes from MovieCards.
 */
@Injectable()
export class ReadyLists {
  constructor(private readonly redis: RedisConnection) {}

  /** @returns whether the list was taken; false when a newer one stands */
  async replaceIfNewer(key: ListKey, { items, ...head }: RankedList): Promise<boolean> {
    const { ratingsVersion, generatedAt } = head;
    const blocks = Array.from({ length: Math.ceil(items.length / BLOCK_LENGTH) }, (_, at) => [
      String(at),
      encodeBlock(items.slice(at * BLOCK_LENGTH, (at + 1) * BLOCK_LENGTH)),
    ]);
    const taken = await this.redis.client.eval(
      REPLACE_IF_NEWER,
      2,
      listKey(key),
      pendingKey(key.owner),
      ratingsVersion,
      generatedAt,
      LIST_SECONDS,
      ...['head', JSON.stringify(head), 'length', items.length],
      ...blocks.flat(),
    );
    return taken === 1;
  }

  /** A list with the movies at `count` positions from `from` on, in one round trip; undefined when there is none. */
  async read(key: ListKey, from = 0, count = 0): Promise<ReadyList | undefined> {
    const first = Math.floor(from / BLOCK_LENGTH);
    const end = count > 0 ? Math.ceil((from + count) / BLOCK_LENGTH) : first;
    const names = Array.from({ length: end - first }, (_, at) => String(first + at));
    const [head, length, ...blocks] = await this.redis.client.hmgetBuffer(
      listKey(key),
      'head',
      'length',
      ...names,
    );
    if (!head || !length) return undefined;
    const skipped = from - first * BLOCK_LENGTH;
    let movies: RankedMovie[] | undefined;
    return {
      ...(JSON.parse(head.toString()) as ListHead),
      length: Number(length),
      get movies() {
        movies ??= blocks
          .flatMap((block) => (block ? decodeBlock(block) : []))
          .slice(skipped, skipped + count);
        return movies;
      },
    };
  }

  /** Removes everything of a user, and what version 0.4 stored of them. */
  async remove(userId: string): Promise<void> {
    await this.redis.client.del(listKey(personalList(userId)), pendingKey(ownerOf(userId)));
    for (const key of keysOfVersion04(userId)) await this.redis.client.del(key);
  }
}
