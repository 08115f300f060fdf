import {
  findCandidates,
  type HistoryMatch,
  type HistoryRow,
  matchHistory,
  MAX_CANDIDATE_ROWS,
} from '#contracts/catalog/catalog.rpc.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/fields.js';
import type { ImportedRating } from '#datasets/history/ratings-import.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable } from '@nestjs/common';
import type { FoundRow } from './import.plan.js';

/** For a chunk of rows. */
const CHUNK_TIMEOUT_MS = 15_000;

/** The film of a row, as somebody chose it; `null` for none. */
export interface RowChoice {
  row: number;
  file?: string;
  movieId: string | null;
}

/** Rows of a history by what became of them. */
export interface MatchedRows {
  found: FoundRow[];
  unmatched: (ImportedRating & { why: string })[];
  refused: (ImportedRating & { why: string })[];
}

/** Finds the films of a history in the catalogue. */
@Injectable()
export class HistoryMatches {
  constructor(private readonly rpc: RpcClient) {}

  /** The same film is asked for once, however many rows name it. */
  async match(rows: readonly ImportedRating[], choices: readonly RowChoice[] = []): Promise<MatchedRows> {
    const chosen = new Map(choices.map((choice) => [placeOf(choice), choice.movieId]));
    const usable = rows.filter(({ problem }) => problem === undefined);
    const open = usable.filter((row) => !chosen.has(placeOf(row)));
    const byFilm = await this.ask(open);
    const matched: MatchedRows = { found: [], unmatched: [], refused: [] };
    for (const row of rows) {
      if (row.problem !== undefined) {
        matched.refused.push({ ...row, why: row.problem });
        continue;
      }
      const choice = chosen.get(placeOf(row));
      if (choice === null) matched.refused.push({ ...row, why: 'left out, as you chose' });
      else {
        const { movieId, why = 'no such film' } = choice
          ? { movieId: choice }
          : (byFilm.get(filmOf(row)) ?? {});
        if (movieId) matched.found.push({ ...row, movieId });
        else matched.unmatched.push({ ...row, why });
      }
    }
    return matched;
  }

  /** Films that the first rows may have meant, by the rows' places in the list. */
  async candidates(rows: readonly ImportedRating[]): Promise<string[][]> {
    const asked = rows.slice(0, MAX_CANDIDATE_ROWS).map((row, at) => historyRow(row, at));
    if (asked.length === 0) return [];
    const found = await this.rpc.call(findCandidates, { rows: asked }, CHUNK_TIMEOUT_MS);
    return found.map(({ movieIds }) => movieIds);
  }

  private async ask(rows: readonly ImportedRating[]): Promise<Map<string, HistoryMatch>> {
    const films = [...new Map(rows.map((row) => [filmOf(row), row]))];
    const found = new Map<string, HistoryMatch>();
    for (const chunk of chunksOf(films, RATINGS_PER_CHUNK)) {
      const asked = chunk.map(([, row], at) => historyRow(row, at));
      const matches = await this.rpc.call(matchHistory, { rows: asked }, CHUNK_TIMEOUT_MS);
      for (const match of matches) found.set(chunk[match.row][0], match);
    }
    return found;
  }
}

export const placeOf = ({ row, file = '' }: { row: number; file?: string }) => `${row} ${file}`;

function filmOf({ movieId, movielensId, imdbId, title, originalTitle, year }: ImportedRating): string {
  return [movieId, movielensId, imdbId, title, originalTitle, year].join('\n');
}

function historyRow(
  { movieId, movielensId, imdbId, title, originalTitle, year }: ImportedRating,
  row: number,
): HistoryRow {
  return {
    row,
    movieId,
    movielensId: movielensId === undefined ? undefined : Number(movielensId),
    imdbId,
    title,
    originalTitle,
    year,
  };
}
