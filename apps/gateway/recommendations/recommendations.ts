import type { MovieFilter } from '#contracts/catalog/movie.js';
import type { ListSort, RankedMovie } from '#contracts/recommender/recommendation.js';
import { ownerOf } from '#lists/list.key.js';
import { kindOf, normalizedWish } from '#lists/list.wish.js';
import { Injectable } from '@nestjs/common';
import { Impressions } from '../impressions/impressions.js';
import type { Language } from '../language/language.js';
import { CardCache } from './card.cache.js';
import { decodeListCursor } from './list.cursor.js';
import { type AskedPage, type ListPage, movieIdsOf, pageJson } from './list.page.js';
import { MadePages } from './made.pages.js';
import { PageCache } from './page.cache.js';
import { ReadyPages } from './ready.pages.js';

const DEFAULT_LIMIT = 20;
/** A page that is asked for again sooner is looked at still, or anew by another tab. */
const NOTED_AGAIN_MS = 60_000;

export interface PageRequest {
  limit?: number;
  cursor?: string;
  diversity?: number;
  known?: number;
  includeWatchlist?: boolean;
  owned?: boolean;
  sort?: ListSort;
  filter: MovieFilter;
  language: Language;
}

/** Pages of a user's lists: from Redis alone when it holds the list, else from the recommender. */
@Injectable()
export class Recommendations {
  private readonly pages = new PageCache();

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
  async page(userId: string, request: PageRequest): Promise<string | Buffer> {
    const { limit = DEFAULT_LIMIT, cursor, language } = request;
    const wish = normalizedWish(request);
    const kind = kindOf(wish);
    const position = cursor === undefined ? { from: 0 } : decodeListCursor(cursor, kind);
    const asked: AskedPage = { userId, owner: ownerOf(userId), kind, wish, limit, ...position };
    const ready = await this.ready.page(asked);
    const key = ready?.untouched && this.keyOf(asked, ready, language);
    const sent = key && this.pages.get(key);
    if (sent) {
      const now = Date.now();
      if (now - sent.notedAt > NOTED_AGAIN_MS) this.impressions.note(userId, sent.movieIds);
      sent.notedAt = now;
      return sent.json;
    }
    const page = ready ?? (await this.made.page(asked));
    const ids = movieIdsOf(page);
    const cards = await this.cards.of(ids);
    const json = pageJson(page, cards, language);
    const movieIds = page.movies.map(({ movieId }) => movieId);
    this.impressions.note(userId, movieIds);
    if (key && ids.every((id) => cards.has(id)))
      this.pages.set(key, { json: Buffer.from(json), movieIds, notedAt: Date.now() });
    return json;
  }

  /** The first movies that a filter leaves of a user's list, the best first. @throws AppError */
  async movies(userId: string, filter: MovieFilter, limit: number): Promise<RankedMovie[]> {
    const wish = normalizedWish({ filter });
    const asked = { userId, owner: ownerOf(userId), kind: kindOf(wish), wish, limit, from: 0 };
    return ((await this.ready.page(asked)) ?? (await this.made.page(asked))).movies;
  }

  /** All that a page of an untouched list is made of. */
  private keyOf({ userId, kind, from, limit }: AskedPage, { head }: ListPage, language: Language): string {
    const { ratingsVersion, generatedAt, modelId } = head;
    const list = [userId, kind, ratingsVersion, generatedAt, modelId];
    return [...list, from, limit, language, this.cards.version].join(' ');
  }
}
