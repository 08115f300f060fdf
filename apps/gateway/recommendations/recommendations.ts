import { isEmptyFilter, matchesFilter, type MovieFilter } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { decodeCursor } from '#contracts/protocol/cursor.js';
import { LIST_LENGTH, type ListHead, type RankedMovie } from '#contracts/recommender/recommendation.js';
import { recommend } from '#contracts/recommender/recommender.rpc.js';
import { type ListKey, ownerOf, personalList } from '#lists/list.key.js';
import { ListTrust } from '#lists/list.trust.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { type ReadyList, ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';
import type { Language } from '../language/language.js';
import { CardCache } from './card.cache.js';
import { type ListPage, movieIdsOf, pageJson } from './list.page.js';
import { ModelFollower } from './model.follower.js';
import { PageCache } from './page.cache.js';

const DEFAULT_LIMIT = 20;

export interface PageRequest {
  limit?: number;
  cursor?: string;
  diversity?: number;
  includeWatchlist?: boolean;
  filter: MovieFilter;
  language: Language;
}

/** Which part of a list is asked for. */
interface Range {
  offset: number;
  limit: number;
}

/** A page out of Redis. */
interface ReadyPage extends ListPage {
  /** Nobody else could add to it. */
  whole: boolean;
  /** It is a part of the stored list as it is: no filter, no later change. */
  untouched?: true;
}

/** Pages of a user's list: from Redis alone when it holds enough, else from the recommender. */
@Injectable()
export class Recommendations {
  private readonly log = new Logger(Recommendations.name);
  private readonly pages = new PageCache();

  constructor(
    private readonly readyLists: ReadyLists,
    private readonly pending: PendingChanges,
    private readonly trust: ListTrust,
    private readonly cards: CardCache,
    private readonly models: ModelFollower,
    private readonly rpc: RpcClient,
  ) {}

  /** @returns a `RecommendationPage` as JSON */
  async page(userId: string, request: PageRequest): Promise<string | Buffer> {
    const { limit = DEFAULT_LIMIT, cursor, language } = request;
    const [offset] = cursor ? decodeCursor<[number]>(cursor, ['number']) : [0];
    const range = { offset, limit };
    const ready = needsRecommender(request) ? undefined : await this.ready(userId, request.filter, range);
    const key = ready?.untouched && this.keyOf(userId, ready.head, range, language);
    const sent = key && this.pages.get(key);
    if (sent) return sent;
    const page = ready?.whole ? ready : await this.made(userId, request, range, ready);
    const ids = movieIdsOf(page);
    const cards = await this.cards.of(ids);
    const json = pageJson(page, cards, language);
    if (key && page === ready && ids.every((id) => cards.has(id))) this.pages.set(key, Buffer.from(json));
    return json;
  }

  /** All that a page of an untouched list is made of. */
  private keyOf(userId: string, head: ListHead, { offset, limit }: Range, language: Language): string {
    const { ratingsVersion, generatedAt, modelId } = head;
    return [userId, ratingsVersion, generatedAt, modelId, offset, limit, language, this.cards.version].join(
      ' ',
    );
  }

  /** The page as far as Redis has it; `whole` when nobody else could add to it. */
  private async ready(userId: string, filter: MovieFilter, range: Range): Promise<ReadyPage | undefined> {
    try {
      const key = personalList(userId);
      // In this order: a list that is stored takes out the changes it has seen, so an older list must not be read first.
      const [pendingVersion, list, trusted] = await Promise.all([
        this.pending.version(key.owner),
        this.readyLists.read(key, range.offset, range.limit),
        this.trust.isGiven(),
        this.cards.follow(),
      ]);
      if (!list) return undefined;
      this.models.seen(userId, list.modelId);
      const stale = pendingVersion > list.ratingsVersion;
      if (trusted && !stale && isEmptyFilter(filter)) return untouchedPage(list, range);
      const page = await this.filtered(key, list, filter, range, stale);
      // A list that may be older than it looks is shown only when the recommender cannot make another.
      return page && { ...page, whole: page.whole && trusted };
    } catch (error) {
      this.log.warn(`Redis: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** What a filter and later ratings leave of a ready list. */
  private async filtered(key: ListKey, seen: ReadyList, filter: MovieFilter, range: Range, stale: boolean) {
    const list = await this.readyLists.read(key, 0, seen.length);
    if (!list) return undefined;
    const ids = list.movies.map(({ movieId }) => movieId);
    const [cards, hidden, standing] = await Promise.all([
      this.cards.of(ids),
      this.pending.hiddenAfter(key.owner, list.ratingsVersion, ids),
      this.readyLists.read(key),
    ]);
    // Replaced meanwhile: what the new list has seen may have been taken out before it was looked for.
    if (standing?.generatedAt !== list.generatedAt) return undefined;
    const fitting = list.movies.filter(({ movieId }) => {
      const card = cards.get(movieId)?.card;
      return card !== undefined && !hidden.has(movieId) && matchesFilter(card, filter);
    });
    const movies = fitting.slice(range.offset, range.offset + range.limit);
    const page = pageOf(list, movies, fitting.length, range);
    return stale ? asStale(page) : page;
  }

  private async made(
    userId: string,
    request: PageRequest,
    range: Range,
    ready?: ListPage,
  ): Promise<ListPage> {
    try {
      return await this.shown(userId, request, range);
    } catch (error) {
      if (ready && error instanceof AppError && error.code === 'service_unavailable') return asStale(ready);
      throw error;
    }
  }

  /** A page as the recommender makes it, without what it has not heard of yet: filled up from further positions. */
  private async shown(userId: string, request: PageRequest, { offset, limit }: Range): Promise<ListPage> {
    const { filter, diversity, includeWatchlist } = request;
    const owner = ownerOf(userId);
    const movies: RankedMovie[] = [];
    let next = offset;
    for (;;) {
      const asked = {
        userId,
        limit: limit - movies.length,
        offset: next,
        filter,
        diversity,
        includeWatchlist,
      };
      const { items, more, ...head } = await this.rpc.call(recommend, asked);
      const ids = items.map(({ movieId }) => movieId);
      const hidden = await this.pending.hiddenAfter(owner, head.ratingsVersion, ids);
      movies.push(...items.filter(({ movieId }) => !hidden.has(movieId)));
      next += items.length;
      if (more && movies.length < limit && next - offset < LIST_LENGTH) continue;
      const page = { head, movies, ...(more && { next }) };
      return (await this.pending.version(owner)) > head.ratingsVersion ? asStale(page) : page;
    }
  }
}

function needsRecommender({ diversity, includeWatchlist }: PageRequest): boolean {
  return Boolean(diversity) || includeWatchlist === true;
}

/** @param fitting  how many movies of the list there are to page through */
function pageOf(
  list: ReadyList,
  movies: ListPage['movies'],
  fitting: number,
  { offset, limit }: Range,
): ReadyPage {
  const end = offset + movies.length;
  return {
    head: headOf(list),
    movies,
    ...(end < fitting && { next: end }),
    // A list shorter than it may be holds everything there is.
    whole: movies.length === limit || list.length < LIST_LENGTH,
  };
}

/** A page of a list as it is stored; its movies are decoded only when somebody looks at them. */
function untouchedPage(list: ReadyList, { offset, limit }: Range): ReadyPage {
  const end = Math.min(offset + limit, list.length);
  return {
    head: headOf(list),
    get movies() {
      return list.movies;
    },
    ...(end < list.length && { next: end }),
    whole: end - offset === limit || list.length < LIST_LENGTH,
    untouched: true,
  };
}

function headOf({ status, degraded, ratingsVersion, generatedAt, modelId }: ReadyList): ListHead {
  return { status, degraded, ratingsVersion, generatedAt, modelId };
}

function asStale<Page extends ListPage>(page: Page): Page {
  return { ...page, head: { ...page.head, status: 'stale' } };
}
