import type { MovieCard } from '#contracts/catalog/movie.js';
import type {
  ListStatus,
  Recommendation,
  RecommendationList,
} from '#contracts/recommender/recommendation.js';
import { Injectable } from '@nestjs/common';
import { RedisConnection } from '#platform/stores/redis.module.js';

/** What a list is apart from its movies. */
export type ListHead = Omit<RecommendationList, 'items'>;

/** The fields that filters look at, in list order. */
export type Facet = Pick<MovieCard, 'id' | 'genres' | 'year' | 'language'>;

/** A stored list, seen from its head; the movies' JSON is as it was stored and need not be parsed to be passed on. */
export interface ReadyList {
  status: ListStatus;
  ratingsVersion: number;
  generatedAt: string;
  /** The rest of the head, as JSON members: `"ratingsVersion":7,"generatedAt":…` */
  headMembers: string;
  length: number;
  pendingChanges: PendingChanges;
  /** The movies at the places asked for; places beyond the end are left out. */
  items: string[];
}

const LIST_SECONDS = 30 * 24 * 3600;
const PENDING_SECONDS = 24 * 3600;

const HEAD_FIELDS = ['status', 'version', 'made', 'head', 'length'];

/**
 * Swaps a list in whole, unless the one that stands has seen more.
 * KEYS: list. ARGV: ratingsVersion, generatedAt, seconds to live, then field, value, …
 */
const REPLACE_IF_NEWER = `
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
local made = redis.call('HGET', KEYS[1], 'made') or ''
if version > tonumber(ARGV[1]) or (version == tonumber(ARGV[1]) and made > ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'made', ARGV[2])
for i = 4, #ARGV, 1000 do redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV))) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1`;

/**
 * The ready lists in Redis: one hash per user, one field per place, so that a page costs only its own movies.
 *
 *     list:<user>   version, made, status, length, head (JSON), facets (JSON), "0", "1", … (JSON of one recommendation each)
 *     marks:<user>  version (the user's latest), <movie id> (the version at which it was rated or dismissed)
 *
 * The recommender writes lists. The gateway writes marks at the moment of a save, so that a list made before it
 * is known to be stale and never shows a movie that has just been rated.
 */
@Injectable()
export class ReadyLists {
  constructor(private readonly redis: RedisConnection) {}

  /** @returns whether the list was taken; false when a newer one stands */
  async replaceIfNewer(
    userId: string,
    { items, status, ...head }: ListHead & { items: Recommendation[] },
  ): Promise<boolean> {
    const facets: Facet[] = items.map(({ movie: { id, genres, year, language } }) => ({
      id,
      genres,
      year,
      language,
    }));
    const fields = {
      status,
      head: JSON.stringify(head),
      length: items.length,
      facets: JSON.stringify(facets),
      ...Object.fromEntries(items.map((item, position) => [position, JSON.stringify(item)])),
    };
    const { ratingsVersion, generatedAt } = head;
    const pairs = Object.entries(fields).flat();
    const taken = await this.redis.client.eval(
      REPLACE_IF_NEWER,
      1,
      listKey(userId),
      ratingsVersion,
      generatedAt,
      LIST_SECONDS,
      ...pairs,
    );
    return taken === 1;
  }

  /** A user's list with the movies at `places`, in one round trip; undefined when there is none. */
  async open(userId: string, positions: number[] = []): Promise<ReadyList | undefined> {
    const fields = [...HEAD_FIELDS, ...positions.map(String)];
    const [list, pendingChanges] = await Promise.all([
      this.redis.client.hmget(listKey(userId), ...fields),
      this.redis.client.hgetall(pendingKey(userId)),
    ]);
    const [status, version, made, head, length, ...items] = list;
    if (!status || !version || !made || !head || !length) return undefined;
    return {
      status: status as ListStatus,
      ratingsVersion: Number(version),
      generatedAt: made,
      headMembers: head.slice(1, -1),
      length: Number(length),
      pendingChanges: new PendingChanges(pendingChanges),
      items: items.filter((item) => item !== null),
    };
  }

  /** What filters look at, of the list made at `generatedAt`; undefined when it was swapped meanwhile. */
  async facets(userId: string, generatedAt: string): Promise<Facet[] | undefined> {
    const [made, facets] = await this.redis.client.hmget(listKey(userId), 'made', 'facets');
    return made === generatedAt && facets ? (JSON.parse(facets) as Facet[]) : undefined;
  }

  /** Notes what a user has just changed: their latest version, and movies that must not be shown any more. */
  async notePending(userId: string, version: number, hiddenMovieIds: string[]): Promise<void> {
    const key = pendingKey(userId);
    await this.redis.client
      .multi()
      .hset(key, { version, ...Object.fromEntries(hiddenMovieIds.map((id) => [id, version])) })
      .expire(key, PENDING_SECONDS)
      .exec();
  }

  async remove(userId: string): Promise<void> {
    await this.redis.client.del(listKey(userId), pendingKey(userId));
  }

  /** Users who have a list. */
  async *usersWithLists(): AsyncIterable<string> {
    const prefix = this.redis.client.options.keyPrefix ?? '';
    const start = `${prefix}list:`;
    for await (const keys of this.redis.client.scanStream({ match: `${start}*`, count: 500 })) {
      yield* (keys as string[]).map((key) => key.slice(start.length));
    }
  }
}

/** What a user changed since their list was made. */
export class PendingChanges {
  constructor(private readonly fields: Record<string, string>) {}

  /** The user's latest version known here; 0 when nothing was noted. */
  get version(): number {
    return Number(this.fields.version ?? 0);
  }

  isHidden(movieId: string, listVersion: number): boolean {
    return Number(this.fields[movieId] ?? -1) > listVersion;
  }
}

const listKey = (userId: string) => `list:${userId}`;
const pendingKey = (userId: string) => `marks:${userId}`;
