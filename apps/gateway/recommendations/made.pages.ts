import { matchesFilter } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { LIST_LENGTH, type ListHead } from '#contracts/recommender/recommendation.js';
import { type RankedPage, recommend } from '#contracts/recommender/recommender.rpc.js';
import { personalList } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { listId, ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import { CardCache } from './card.cache.js';
import { encodeListCursor } from './list.cursor.js';
import { asStale, type AskedPage, type ListPage } from './list.page.js';
import { fillPage } from './page.filling.js';
import { ReadyPages } from './ready.pages.js';

/** A newer list may be stored while a page of an older one is on its way. */
const ATTEMPTS = 3;

/** Pages that Redis does not have: the recommender makes their list, and stores it for the pages that follow. */
@Injectable()
export class MadePages {
  /** Calls under way: who asks for the same meanwhile waits for the same answer. */
  private readonly calls = new Map<string, Promise<RankedPage>>();

  constructor(
    private readonly rpc: RpcClient,
    private readonly readyLists: ReadyLists,
    private readonly ready: ReadyPages,
    private readonly pending: PendingChanges,
    private readonly cards: CardCache,
  ) {}

  /** While the recommender is down, a page of an earlier list where there is one. @throws AppError */
  async page(asked: AskedPage): Promise<ListPage> {
    try {
      for (let attempt = 1; ; attempt++) {
        const page = await this.made(asked);
        const plain = await this.readyLists.read(personalList(asked.userId)).catch(() => undefined);
        // Stored meanwhile, and what it has seen was taken out before it was looked for here.
        const isBehind = plain !== undefined && plain.ratingsVersion > page.head.ratingsVersion;
        if (!isBehind || attempt === ATTEMPTS) return page;
      }
    } catch (error) {
      const isDown = error instanceof AppError && error.code === 'service_unavailable';
      const page = isDown ? await this.earlier(asked) : undefined;
      if (page) return page;
      throw error;
    }
  }

  private async made(asked: AskedPage): Promise<ListPage> {
    const { owner, kind, from, limit } = asked;
    let head: ListHead | undefined;
    const { movies, next } = await fillPage(
      { from, limit },
      async (at, count) => {
        const { items, more, ...itsHead } = await this.call(asked, at, count);
        head ??= itsHead;
        // Positions of one list mean nothing in another: the page ends here, and the next one looks again.
        return listId(head) === listId(itsHead) ? { movies: items, more } : { movies: [], more: false };
      },
      (ids) => this.pending.hiddenAfter(owner, head!.ratingsVersion, ids),
    );
    const nextCursor = next === undefined ? undefined : encodeListCursor(kind, listId(head!), next);
    const page = { head: head!, movies, nextCursor };
    return (await this.pending.version(owner)) > head!.ratingsVersion ? asStale(page) : page;
  }

  private call({ userId, kind, wish }: AskedPage, offset: number, limit: number): Promise<RankedPage> {
    const key = [userId, kind, offset, limit].join(' ');
    const underWay = this.calls.get(key);
    if (underWay) return underWay;
    const call = this.rpc
      .call(recommend, { userId, offset, limit, ...wish })
      .finally(() => this.calls.delete(key));
    this.calls.set(key, call);
    return call;
  }

  /** A page of a list made before the latest changes, or what a filter leaves of the plain one. */
  private async earlier(asked: AskedPage): Promise<ListPage | undefined> {
    const outdated = await this.ready.page(asked, true);
    if (outdated) return asStale(outdated);
    const { userId, owner, kind, wish, from, limit } = asked;
    const { filter, ...others } = wish;
    // How films are certified, no card says.
    if (!filter || filter.certificationMax || Object.keys(others).length > 0) return undefined;
    const key = personalList(userId);
    const plain = await this.readyLists.read(key, 0, LIST_LENGTH).catch(() => undefined);
    if (!plain) return undefined;
    const cards = await this.cards.of(plain.movies.map(({ movieId }) => movieId));
    const fitting = plain.movies.filter(({ movieId }) => {
      const card = cards.get(movieId)?.card;
      return card !== undefined && matchesFilter(card, filter);
    });
    const { movies, next } = await fillPage(
      { from, limit },
      async (at, count) => ({
        movies: fitting.slice(at, at + count),
        more: at + count < fitting.length,
      }),
      (ids) => this.pending.hiddenAfter(owner, plain.ratingsVersion, ids),
    );
    const { status, degraded, ratingsVersion, generatedAt, modelId } = plain;
    const nextCursor = next === undefined ? undefined : encodeListCursor(kind, plain.id, next);
    return asStale({ head: { status, degraded, ratingsVersion, generatedAt, modelId }, movies, nextCursor });
  }
}
