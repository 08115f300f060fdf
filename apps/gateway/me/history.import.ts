import { type HistoryRow, matchHistory } from '#contracts/catalog/catalog.rpc.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { MAX_RATINGS_PER_IMPORT } from '#contracts/protocol/fields.js';
import { importRatings } from '#contracts/users/users.rpc.js';
import { type ImportedRating, readRatingsImport } from '#datasets/history/ratings-import.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { ImportResult } from '../http/responses.js';
import { momentTaken } from './moment.taken.js';

const IMPORT_TIMEOUT_MS = 60_000;

export interface ImportedHistory {
  result: ImportResult;
  /** Undefined when nothing was imported. */
  ratingsVersion?: number;
  movieIds: string[];
}

/** Imports an uploaded history: reads it, finds its movies in the catalogue, and saves their ratings. */
@Injectable()
export class HistoryImport {
  constructor(private readonly rpc: RpcClient) {}

  /** @throws AppError `unreadable_file` that says what is wrong with the file */
  async import(userId: string, file: Buffer): Promise<ImportedHistory> {
    const at = momentTaken();
    const rows = await readRows(file);
    const rated = rows.filter((row) => row.problem === undefined && row.rating !== undefined);
    const skipped = rows.length - rated.length;
    if (rated.length === 0) return { result: { imported: 0, skipped, unmatched: [] }, movieIds: [] };
    const matches = await this.rpc.call(matchHistory, { rows: rated.map(historyRow) }, IMPORT_TIMEOUT_MS);
    const found = new Map(matches.map((match) => [match.row, match]));
    const ratings = rated.flatMap(({ row, rating, ratedAt }) => {
      const movieId = found.get(row)?.movieId;
      return movieId && rating ? [{ movieId, rating, ratedAt: (ratedAt ?? new Date()).toISOString() }] : [];
    });
    const unmatched = rated.flatMap(({ row, title, year }) => {
      const match = found.get(row);
      return match?.movieId ? [] : [{ row, title, year, why: match?.why ?? 'no such film' }];
    });
    if (ratings.length === 0) return { result: { imported: 0, skipped, unmatched }, movieIds: [] };
    const { saved, ratingsVersion } = await this.rpc.call(
      importRatings,
      { userId, ratings, at },
      IMPORT_TIMEOUT_MS,
    );
    return {
      result: { imported: saved, skipped, unmatched },
      ratingsVersion,
      movieIds: ratings.map((rating) => rating.movieId),
    };
  }
}

async function readRows(file: Buffer): Promise<ImportedRating[]> {
  const rows: ImportedRating[] = [];
  try {
    for await (const row of readRatingsImport(file.toString('utf8'))) {
      rows.push(row);
      if (rows.length > MAX_RATINGS_PER_IMPORT)
        throw new DatasetError(`The file has more than ${MAX_RATINGS_PER_IMPORT} rows.`);
    }
  } catch (error) {
    if (error instanceof DatasetError)
      throw new AppError('unreadable_file', error.message, [{ path: 'file', message: error.message }]);
    throw error;
  }
  return rows;
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
