import type { ListHead } from '#contracts/recommender/recommendation.js';
import { type ListKey, personalList } from '#lists/list.key.js';
import { ListTrust } from '#lists/list.trust.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { type ReadyList, ReadyLists } from '#lists/ready-lists.js';
import { Injectable, Logger } from '@nestjs/common';
import { CardCache } from './card.cache.js';
import { encodeListCursor } from './list.cursor.js';
import { asStale, type AskedPage, type ListPage } from './list.page.js';
import { ModelFollower } from './model.follower.js';
import { fillPage } from './page.filling.js';

/** A list may be replaced while a page is read from it. */
const ATTEMPTS = 3;

/** A list to read a page from. */
interface Found {
  key: ListKey;
  list: ReadyList;
  /** There are changes that it has not seen. */
  stale: boolean;
}

/** Pages of the lists that are in Redis. */
@Injectable()
export class ReadyPages {
  private readonly log = new Logger(ReadyPages.name);

  constructor(
    private readonly readyLists: ReadyLists,
    private readonly pending: PendingChanges,
    private readonly trust: ListTrust,
    private readonly cards: CardCache,
    private readonly models: ModelFollower,
  ) {}

  /**
   * A page of the list that a cursor names, or of the one that stands; undefined when there is none.
   *
   * @param outdated  whether it may be of a list made before the plain one that stands
   */
  async page(asked: AskedPage, outdated = false): Promise<ListPage | undefined> {
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const found = await this.find(asked, outdated);
        if (!found) return undefined;
        const page = found.stale ? await this.withoutHidden(found, asked) : untouchedPage(found, asked);
        if (!page) continue;
        if (page.nextCursor !== undefined) this.name(found);
        return page;
      }
    } catch (error) {
      this.log.warn(`Redis: ${(error as Error).message}`);
    }
    return undefined;
  }

  private async find(asked: AskedPage, outdated: boolean): Promise<Found | undefined> {
    const { userId, owner, kind, listId, from, limit } = asked;
    const key = { owner, kind };
    // In this order: a list that is stored takes out the changes it has seen, so an older list must not be read first.
    const [pendingVersion, standing, plain, trusted] = await Promise.all([
      this.pending.version(owner),
      this.readyLists.read(key, from, limit),
      kind === 'personal' ? undefined : this.readyLists.read(personalList(userId)),
      this.trust.isGiven(),
      this.cards.follow(),
    ]);
    // A list that may be older than it looks is shown only when the recommender cannot make another.
    if (!trusted && !outdated) return undefined;
    const newest = kind === 'personal' ? standing : plain;
    if (newest) this.models.seen(userId, newest.modelId);
    const latest = Math.max(pendingVersion, newest?.ratingsVersion ?? 0, standing?.ratingsVersion ?? 0);
    const found = (of: ListKey, list: ReadyList) => ({
      key: of,
      list,
      stale: latest > list.ratingsVersion,
    });
    if (listId !== undefined && standing?.id !== listId) {
      const keptKey: ListKey = { owner, kind: `kept:${listId}` };
      const kept = await this.readyLists.read(keptKey, from, limit);
      if (kept) return found(keptKey, kept);
    }
    if (!standing) return undefined;
    const isOutdated =
      kind !== 'personal' && (plain ? isOlder(standing, plain) : pendingVersion > standing.ratingsVersion);
    return isOutdated && standing.id !== listId && !outdated ? undefined : found(key, standing);
  }

  /** A page without what was rated or dismissed since its list was made; undefined when that was replaced meanwhile. */
  private async withoutHidden({ key, list }: Found, asked: AskedPage): Promise<ListPage | undefined> {
    const { from, limit, owner, kind } = asked;
    let replaced = false;
    const { movies, next } = await fillPage(
      { from, limit },
      async (at, count) => {
        const part = at === from ? list : await this.readyLists.read(key, at, count);
        replaced ||= part?.id !== list.id;
        return { movies: replaced ? [] : part!.movies, more: at + count < list.length };
      },
      async (ids) => {
        const [hidden, standing] = await Promise.all([
          this.pending.hiddenAfter(owner, list.ratingsVersion, ids),
          this.readyLists.read(key),
        ]);
        // What a new list has seen may have been taken out before it was looked for.
        replaced ||= standing?.id !== list.id;
        return hidden;
      },
    );
    if (replaced) return undefined;
    const nextCursor = next === undefined ? undefined : encodeListCursor(kind, list.id, next);
    return asStale({ head: headOf(list), movies, nextCursor });
  }

  /** What a cursor names is kept when it is replaced. Nobody waits for that. */
  private name({ key, list }: Found): void {
    if (list.named) return;
    this.readyLists
      .name(key, list.id)
      .catch((error: Error) => this.log.debug(`list not kept for its cursor: ${error.message}`));
  }
}

/** A page of a list as it is stored; its movies are decoded only when somebody looks at them. */
function untouchedPage({ list }: Found, { kind, from, limit }: AskedPage): ListPage {
  const end = from + limit;
  return {
    head: headOf(list),
    get movies() {
      return list.movies;
    },
    nextCursor: end < list.length ? encodeListCursor(kind, list.id, end) : undefined,
  };
}

/** Whether a list is of an earlier moment than another, by what both have seen. */
function isOlder(list: ListHead, other: ListHead): boolean {
  return list.ratingsVersion === other.ratingsVersion
    ? list.generatedAt < other.generatedAt
    : list.ratingsVersion < other.ratingsVersion;
}

function headOf({ status, degraded, ratingsVersion, generatedAt, modelId, world }: ReadyList): ListHead {
  return { status, degraded, ratingsVersion, generatedAt, modelId, world };
}
