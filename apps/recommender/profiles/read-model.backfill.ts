import { setTimeout as pause } from 'node:timers/promises';
import { pageMovies } from '#contracts/catalog/catalog.rpc.js';
import { pageUsers } from '#contracts/users/users.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { FillDocument, FILLED_PARTS, type FilledPart } from './backfill.schema.js';
import { FilmStore } from './movie.store.js';
import { TasteStore } from './user-profile.store.js';

const MOVIES_AT_ONCE = 500;
const USERS_AT_ONCE = 50;
const PAGE_TIMEOUT_MS = 20_000;
const RETRY = { first: 1000, most: 30_000 };

export interface Filled {
  films: number;
  people: number;
  /** Ratings that differ from what was here before. */
  ratings: number;
}

/** Reads all films and tastes from their owners, page by page. What events brought meanwhile stays where it is newer. */
@Injectable()
export class ReadModelFiller implements OnApplicationShutdown {
  private readonly log = new Logger('Fill');
  private readonly end = new AbortController();
  readonly filled: Filled = { films: 0, people: 0, ratings: 0 };

  constructor(
    private readonly rpc: RpcClient,
    private readonly films: FilmStore,
    private readonly tastes: TasteStore,
    @InjectModel(FillDocument.name) private readonly fills: Model<FillDocument>,
  ) {}

  /**
   * Fills what is empty or was left half-way, trying until the others answer. To be called when events are being
   * consumed, so that nothing falls between the pages and the events.
   */
  async fillWhatIsMissing(): Promise<Filled> {
    for (let delay = RETRY.first; ; delay = Math.min(RETRY.most, delay * 2)) {
      try {
        for (const part of FILLED_PARTS) if (await this.isMissing(part)) await this.fill(part);
        const { films, people } = this.filled;
        if (films + people > 0) this.log.log(this.filled, `read ${films} films and ${people} people`);
        return this.filled;
      } catch (error) {
        if (!this.end.signal.aborted)
          this.log.warn(`read model not filled yet, again in ${delay} ms: ${(error as Error).message}`);
        await pause(delay, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
        if (this.end.signal.aborted) return this.filled;
      }
    }
  }

  /** Reads a part whole. @throws AppError `service_unavailable` when its owner does not answer */
  async fill(part: FilledPart): Promise<void> {
    if (part === 'films') await this.fillFilms();
    else await this.fillTastes();
    await this.fills.updateOne({ _id: part }, { filledAt: new Date() }, { upsert: true });
  }

  private async isMissing(part: FilledPart): Promise<boolean> {
    if (!(await this.fills.exists({ _id: part }))) return true;
    return part === 'films' ? this.films.isEmpty() : this.tastes.isEmpty();
  }

  private async fillFilms(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.rpc.call(pageMovies, { after, limit: MOVIES_AT_ONCE }, PAGE_TIMEOUT_MS);
      await this.films.keep(page);
      this.filled.films += page.length;
      if (page.length === 0) return;
      after = page.at(-1)!.id;
    }
  }

  private async fillTastes(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.rpc.call(pageUsers, { after, limit: USERS_AT_ONCE }, PAGE_TIMEOUT_MS);
      const changed = await Promise.all(
        page.map((tastes) => this.tastes.apply(tastes.userId, [{ kind: 'snapshot', tastes }])),
      );
      this.filled.people += page.length;
      for (const { changedRatings } of changed) this.filled.ratings += changedRatings;
      if (page.length === 0) return;
      after = page.at(-1)!.userId;
    }
  }

  onApplicationShutdown(): void {
    this.end.abort();
  }
}
