import { setTimeout as pause } from 'node:timers/promises';
import { pageMovies } from '#contracts/catalog/catalog.rpc.js';
import { pageUsers } from '#contracts/users/users.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { BackfillDocument, BACKFILL_PARTS, type BackfillPart } from './backfill.schema.js';
import { MovieStore } from './movie.store.js';
import { UserProfileStore } from './user-profile.store.js';

const MOVIES_AT_ONCE = 500;
const USERS_AT_ONCE = 50;
const PAGE_TIMEOUT_MS = 20_000;
const RETRY = { first: 1000, max: 30_000 };

export interface BackfillResult {
  movies: number;
  users: number;
  /** Ratings that differ from what was here before. */
  ratings: number;
}

/** Reads all movies and profiles from their owners, page by page. Keeps what events have brought where that is newer. */
@Injectable()
export class ReadModelBackfill implements OnApplicationShutdown {
  private readonly log = new Logger(ReadModelBackfill.name);
  private readonly end = new AbortController();
  readonly result: BackfillResult = { movies: 0, users: 0, ratings: 0 };
  /** Whether only some of what the owners have is here yet: they answer, and have more. */
  isHalfway = false;

  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: MovieStore,
    private readonly profiles: UserProfileStore,
    @InjectModel(BackfillDocument.name) private readonly backfills: Model<BackfillDocument>,
  ) {}

  /**
   * Fills what is empty or incomplete, and retries until the other services answer. Call it when events are being
   * consumed, so that no change falls between the pages and the events.
   */
  async runMissing(): Promise<BackfillResult> {
    for (let delay = RETRY.first; ; delay = Math.min(RETRY.max, delay * 2)) {
      try {
        await this.runAllMissing();
        this.isHalfway = false;
        const { movies, users } = this.result;
        if (movies + users > 0) this.log.log(this.result, `read ${movies} films and ${users} people`);
        return this.result;
      } catch (error) {
        this.isHalfway = false;
        if (!this.end.signal.aborted)
          this.log.warn(`read model not filled yet, again in ${delay} ms: ${(error as Error).message}`);
        await pause(delay, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
        if (this.end.signal.aborted) return this.result;
      }
    }
  }

  /** At once, as they have different owners. Ends when both have, and rejects if one failed. */
  private async runAllMissing(): Promise<void> {
    const runs = BACKFILL_PARTS.map(async (part) => (await this.isMissing(part)) && this.run(part));
    const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Reads a whole part. @throws AppError `service_unavailable` when its owner does not answer */
  async run(part: BackfillPart): Promise<void> {
    if (part === 'films') await this.backfillMovies();
    else await this.backfillProfiles();
    await this.backfills.updateOne({ _id: part }, { filledAt: new Date() }, { upsert: true });
  }

  private async isMissing(part: BackfillPart): Promise<boolean> {
    if (!(await this.backfills.exists({ _id: part }))) return true;
    return part === 'films' ? this.movies.isEmpty() : this.profiles.isEmpty();
  }

  private async backfillMovies(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.rpc.call(pageMovies, { after, limit: MOVIES_AT_ONCE }, PAGE_TIMEOUT_MS);
      this.isHalfway = true;
      await this.movies.upsert(page);
      this.result.movies += page.length;
      if (page.length === 0) return;
      after = page.at(-1)!.id;
    }
  }

  private async backfillProfiles(): Promise<void> {
    for (let after: string | undefined; ;) {
      const page = await this.rpc.call(pageUsers, { after, limit: USERS_AT_ONCE }, PAGE_TIMEOUT_MS);
      this.isHalfway = true;
      const applied = await this.profiles.applyAll(
        new Map(page.map((snapshot) => [snapshot.userId, [{ kind: 'snapshot', snapshot }]])),
      );
      this.result.users += page.length;
      for (const { changedRatings } of applied.values()) this.result.ratings += changedRatings;
      if (page.length === 0) return;
      after = page.at(-1)!.userId;
    }
  }

  onApplicationShutdown(): void {
    this.end.abort();
  }
}
