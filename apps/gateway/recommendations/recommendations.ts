import type { MovieFilter } from '#contracts/catalog/movie.js';
import type { ListSort, RankedMovie } from '#contracts/recommender/recommendation.js';
import { ownerOf } from '#lists/list.key.js';
import { kindOf, normalizedWish } from '#lists/list.wish.js';
import { Injectable } from '@nestjs/common';
import { Impressions } from '../impressions/impressions.js';
import type { Reader } from '../language/language.js';
import { CardCache } from './card.cache.js';
import { decodeListCursor } from './list.cursor.js';
import { type AskedPage, type ListPage, movieIdsOf, pageJson } from './list.page.js';
import { MadePages } from './made.pages.js';
import { ReadyPages } from './ready.pages.js';

const DEFAULT_LIMIT = 20;

export interface PageRequest {
  limit?: number;
  cursor?: string;
  diversity?: number;
  known?: number;
  includeWatchlist?: boolean;
  owned?: boolean;
  sort?: ListSort;
  filter: MovieFilter;
  reader: Reader;
}

/** Pages of a user's lists: from Redis alone when it holds the list, else from the recommender. */
@Injectable()
export class Recommendations {
  constructor(
    private readonly ready: ReadyPages,
    private readonly made: MadePages,
    private readonly cards: CardCache,
    private readonly impressions: Impressions,
  ) {}

  /**
   * @returns a `RecommendationPage` as JSON
   * @throws AppError `validation_failed`, before anybody is asked, when the cursor is not one of such a list
   */
  async page(userId: string, request: PageRequest): Promise<string> {
    const { limit = DEFAULT_LIMIT, cursor, reader } = request;
    const wish = normalizedWish(request);
    const kind = kindOf(wish);
    const position = cursor === undefined ? { from: 0 } : decodeListCursor(cursor, kind);
    const asked: AskedPage = { userId, owner: ownerOf(userId), kind, wish, limit, ...position };
    const page = await this.pageOf(asked);
    this.impressions.note(
      userId,
      page.movies.map(({ movieId }) => movieId),
    );
    return pageJson(page, await this.cards.of(movieIdsOf(page), reader.films), reader.language);
  }

  /** The first movies that a filter leaves of a user's list, the best first. @throws AppError */
  async movies(userId: string, filter: MovieFilter, limit: number): Promise<RankedMovie[]> {
    const wish = normalizedWish({ filter });
    const asked = { userId, owner: ownerOf(userId), kind: kindOf(wish), wish, limit, from: 0 };
    return (await this.pageOf(asked)).movies;
  }

  private async pageOf(asked: AskedPage): Promise<ListPage> {
    return (await this.ready.page(asked)) ?? this.made.page(asked);
  }
}
