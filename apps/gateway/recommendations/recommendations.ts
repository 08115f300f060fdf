import { isEmptyFilter, matchesFilter, type MovieFilter } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { decodeCursor, encodeCursor } from '#contracts/protocol/cursor.js';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { recommend } from '#contracts/recommender/recommender.rpc.js';
import { type ReadyList, ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';

const DEFAULT_LIMIT = 20;

export interface PageRequest {
  limit?: number;
  cursor?: string;
  diversity?: number;
  includeWatchlist?: boolean;
  filter: MovieFilter;
}

/** A page as members of a JSON object, so that stored JSON need not be parsed. */
interface Page {
  status: string;
  headMembers: string;
  items: string[];
  more: boolean;
}

/** Pages of a user's list: from the ready list in Redis if that is enough, else from the recommender. */
@Injectable()
export class Recommendations {
  private readonly log = new Logger('Recommendations');

  constructor(
    private readonly readyLists: ReadyLists,
    private readonly rpc: RpcClient,
  ) {}

  /** @returns a `RecommendationPage` as JSON */
  async page(userId: string, request: PageRequest): Promise<string> {
    const { limit = DEFAULT_LIMIT, cursor } = request;
    const [offset] = cursor ? decodeCursor<[number]>(cursor, ['number']) : [0];
    const ready = this.needsRecommender(request)
      ? undefined
      : await this.fromReadyList(userId, request.filter, offset, limit);
    const page = ready?.complete ? ready : await this.fromRecommender(userId, request, offset, limit, ready);
    const next = page.more ? `,"nextCursor":"${encodeCursor([offset + page.items.length])}"` : '';
    return `{"status":"${page.status}",${page.headMembers},"items":[${page.items.join(',')}]${next}}`;
  }

  private needsRecommender({ diversity, includeWatchlist }: PageRequest): boolean {
    return Boolean(diversity) || includeWatchlist === true;
  }

  /** The page as far as Redis has it; `complete` when the recommender could not add to it. */
  private async fromReadyList(
    userId: string,
    filter: MovieFilter,
    offset: number,
    limit: number,
  ): Promise<(Page & { complete: boolean }) | undefined> {
    try {
      const positions = Array.from({ length: limit }, (_, i) => offset + i);
      const list = await this.readyLists.open(userId, positions);
      if (!list) return undefined;
      const untouched = isEmptyFilter(filter) && list.pendingChanges.version <= list.ratingsVersion;
      if (untouched) return pageOf(list, list.items, offset + limit, limit);
      return await this.filtered(userId, list, filter, offset, limit);
    } catch (error) {
      this.log.warn(`Redis: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** A page of the movies that the filter and later ratings leave of a ready list. */
  private async filtered(
    userId: string,
    list: ReadyList,
    filter: MovieFilter,
    offset: number,
    limit: number,
  ) {
    const facets = await this.readyLists.facets(userId, list.generatedAt);
    if (!facets) return undefined;
    const fitting = facets.flatMap((facet, position) =>
      matchesFilter(facet, filter) && !list.pendingChanges.isHidden(facet.id, list.ratingsVersion)
        ? [position]
        : [],
    );
    const positions = fitting.slice(offset, offset + limit);
    const reread = positions.length > 0 ? await this.readyLists.open(userId, positions) : list;
    if (reread?.generatedAt !== list.generatedAt) return undefined;
    const items = positions.length > 0 ? reread.items : [];
    return pageOf({ ...list, length: fitting.length }, items, offset + limit, limit, list.length);
  }

  private async fromRecommender(
    userId: string,
    request: PageRequest,
    offset: number,
    limit: number,
    ready?: Page,
  ): Promise<Page> {
    const { filter, diversity, includeWatchlist } = request;
    try {
      const { status, items, more, ...head } = await this.rpc.call(recommend, {
        userId,
        limit,
        offset,
        filter,
        diversity,
        includeWatchlist,
      });
      const latest = (await this.readyLists.open(userId).catch(() => undefined))?.pendingChanges.version ?? 0;
      return {
        status: latest > head.ratingsVersion ? 'stale' : status,
        headMembers: JSON.stringify(head).slice(1, -1),
        items: items.map((item) => JSON.stringify(item)),
        more,
      };
    } catch (error) {
      if (ready && error instanceof AppError && error.code === 'service_unavailable')
        return { ...ready, status: 'stale' };
      throw error;
    }
  }
}

function pageOf(
  list: ReadyList,
  items: string[],
  end: number,
  limit: number,
  stored = list.length,
): Page & { complete: boolean } {
  const stale = list.pendingChanges.version > list.ratingsVersion;
  return {
    status: stale ? 'stale' : list.status,
    headMembers: list.headMembers,
    items,
    more: end < list.length,
    // A list shorter than the maximum contains every candidate.
    complete: items.length === limit || stored < LIST_LENGTH,
  };
}
