import { randomUUID } from 'node:crypto';
import { exportUser } from '#contracts/users/users.rpc.js';
import type { HistoryOptions, HistorySummary, ImportedRating } from '#datasets/history/ratings-import.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import { momentTaken } from '../me/moment.taken.js';
import { type FilmMatches, HistoryMatches, type MatchedRows, type RowChoice } from './history.matches.js';
import { readHistory, type Upload } from './history.reader.js';
import { type ImportPlan, planImport, type Winner } from './import.plan.js';
import { type ChunkSaved, ImportSaving, type TakenImport } from './import.saving.js';
import type { ImportResult } from './import.responses.js';

/** What somebody decided about an import. */
export interface ImportChoices extends HistoryOptions {
  choices?: RowChoice[];
  conflicts?: Winner;
  /** What the catalogue said of the file's films when it was looked at. */
  matches?: FilmMatches;
}

/** A history as it was read and what it would change. */
export interface PreparedImport {
  rows: ImportedRating[];
  summary: HistorySummary;
  matched: MatchedRows;
  plan: ImportPlan;
}

/**
 * Imports histories: reads a file to its end, finds its films in the catalogue, compares it with what is here, and saves what is
 * to be changed. A file that is refused has changed nothing. When a service goes away between two chunks, what is saved stays
 * saved; saving an entry again changes nothing, so the same file sent again does the rest and answers as if it were the first.
 */
@Injectable()
export class HistoryImport {
  constructor(
    private readonly rpc: RpcClient,
    private readonly matches: HistoryMatches,
    private readonly saving: ImportSaving,
  ) {}

  /**
   * Looks and applies in one.
   *
   * @throws AppError `unreadable_file` that says what is wrong with the file; `service_unavailable` with how
   *         much was saved before a service went away
   */
  async import(userId: string, upload: Upload, name: string, saved: ChunkSaved): Promise<ImportResult> {
    const at = momentTaken();
    const prepared = await this.prepare(userId, upload, { name });
    return this.save({ userId, importId: randomUUID(), name: nameOf(prepared), at }, prepared, saved);
  }

  /** Changes nothing. @throws as {@link import} */
  async prepare(userId: string, upload: Upload, options: ImportChoices): Promise<PreparedImport> {
    const { choices, conflicts = 'newer', matches, ...reading } = options;
    const { rows, summary } = await readHistory(upload, reading);
    const [matched, here] = await Promise.all([
      this.matches.match(rows, choices, matches),
      this.rpc.call(exportUser, { userId }),
    ]);
    return { rows, summary, matched, plan: planImport(matched.found, here, conflicts) };
  }

  async save(taken: TakenImport, prepared: PreparedImport, saved: ChunkSaved): Promise<ImportResult> {
    const { plan, matched } = prepared;
    await this.saving.save(taken, plan, saved);
    const refused = refusedRows(prepared);
    return {
      importId: taken.importId,
      imported: plan.ratings.length + plan.same,
      seen: plan.seen.length,
      watchlist: plan.watchlist.length,
      ...(plan.rewatches.length > 0 && { rewatches: plan.rewatches.length }),
      kept: plan.conflicts.filter(({ wins }) => wins === 'here').length,
      skipped: refused.length,
      skippedRows: refused,
      raised: plan.raised,
      unmatched: matched.unmatched.map(reported),
      refused,
    };
  }
}

/** For people: where it came from. */
export function nameOf({ summary }: PreparedImport): string {
  return (summary.format ?? 'a file').slice(0, 200);
}

/** In the order of the file. */
export function refusedRows({ matched, plan }: PreparedImport) {
  return [...matched.refused, ...plan.refused].sort((a, b) => a.row - b.row).map(reported);
}

export function reported({ row, file, title, year, why }: ImportedRating & { why: string }) {
  return { row, ...(file !== undefined && { file }), title, year, why };
}
