import { randomUUID } from 'node:crypto';
import { type HistoryRow, matchHistory } from '#contracts/catalog/catalog.rpc.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { LibraryChanged } from '#contracts/users/users.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { chunksOf } from '#platform/process/chunks.js';
import { RecurringTask } from '#platform/process/recurring.task.js';
import { MongoLease } from '#platform/stores/mongo.lease.js';
import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { LibraryStore } from '../documents/library.store.js';
import type { LibraryDocument } from '../documents/library.schema.js';
import { alive, UserStore } from '../documents/user.store.js';
import { JellyfinClient, type OwnedFilm } from './jellyfin.client.js';
import { LibraryError } from './library.address.js';
import { SealedTokens } from './sealed.tokens.js';

const LOOK_MS = 30_000;
const SETTLE_MS = 50;
/** Servers that are slow keep each other waiting no longer than that. */
const AT_ONCE = 8;
const MATCH_TIMEOUT_MS = 15_000;

/**
 * Reads every library once an hour, and a new one at once; on one replica. Which films those are, the catalogue says; who makes
 * lists hears of it by an event, which is sent until the broker has confirmed it.
 */
@Injectable()
export class LibraryRefresher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(LibraryRefresher.name);
  private readonly task = new RecurringTask(
    LibraryRefresher.name,
    () => this.refreshDue(),
    LOOK_MS,
    SETTLE_MS,
  );
  private readonly stopping = new AbortController();
  private readonly lease: MongoLease;

  constructor(
    private readonly libraries: LibraryStore,
    private readonly users: UserStore,
    private readonly jellyfin: JellyfinClient,
    private readonly tokens: SealedTokens,
    private readonly rpc: RpcClient,
    private readonly publisher: EventPublisher,
    @InjectConnection() connection: Connection,
  ) {
    this.lease = new MongoLease(connection, 'libraries', randomUUID());
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.task.stop();
  }

  /** A library was added or removed. */
  soon(): void {
    this.task.soon();
  }

  private async refreshDue(): Promise<void> {
    const held = await this.lease.take();
    if (!held) return;
    const end = AbortSignal.any([held.lost, this.stopping.signal]);
    try {
      for (let more = true; more && !end.aborted;) {
        const due = await this.libraries.due(AT_ONCE);
        await Promise.all(due.map((library) => this.refresh(library, end)));
        more = due.length === AT_ONCE;
      }
    } finally {
      await held.release();
    }
  }

  private async refresh(library: LibraryDocument, end: AbortSignal): Promise<void> {
    const { _id, address, dueAt } = library;
    // An account that was deleted while its library was being added.
    if (!(await this.users.find(alive(_id)))) return this.libraries.forget(_id);
    if (address !== undefined && dueAt <= new Date()) await this.read(library, end);
    const now = (await this.libraries.stored(_id)) ?? library;
    if (now.version <= now.announced) return;
    await this.publisher.publish(LibraryChanged, {
      userId: _id,
      version: now.version,
      movieIds: now.movieIds,
    });
    await this.libraries.settle(now);
  }

  private async read(library: LibraryDocument, end: AbortSignal): Promise<void> {
    const { _id, address, token } = library;
    const source = { _id, address, token };
    try {
      const secret = this.tokens.open(_id, token!);
      if (secret === undefined) throw new LibraryError('its token can be read no longer: enter it again');
      const films = await this.jellyfin.films(address!, secret, end);
      const found = await this.match(films);
      const movieIds = [...new Set(found.filter((id) => id !== undefined))].sort();
      await this.libraries.noteRead(source, movieIds, found.filter((id) => id === undefined).length);
      if (!this.tokens.isCurrent(token!))
        await this.libraries.resealed(source, this.tokens.seal(_id, secret));
    } catch (error) {
      if (end.aborted) return;
      if (!(error instanceof LibraryError)) throw error;
      this.log.debug(`a library could not be read: ${error.message}`);
      await this.libraries.noteFailed(source, error.message);
    }
  }

  /** By ids first; what they do not find, by title and year. @returns the movie of each film */
  private async match(films: readonly OwnedFilm[]): Promise<(string | undefined)[]> {
    const found: (string | undefined)[] = films.map(() => undefined);
    const ask = async (rows: HistoryRow[]) => {
      for (const some of chunksOf(rows, RATINGS_PER_CHUNK))
        for (const { row, movieId } of await this.rpc.call(matchHistory, { rows: some }, MATCH_TIMEOUT_MS))
          found[row] = movieId;
    };
    await ask(
      films.map(({ title, originalTitle, year, imdbId, tmdbId }, row) => {
        return { row, title, originalTitle, year, imdbId, movieId: tmdbId };
      }),
    );
    const left = films.flatMap(({ title, originalTitle, year }, row) =>
      found[row] === undefined && title !== undefined && year !== undefined
        ? [{ row, title, originalTitle, year }]
        : [],
    );
    await ask(left);
    return found;
  }
}
