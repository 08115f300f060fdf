import { type HistoryMatch, type HistoryRow, matchHistory } from '#contracts/catalog/catalog.rpc.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/fields.js';
import { type DatedRating, importRatings } from '#contracts/users/users.rpc.js';
import type { ImportedRating } from '#datasets/history/ratings-import.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import type { ImportResult, SkippedRow } from '../http/responses.js';
import { readHistory, type Upload } from './history.reader.js';
import { momentTaken } from './moment.taken.js';

/** For a chunk of rows. */
const CHUNK_TIMEOUT_MS = 15_000;

/** Whose import it is, and when the gateway took it. */
interface Taken {
  userId: string;
  at: string;
}

/** Told of each chunk as soon as it is saved, before the next is begun. */
export type ChunkSaved = (ratingsVersion: number, movieIds: string[]) => Promise<void>;

/**
 * Imports an uploaded history: reads it to its end, finds its movies in the catalogue, and saves their ratings in chunks.
 * A file that is refused has changed nothing. When a service goes away between two chunks, what is saved stays saved;
 * saving a rating again changes nothing, so the same file sent again does the rest and answers as if it were the first.
 */
@Injectable()
export class HistoryImport {
  constructor(private readonly rpc: RpcClient) {}

  /**
   * @throws AppError `unreadable_file` that says what is wrong with the file; `service_unavailable` with how
   *         many ratings were saved before a service went away
   */
  async import(userId: string, upload: Upload, saved: ChunkSaved): Promise<ImportResult> {
    const at = momentTaken();
    const rows = await readHistory(upload);
    return this.importRows({ userId, at }, rows, saved);
  }

  private async importRows(taken: Taken, rows: ImportedRating[], saved: ChunkSaved): Promise<ImportResult> {
    const rated = rows.filter(isRated);
    const found = await this.match(rated);
    // Of several ratings of one movie the last counts.
    const ratings = new Map<string, DatedRating>();
    const unmatched: ImportResult['unmatched'] = [];
    for (const { row, title, year, rating, ratedAt } of rated) {
      const { movieId, why = 'no such film' } = found.get(row) ?? {};
      if (!movieId) unmatched.push({ row, title, year, why });
      else if (rating)
        ratings.set(movieId, { movieId, rating, ratedAt: (ratedAt ?? new Date()).toISOString() });
    }
    const imported = await this.save(taken, [...ratings.values()], saved);
    const raised = rated.filter((row) => row.raised && found.get(row.row)?.movieId).length;
    const skippedRows = rows.filter((row) => !isRated(row)).map(skippedRow);
    return { imported, skipped: skippedRows.length, skippedRows, raised, unmatched };
  }

  private async match(rows: ImportedRating[]): Promise<Map<number, HistoryMatch>> {
    const found = new Map<number, HistoryMatch>();
    for (const chunk of chunksOf(rows, RATINGS_PER_CHUNK)) {
      const matches = await this.rpc.call(matchHistory, { rows: chunk.map(historyRow) }, CHUNK_TIMEOUT_MS);
      for (const match of matches) found.set(match.row, match);
    }
    return found;
  }

  /** @returns how many ratings were saved: all of them */
  private async save(taken: Taken, ratings: DatedRating[], saved: ChunkSaved): Promise<number> {
    let count = 0;
    for (const chunk of chunksOf(ratings, RATINGS_PER_CHUNK)) {
      const reply = await this.rpc
        .call(importRatings, { ...taken, ratings: chunk }, CHUNK_TIMEOUT_MS)
        .catch((error: unknown) => {
          throw count > 0 ? halfway(error, count, ratings.length) : error;
        });
      count += reply.saved;
      await saved(
        reply.ratingsVersion,
        chunk.map(({ movieId }) => movieId),
      );
    }
    return count;
  }
}

function halfway(error: unknown, saved: number, all: number): unknown {
  if (!(error instanceof AppError && error.status === 503)) return error;
  const message = `${saved} of ${all} ratings were saved, then a part of the system went away. Send the file again for the rest.`;
  return new AppError(error.code, message, undefined, { cause: error });
}

const isRated = ({ problem, rating }: ImportedRating) => problem === undefined && rating !== undefined;

function skippedRow({ row, title, year, problem = 'has no rating' }: ImportedRating): SkippedRow {
  return { row, title, year, why: problem };
}

function historyRow({ row, movieId, movielensId, imdbId, title, year }: ImportedRating): HistoryRow {
  return {
    row,
    movieId,
    movielensId: movielensId === undefined ? undefined : Number(movielensId),
    imdbId,
    title,
    year,
  };
}
