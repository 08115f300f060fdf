import { Readable } from 'node:stream';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import type { DatasetName } from '#datasets/records/dataset.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { Ingestion } from '../movies/ingestion.js';
import { MoviesRelay } from '../movies/movies.relay.js';
import { SyncQueue } from './sync.queue.js';
import { TmdbError } from './tmdb.client.js';
import { day, TmdbFilms } from './tmdb.films.js';

/** What TMDB's API says, as a source of movies. */
export const TMDB_API: DatasetName = { name: 'tmdb-api', kind: 'live' };

/** Films that are stored and announced together. */
const BATCH = 50;
/** Answers come slower than the pace allows questions. */
const AT_ONCE = 12;
const MAX_NAMED_FAILURES = 20;
const DAY_MS = 24 * 3600 * 1000;
const LIST_AGAIN_DAYS = 7;
const RECENT_DAYS = 90;
/** TMDB notes a change before everybody sees it. */
const OVERLAP_DAYS = 1;

/** What became of the films that were due. */
export interface SyncSummary {
  added: number;
  changed: number;
  unchanged: number;
  /** Films that TMDB no longer has; they stay, and are marked. */
  gone: number;
  /** Films that could not be had this time; `failures` names the first of them. */
  failed: number;
  failures: string[];
}

/** Brings TMDB's films into the catalogue, and keeps them as TMDB has them. */
@Injectable()
export class FilmSync {
  private readonly minVotes: number;

  constructor(
    private readonly films: TmdbFilms,
    private readonly queue: SyncQueue,
    private readonly ingestion: Ingestion,
    private readonly relay: MoviesRelay,
    { TMDB_MIN_VOTES }: Environment,
  ) {
    this.minVotes = TMDB_MIN_VOTES;
  }

  /** Whether the films with enough votes were ever listed: then their changes can be followed. */
  async hasBegun(): Promise<boolean> {
    return (await this.queue.state()).listedAt !== undefined;
  }

  /** When it was last brought to its end. */
  async followedAt(): Promise<Date | undefined> {
    return (await this.queue.state()).followedAt;
  }

  /** Call it when everything that was due is there. */
  async followed(): Promise<void> {
    await this.queue.note({ followedAt: new Date() });
  }

  /**
   * Finds out which films are new or changed since the last time.
   *
   * @param onListing  called while all films are listed, which is once a week, with the part that is done
   */
  async look(onListing: (done: number) => void = () => undefined): Promise<void> {
    const now = new Date();
    const { listedAt, minVotes, followedTo } = await this.queue.state();
    const listAgain = new Date(now.getTime() - LIST_AGAIN_DAYS * DAY_MS);
    const isListed = minVotes === this.minVotes && listedAt !== undefined && listedAt >= listAgain;
    await this.queue.wantedOtherwise();
    await this.queue.addCatalogue();
    const found = isListed
      ? this.films.recent(this.minVotes, RECENT_DAYS)
      : this.films.votedOn(this.minVotes, onListing);
    for await (const films of found) await this.queue.add(films);
    if (!isListed) await this.queue.note({ listedAt: now, minVotes: this.minVotes });
    // What is listed for the first time is asked for anyway.
    if (followedTo) {
      const from = new Date(followedTo.getTime() - OVERLAP_DAYS * DAY_MS);
      for await (const ids of this.films.changedBetween(from, now)) await this.queue.changed(ids);
    }
    await this.queue.note({ followedTo: now });
  }

  /**
   * Brings in every film that is due, and announces what that changes.
   *
   * @param onProgress  called with how many are done and how many there are
   * @throws TmdbError when TMDB refuses the token, or gives none of fifty films
   */
  async bringIn(
    lost: AbortSignal,
    onProgress: (done: number, total: number) => void = () => undefined,
  ): Promise<SyncSummary> {
    const summary: SyncSummary = { added: 0, changed: 0, unchanged: 0, gone: 0, failed: 0, failures: [] };
    const total = await this.queue.countDue();
    for (let done = 0; ;) {
      const ids = await this.queue.due(BATCH);
      if (ids.length === 0) return summary;
      await this.bringInSome(ids, summary);
      if (lost.aborted) throw new Error('ended before every film was there');
      onProgress((done += ids.length), Math.max(total, done));
    }
  }

  private async bringInSome(ids: string[], summary: SyncSummary): Promise<void> {
    const records: MovieRecord[] = [];
    const [gone, failures]: [string[], [id: string, error: TmdbError][]] = [[], []];
    const waiting = [...ids];
    const work = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        try {
          const record = await this.films.film(id);
          if (record) records.push(record);
          else gone.push(id);
        } catch (error) {
          if (!(error instanceof TmdbError) || error.final) {
            waiting.length = 0;
            throw error;
          }
          failures.push([id, error]);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failures.length === ids.length) throw failures[0][1];
    const stored = await this.ingestion.load(TMDB_API, Readable.from(records));
    summary.gone += await this.ingestion.markGone(TMDB_API, gone, day(new Date()));
    await this.relay.drain();
    // Noted last: what is interrupted before is done again, and changes nothing then.
    const failed = failures.map(([id]) => id);
    await this.queue.done(ids.filter((id) => !failed.includes(id)));
    await this.queue.failed(failed);
    summary.added += stored.added;
    summary.changed += stored.changed;
    summary.unchanged += stored.unchanged;
    summary.failed += failures.length + stored.refused;
    const why = [
      ...failures.map(([, error]) => error.message),
      ...stored.refusals.map((refusal) => `film ${refusal.id} was left out: ${refusal.why}`),
    ];
    summary.failures.push(...why.slice(0, MAX_NAMED_FAILURES - summary.failures.length));
  }
}
