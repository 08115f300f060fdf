import { Readable } from 'node:stream';
import { MAX_CANDIDATE_ROWS } from '#contracts/catalog/catalog.rpc.js';
import { Injectable } from '@nestjs/common';
import { momentTaken } from '../me/moment.taken.js';
import type { Reader } from '../language/language.js';
import { goneMovie, KnownMovies } from '../movies/known-movies.js';
import {
  HistoryImport,
  type ImportChoices,
  nameOf,
  type PreparedImport,
  refusedRows,
  reported,
} from './history.import.js';
import { HistoryMatches } from './history.matches.js';
import type { Upload } from './history.reader.js';
import { ImportDrafts } from './import.drafts.js';
import type { ImportLook, ImportResult } from './import.responses.js';
import type { ChunkSaved } from './import.saving.js';

/** So many conflicts are shown. */
const MOST_CONFLICTS = 500;

/** Shows what an import would do before it does it. */
@Injectable()
export class ImportPreviews {
  constructor(
    private readonly imports: HistoryImport,
    private readonly matches: HistoryMatches,
    private readonly drafts: ImportDrafts,
    private readonly movies: KnownMovies,
  ) {}

  /** Stores nothing of what is in the file but the file itself, for an hour. @throws as HistoryImport.import */
  async look(
    userId: string,
    upload: Upload,
    { films, ...options }: ImportChoices & Pick<Reader, 'films'>,
  ): Promise<ImportLook> {
    // All of it has come when its last row is read.
    const pieces: Buffer[] = [];
    upload.on('data', (piece: Buffer) => pieces.push(piece));
    const prepared = await this.imports.prepare(userId, upload, { ...options, lenient: true });
    const { name, mapping, user } = options;
    const { byFilm: matches } = prepared.matched;
    const draft = { name, mapping, user, matches, file: Buffer.concat(pieces) };
    const [importId, described] = await Promise.all([
      this.drafts.keep(userId, draft),
      this.described(prepared, films),
    ]);
    return { importId, ...described };
  }

  /** @throws AppError `import_not_found` when the look is over an hour ago or another came after it */
  async apply(
    userId: string,
    importId: string,
    choices: ImportChoices,
    saved: ChunkSaved,
  ): Promise<ImportResult> {
    const at = momentTaken();
    const { file, ...reading } = await this.drafts.find(userId, importId);
    const given = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
    const options = { ...reading, lenient: true, ...given };
    const prepared = await this.imports.prepare(userId, Readable.from([file]), options);
    const result = await this.imports.save({ userId, importId, name: nameOf(prepared), at }, prepared, saved);
    await this.drafts.drop(userId);
    return result;
  }

  private async described(
    prepared: PreparedImport,
    films: readonly string[],
  ): Promise<Omit<ImportLook, 'importId'>> {
    const { rows, summary, matched, plan } = prepared;
    const { found, unmatched } = matched;
    const candidates = await this.matches.candidates(unmatched);
    const conflicts = plan.conflicts.slice(0, MOST_CONFLICTS);
    const shown = [...candidates.flat(), ...conflicts.map(({ movieId }) => movieId)];
    const cards = await this.movies.cards([...new Set(shown)], films);
    const cardOf = (id: string) => cards.get(id) ?? goneMovie(id);
    const { format, scale, files, columns, mapping, users } = summary;
    return {
      ...{ format, scale, columns, mapping, users },
      files: files.length > 1 ? files : undefined,
      rows: rows.length,
      matched: found.length,
      ratings: plan.ratings.length + plan.same,
      seen: plan.seen.length,
      watchlist: plan.watchlist.length,
      rewatches: plan.rewatches.length || undefined,
      likes: new Set(found.filter(({ liked }) => liked).map(({ movieId }) => movieId)).size,
      raised: plan.raised,
      conflictCount: plan.conflicts.length,
      conflicts: conflicts.map(({ movieId, ...conflict }) => ({ movie: cardOf(movieId), ...conflict })),
      unmatched: unmatched.map((row, at) => ({
        ...reported(row),
        candidates: at < MAX_CANDIDATE_ROWS ? (candidates[at] ?? []).map(cardOf) : [],
      })),
      refused: refusedRows(prepared),
    };
  }
}
