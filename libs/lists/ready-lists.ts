import { setTimeout as pause } from 'node:timers/promises';
import type { ListHead, RankedList, RankedMovie } from '#contracts/recommender/recommendation.js';
import type { ComposedList, RankedRow } from '#contracts/recommender/row.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { BLOCK_LENGTH, decodeBlock, encodeBlock } from './list.block.js';
import {
  keysOfVersion04,
  type ListKey,
  listKey,
  listKeyPrefix,
  type ListOwner,
  pendingKey,
  personalList,
  shortLivedKey,
  userIn,
  WANTED_KEYS,
  wantedKey,
} from './list.key.js';
import { digest } from './list.wish.js';
import { COMPLETE, NAME, REMOVE_ALL, REPLACE_IF_NEWER } from './ready-lists.scripts.js';
import { decodeRows, encodeRows } from './rows.block.js';

/** The rest of a list is made in milliseconds when it is wanted; after so long somebody else has to make it. */
const WHOLE_WITHIN_MS = 2000;
/** At first; then the less often the longer it takes. */
const LOOKED_EVERY_MS = 5;

/** A wish lasts for as long as a process may need to hear of it. */
const WANTED_MS = 1000;

/** Whether a list was taken, and if so, in the place of one that stood or beside one that is kept for its cursor. */
export type Taken = false | 'instead' | 'beside';

/** Wishes of those who wait for the rests of lists. */
export interface Wishes {
  readonly areHeard: boolean;
}

/** What was found of a list, and whether all that was asked for is there. */
interface Looked<Found> {
  found: Found;
  isThere: boolean;
}

/** A stored list: its head, how long it is, and the movies of the positions asked for, decoded when they are looked at. */
export interface ReadyList extends ListHead {
  id: string;
  length: number;
  /** Whether a cursor names it. */
  named: boolean;
  readonly movies: RankedMovie[];
}

/** The rows that were made with a list, which has this head and length. */
export interface ReadyRows extends ListHead {
  id: string;
  length: number;
  /** Missing from lists made without them. */
  rows?: RankedRow[];
}

/** What a list is called in cursors: of one owner and kind, the same for the same ratings and model. */
export function listId({ ratingsVersion, generatedAt, modelId }: ListHead): string {
  return digest(`${ratingsVersion} ${generatedAt} ${modelId}`);
}

/**
 * The ready lists in Redis, about 24 kB for 500 movies: one hash a list, so that a page costs only its own movies.
 *
 *     list:{<owner>}:<kind>   version, made, id, named?, head (JSON), length, "0", "1", … (blocks of 20 movies),
 *                             rows? (those of the page that was made with a plain list, about 10 kB),
 *                             begun? (while only its first blocks are there)
 *     wanted:{<owner>}        for a second, when somebody waits for the rest of a begun one
 *     lists:{<owner>}         sorted set: kind → when it was stored, for the at most 12 that live for ten minutes
 *
 * The plain list lives for 30 days; for ten minutes those made for a wish, and those replaced while a cursor named them. The
 * recommender writes them, the gateway reads them; what is shown of a movie comes from MovieCards.
 */
@Injectable()
export class ReadyLists {
  constructor(private readonly redis: RedisConnection) {}

  /**
   * @param named  whether somebody already has a cursor that names this list
   * @returns whether the list was taken; false when a newer one stands
   */
  async replaceIfNewer(key: ListKey, list: ComposedList, named = false): Promise<boolean> {
    return (await this.store(key, list, list.items.length, named)) !== false;
  }

  /**
   * Takes the beginning of a list, as `replaceIfNewer` takes the whole one, which has to follow when somebody wants it. Who
   * wants what is not there yet, or the rows, waits for that.
   *
   * @param length  of the whole list
   */
  async begin(key: ListKey, { items, ...head }: RankedList, length: number): Promise<Taken> {
    const ofWholeBlocks = items.length < length ? items.length - (items.length % BLOCK_LENGTH) : length;
    return this.store(key, { items: items.slice(0, ofWholeBlocks), ...head }, length, false, ['begun', '1']);
  }

  /**
   * Adds what the beginning of a list lacks, which stands or is kept; where it is gone, takes the list as a whole.
   *
   * @param begun  how many movies its beginning was given with
   */
  async complete(key: ListKey, list: ComposedList, begun: number): Promise<void> {
    const { items, rows, ...head } = list;
    const from = begun < items.length ? Math.floor(begun / BLOCK_LENGTH) : Infinity;
    const lacking = fieldsOf(items, rows, items.length, from);
    if ((await this.run(COMPLETE, key, listId(head), ...lacking)) === 0) await this.replaceIfNewer(key, list);
  }

  private async store(
    key: ListKey,
    { items, rows, ...head }: ComposedList,
    length: number,
    named = false,
    more: string[] = [],
  ): Promise<Taken> {
    const { ratingsVersion, generatedAt } = head;
    const about = [key.kind, listId(head), ratingsVersion, generatedAt, Date.now(), named ? '1' : '0'];
    const fields = ['head', JSON.stringify(head), ...fieldsOf(items, rows, length), ...more];
    const taken = await this.run(REPLACE_IF_NEWER, key, ...about, ...fields);
    return taken === 0 ? false : taken === 2 ? 'beside' : 'instead';
  }

  /** A cursor names a list from now on: when another replaces it, it stays for ten minutes. */
  async name(key: ListKey, id: string): Promise<void> {
    await this.run(NAME, key, id);
  }

  /**
   * A list with the movies at `count` positions from `from` on, in one round trip; undefined when there is none, or when these
   * do not come in time.
   */
  async read(key: ListKey, from = 0, count = 0): Promise<ReadyList | undefined> {
    const looked = await this.patiently(key, () => this.readNow(key, from, count));
    return looked?.isThere ? looked.found : undefined;
  }

  private async readNow(key: ListKey, from: number, count: number): Promise<Looked<ReadyList> | undefined> {
    const first = Math.floor(from / BLOCK_LENGTH);
    const end = count > 0 ? Math.ceil((from + count) / BLOCK_LENGTH) : first;
    const names = Array.from({ length: end - first }, (_, at) => String(first + at));
    const fields = ['head', 'length', 'named', 'begun', ...names];
    const [stored, length, named, begun, ...blocks] = await this.redis.client.hmgetBuffer(
      listKey(key),
      ...fields,
    );
    if (!stored || !length) return undefined;
    const head = JSON.parse(stored.toString()) as ListHead;
    const skipped = from - first * BLOCK_LENGTH;
    let movies: RankedMovie[] | undefined;
    const isMissing = (block: Buffer | null, at: number) =>
      block === null && (first + at) * BLOCK_LENGTH < Number(length);
    const found = {
      ...head,
      id: listId(head),
      length: Number(length),
      named: named !== null,
      get movies() {
        movies ??= blocks
          .flatMap((block) => (block ? decodeBlock(block) : []))
          .slice(skipped, skipped + count);
        return movies;
      },
    };
    return { found, isThere: begun === null || !blocks.some(isMissing) };
  }

  /** The rows made with a list; undefined when there is no list. */
  async rows(key: ListKey): Promise<ReadyRows | undefined> {
    return (await this.patiently(key, () => this.rowsNow(key)))?.found;
  }

  private async rowsNow(key: ListKey): Promise<Looked<ReadyRows> | undefined> {
    const [stored, length, rows, begun] = await this.redis.client.hmgetBuffer(
      listKey(key),
      ...['head', 'length', 'rows', 'begun'],
    );
    if (!stored || !length) return undefined;
    const head = JSON.parse(stored.toString()) as ListHead;
    const found = {
      ...head,
      id: listId(head),
      length: Number(length),
      ...(rows && { rows: decodeRows(rows) }),
    };
    return { found, isThere: begun === null };
  }

  /** Looks again while what is looked for is still to be made, and no longer than that may take. */
  private async patiently<Found>(
    { owner }: ListKey,
    look: () => Promise<Looked<Found> | undefined>,
  ): Promise<Looked<Found> | undefined> {
    for (let waited = 0; ;) {
      const looked = await look();
      if (!looked || looked.isThere || waited >= WHOLE_WITHIN_MS) return looked;
      // Again each time: who makes it may not have been ready to hear of it.
      await this.redis.client.set(wantedKey(owner), '', 'PX', WANTED_MS);
      const more = Math.max(LOOKED_EVERY_MS, waited / 4);
      await pause(more);
      waited += more;
    }
  }

  /**
   * Hears who waits for the rest of a list, until Redis is left.
   *
   * @param wanted  gets their ids; nothing when Redis is lost
   */
  onWanted(wanted: (userIds?: readonly string[]) => void): Wishes {
    const keys = this.redis.follow([WANTED_KEYS], (keys) =>
      wanted(keys?.flatMap((key) => userIn(key) ?? [])),
    );
    return {
      get areHeard() {
        return keys?.isFollowing ?? false;
      },
    };
  }

  /** Removes everything of a user, and what version 0.4 stored of them. */
  async remove(userId: string): Promise<void> {
    await this.run(REMOVE_ALL, personalList(userId));
    for (const key of keysOfVersion04(userId)) await this.redis.client.del(key);
  }

  private run(script: string, key: ListKey, ...given: (string | number | Buffer)[]): Promise<unknown> {
    const keys = keysOf(key.owner);
    return this.redis.client.eval(script, 1 + keys.length, listKey(key), ...keys, ...given);
  }
}

/** Fields and values of a list. @param from  the first block that is wanted */
function fieldsOf(
  items: readonly RankedMovie[],
  rows: readonly RankedRow[] | undefined,
  length: number,
  from = 0,
): (string | number | Buffer)[] {
  const fields: (string | number | Buffer)[] = ['length', length];
  for (let at = from; at * BLOCK_LENGTH < items.length; at += 1)
    fields.push(String(at), encodeBlock(items.slice(at * BLOCK_LENGTH, (at + 1) * BLOCK_LENGTH)));
  if (rows) fields.push('rows', encodeRows(rows));
  return fields;
}

function keysOf(owner: ListOwner): string[] {
  const plain = listKey({ owner, kind: 'personal' });
  return [pendingKey(owner), shortLivedKey(owner), plain, listKeyPrefix(owner)];
}
