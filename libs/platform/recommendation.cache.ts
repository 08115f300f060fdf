import type { MovieCard } from '#contracts/movie.js';
import type { Recommendation, RecommendationList } from '#contracts/recommendation.js';
import { Injectable } from '@nestjs/common';
import { RedisConnection } from './redis.module.js';

/** What a list is apart from its films. `status` is not stored: it depends on what came after. */
export type ListHead = Omit<RecommendationList, 'items' | 'status'>;

/** The fields that filters look at, in list order. */
export type Facet = Pick<MovieCard, 'id' | 'genres' | 'year' | 'language'> & { watchlisted?: boolean };

export interface CachedPage {
  head: ListHead;
  /** Length of the whole list. */
  length: number;
  items: Recommendation[];
}

const LIST_SECONDS = 30 * 24 * 3600;
const MARK_SECONDS = 24 * 3600;

/**
 * Swaps a list in whole, unless the one that stands has seen more.
 * KEYS: list. ARGV: ratingsVersion, generatedAt, seconds to live, then field, value, …
 */
const SWAP = `
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
local made = redis.call('HGET', KEYS[1], 'made') or ''
if version > tonumber(ARGV[1]) or (version == tonumber(ARGV[1]) and made > ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'made', ARGV[2])
for i = 4, #ARGV, 1000 do redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV))) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1`;

/**
 * The ready lists in Redis: one hash per user, one field per place, so that a page costs only its own films.
 *
 *     list:<user>   version, made, head (JSON), facets (JSON), "0", "1", … (JSON of one recommendation each)
 *     marks:<user>  version (the user's latest), <film id> (the version at which it was rated or dismissed)
 *
 * The recommender writes lists. The gateway writes marks at the moment of a save, so that a list made before it
 * is known to be stale and never shows a film that has just been rated.
 */
@Injectable()
export class RecommendationCache {
  constructor(private readonly redis: RedisConnection) {}

  /** @returns whether the list was taken; false when a newer one stands */
  async swap(
    userId: string,
    list: ListHead & { items: Recommendation[] },
    watchlist: ReadonlySet<string>,
  ): Promise<boolean> {
    const { items, ...head } = list;
    const facets: Facet[] = items.map(({ movie: { id, genres, year, language } }) => ({
      id,
      genres,
      year,
      language,
      ...(watchlist.has(id) && { watchlisted: true }),
    }));
    const fields = [
      'head',
      JSON.stringify(head),
      'facets',
      JSON.stringify(facets),
      ...items.flatMap((item, i) => [String(i), JSON.stringify(item)]),
    ];
    const taken = await this.redis.client.eval(
      SWAP,
      1,
      listKey(userId),
      head.ratingsVersion,
      head.generatedAt,
      LIST_SECONDS,
      ...fields,
    );
    return taken === 1;
  }

  /** The head and facets of a user's list, and the user's marks; undefined when there is no list. */
  async open(userId: string): Promise<{ head: ListHead; facets: Facet[]; marks: Marks } | undefined> {
    const [list, marks] = await Promise.all([
      this.redis.client.hmget(listKey(userId), 'head', 'facets'),
      this.redis.client.hgetall(marksKey(userId)),
    ]);
    if (!list[0] || !list[1]) return undefined;
    return {
      head: JSON.parse(list[0]) as ListHead,
      facets: JSON.parse(list[1]) as Facet[],
      marks: new Marks(marks),
    };
  }

  /** The JSON of the recommendations at some places of the list whose `generatedAt` is given; undefined when it was swapped meanwhile. */
  async items(userId: string, generatedAt: string, places: number[]): Promise<string[] | undefined> {
    const [made, ...items] = await this.redis.client.hmget(listKey(userId), 'made', ...places.map(String));
    return made === generatedAt && items.every((item) => item !== null) ? (items as string[]) : undefined;
  }

  /** Notes what a user has just changed: their latest version, and films that must not be shown any more. */
  async mark(userId: string, version: number, hiddenMovieIds: string[]): Promise<void> {
    const key = marksKey(userId);
    await this.redis.client
      .multi()
      .hset(key, { version, ...Object.fromEntries(hiddenMovieIds.map((id) => [id, version])) })
      .expire(key, MARK_SECONDS)
      .exec();
  }

  async remove(userId: string): Promise<void> {
    await this.redis.client.del(listKey(userId), marksKey(userId));
  }

  /** Users who have a list. */
  async *owners(): AsyncIterable<string> {
    const prefix = this.redis.client.options.keyPrefix ?? '';
    const start = `${prefix}list:`;
    for await (const keys of this.redis.client.scanStream({ match: `${start}*`, count: 500 })) {
      yield* (keys as string[]).map((key) => key.slice(start.length));
    }
  }
}

/** What a user changed since their list was made. */
export class Marks {
  constructor(private readonly fields: Record<string, string>) {}

  /** The user's latest version known here; 0 when nothing was noted. */
  get version(): number {
    return Number(this.fields.version ?? 0);
  }

  hides(movieId: string, listVersion: number): boolean {
    return Number(this.fields[movieId] ?? -1) > listVersion;
  }
}

const listKey = (userId: string) => `list:${userId}`;
const marksKey = (userId: string) => `marks:${userId}`;
