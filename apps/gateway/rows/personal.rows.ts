import { isEmptyFilter, type MovieFilter } from '#contracts/catalog/movie.js';
import { AppError } from '#contracts/protocol/app.error.js';
import type { ListHead } from '#contracts/recommender/recommendation.js';
import { recommendRows } from '#contracts/recommender/recommender.rpc.js';
import type { RankedRow } from '#contracts/recommender/row.js';
import { type ListKey, ownerOf, personalList } from '#lists/list.key.js';
import { ListTrust } from '#lists/list.trust.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { listId, type ReadyRows, ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';
import { CardCache } from '../recommendations/card.cache.js';
import { ModelFollower } from '../recommendations/model.follower.js';

/** A list may be replaced while its rows are read. */
const ATTEMPTS = 3;

/** A user's rows as they may be shown now. */
export interface ShownRows {
  head: ListHead;
  /** Of the list that they were made with. */
  listId: string;
  listLength: number;
  rows: readonly RankedRow[];
  /** Movies rated or dismissed since, which must not be shown. */
  hidden: ReadonlySet<string>;
}

/** The rows of users' pages: from Redis when it holds them, else from the recommender. */
@Injectable()
export class PersonalRows {
  private readonly log = new Logger(PersonalRows.name);

  constructor(
    private readonly readyLists: ReadyLists,
    private readonly pending: PendingChanges,
    private readonly trust: ListTrust,
    private readonly cards: CardCache,
    private readonly models: ModelFollower,
    private readonly rpc: RpcClient,
  ) {}

  /**
   * @param filter  of which films they are made
   * @param ofList  a list that a cursor names; its rows are shown as long as it is kept
   * @throws AppError `service_unavailable` when there are none and the recommender is away
   */
  async of(userId: string, filter: MovieFilter, ofList?: string): Promise<ShownRows> {
    // Ready are only those of all films.
    if (!isEmptyFilter(filter)) return this.made(userId, filter);
    const ready = await this.ready(userId, ofList);
    if (ready) return ready;
    try {
      return await this.made(userId);
    } catch (error) {
      const isDown = error instanceof AppError && error.code === 'service_unavailable';
      const outdated = isDown ? await this.ready(userId, ofList, true) : undefined;
      if (outdated) return asStale(outdated);
      throw error;
    }
  }

  /** Notes that a cursor names the list of these rows, so that it is kept when another replaces it. */
  keep(userId: string, id: string): void {
    this.readyLists
      .name(personalList(userId), id)
      .catch((error: Error) => this.log.debug(`rows not kept for their cursor: ${error.message}`));
  }

  /** @param outdated  whether they may be of a list that is older than it looks */
  private async ready(userId: string, ofList?: string, outdated = false): Promise<ShownRows | undefined> {
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const shown = await this.read(userId, ofList, outdated);
        if (shown !== 'replaced') return shown;
      }
    } catch (error) {
      this.log.warn(`Redis: ${(error as Error).message}`);
    }
    return undefined;
  }

  private async read(
    userId: string,
    ofList: string | undefined,
    outdated: boolean,
  ): Promise<ShownRows | 'replaced' | undefined> {
    const owner = ownerOf(userId);
    const personal = personalList(userId);
    // In this order: a list that is stored takes out the changes it has seen, so an older list must not be read first.
    const [pendingVersion, standing, trusted] = await Promise.all([
      this.pending.version(owner),
      this.readyLists.rows(personal),
      this.trust.isGiven(),
      this.cards.follow(),
    ]);
    if (!standing || (!trusted && !outdated)) return undefined;
    this.models.seen(userId, standing.modelId);
    const kept: ListKey = { owner, kind: `kept:${ofList}` };
    const before =
      ofList === undefined || ofList === standing.id ? undefined : await this.readyLists.rows(kept);
    const list = before ?? standing;
    const { rows } = list;
    // Of a recommender that made none yet.
    if (!rows) return undefined;
    const shown = { head: headOf(list), listId: list.id, listLength: list.length, rows };
    if (Math.max(pendingVersion, standing.ratingsVersion) === list.ratingsVersion)
      return { ...shown, hidden: new Set() };
    const [hidden, still] = await Promise.all([
      this.pending.hiddenAfter(owner, list.ratingsVersion, movieIdsOf(rows)),
      this.readyLists.read(before ? kept : personal),
    ]);
    // What a new list has seen may have been taken out before it was looked for.
    return still?.id === list.id ? asStale({ ...shown, hidden }) : 'replaced';
  }

  private async made(userId: string, filter?: MovieFilter): Promise<ShownRows> {
    const owner = ownerOf(userId);
    for (let attempt = 1; ; attempt++) {
      const { rows, listLength, ...head } = await this.rpc.call(recommendRows, { userId, filter });
      const [hidden, version] = await Promise.all([
        this.pending.hiddenAfter(owner, head.ratingsVersion, movieIdsOf(rows)),
        this.pending.version(owner),
      ]);
      const plain = await this.readyLists.read(personalList(userId)).catch(() => undefined);
      // Stored meanwhile, and what it has seen was taken out before it was looked for here.
      const isBehind = plain !== undefined && plain.ratingsVersion > head.ratingsVersion;
      if (isBehind && attempt < ATTEMPTS) continue;
      const shown = { head, listId: listId(head), listLength, rows, hidden };
      return version > head.ratingsVersion ? asStale(shown) : shown;
    }
  }
}

const movieIdsOf = (rows: readonly RankedRow[]) =>
  rows.flatMap(({ items }) => items.map(({ movieId }) => movieId));

function asStale(shown: ShownRows): ShownRows {
  return { ...shown, head: { ...shown.head, status: 'stale' } };
}

function headOf({ status, degraded, ratingsVersion, generatedAt, modelId, world }: ReadyRows): ListHead {
  return { status, degraded, ratingsVersion, generatedAt, modelId, world };
}
