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

/** For a chunk of rows. */
const CHUNK_TIMEOUT_MS = 15_000;
/** One is on its way while another is looked up. */
const CHUNKS_AT_ONCE = 2;

/** The film of a row, as somebody chose it; `null` for none. */
export interface RowChoice {
  row: number;
  file?: string;
  movieId: string | null;
}

/** What the catalogue says of the films of a history, by what its rows say of them. */
export type FilmMatches = ReadonlyMap<string, Pick<HistoryMatch, 'movieId' | 'why'>>;

export type FoundRow = ImportedRating & { movieId: string };

/** Rows of a history by what became of them. */
export interface MatchedRows {
  byFilm: FilmMatches;
  found: FoundRow[];
  unmatched: (ImportedRating & { why: string })[];
  refused: (ImportedRating & { why: string })[];
}

/** Finds the films of a history in the catalogue. */
@Injectable()
export class HistoryMatches {
  constructor(private readonly rpc: RpcClient) {}

  /**
   * The same film is asked for once, however many rows name it.
   *
   * @param known  what the catalogue said of some films a while ago
   */
  async match(
    rows: readonly ImportedRating[],
    choices: readonly RowChoice[] = [],
    known: FilmMatches = new Map(),
  ): Promise<MatchedRows> {
    const chosen = new Map(choices.map((choice) => [placeOf(choice), choice.movieId]));
    const usable = rows.filter(({ problem }) => problem === undefined);
    const open = usable.filter((row) => !chosen.has(placeOf(row)));
    const byFilm = await this.ask(open, known);
    const matched: MatchedRows = { byFilm, found: [], unmatched: [], refused: [] };
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

  private async ask(rows: readonly ImportedRating[], known: FilmMatches): Promise<FilmMatches> {
    const films = [...new Map(rows.map((row) => [filmOf(row), row]))];
    const found = new Map(known);
    const open = chunksOf(
      films.filter(([film]) => !known.has(film)),
      RATINGS_PER_CHUNK,
    );
    // They share what is left to ask for.
    const asking = Array.from({ length: CHUNKS_AT_ONCE }, async () => {
      for (const chunk of open) {
        const asked = chunk.map(([, row], at) => historyRow(row, at));
        for (const { row, ...match } of await this.rpc.call(matchHistory, { rows: asked }, CHUNK_TIMEOUT_MS))
          found.set(chunk[row][0], match);
      }
    });
    await Promise.all(asking);
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
