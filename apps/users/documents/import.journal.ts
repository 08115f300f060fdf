import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { IMPORT_UNDO_DAYS, type PastImport } from '#contracts/users/imports.rpc.js';
import { answered } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { FilmList, FilmValue, FilmWrite } from './film.lists.js';
import { ImportDocument, type ImportedEntry } from './import.schema.js';
import { UserDocument } from './user.schema.js';
import { alive } from './user.store.js';

/** Of one person; the oldest can be taken back no longer. */
const MOST_IMPORTS = 20;
const UNDO_MS = IMPORT_UNDO_DAYS * 24 * 3600 * 1000;

type Whose = Pick<ImportDocument, 'importId' | 'userId' | 'name' | 'importedAt'>;

/** Remembers what imports changed. */
@Injectable()
export class ImportJournal {
  constructor(
    @InjectModel(ImportDocument.name) private readonly imports: Model<ImportDocument>,
    @InjectModel(UserDocument.name) private readonly users: Model<UserDocument>,
  ) {}

  /** Call it before a part's writes are made. What a film was before a part came first stays what it was. */
  async note({ importedAt, ...whose }: Whose, writes: FilmWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const _id = partId(whose.importId, writes);
    const [now, known] = await Promise.all([
      this.valuesNow(whose.userId, writes),
      this.imports.findOne({ _id }, { entries: 1 }).lean<ImportDocument>(),
    ]);
    const earlier = new Map(known?.entries.map((entry) => [placeOf(entry), entry]));
    const entries = writes.map((write): ImportedEntry => {
      const { list, movieId } = write;
      const first = earlier.get(placeOf(write));
      const before = first ? first.before : now[list]?.[movieId];
      return { list, movieId, ...(before !== undefined && { before }), after: write.value! };
    });
    const fixed = {
      ...whose,
      importedAt,
      expiresAt: new Date(importedAt.getTime() + UNDO_MS),
      counts: countsOf(entries),
    };
    await answered(
      this.imports.updateOne({ _id }, { $set: { entries }, $setOnInsert: fixed }, { upsert: true }),
    );
    if (known === null) await this.forgetOldest(whose.userId);
  }

  /** What an import changed, each film once in each list; undefined when it is not there, another's or too old. */
  async find(userId: string, importId: string): Promise<ImportedEntry[] | undefined> {
    const parts = this.imports
      .find({ userId, importId, expiresAt: { $gt: new Date() } }, { entries: 1 })
      .sort({ importedAt: 1 })
      .lean<Pick<ImportDocument, 'entries'>>()
      .cursor();
    const films = new Map<string, ImportedEntry>();
    for await (const { entries } of parts) {
      for (const entry of entries) {
        const first = films.get(placeOf(entry));
        films.set(placeOf(entry), first ? { ...first, after: entry.after } : entry);
      }
      await turn();
    }
    return films.size === 0 ? undefined : [...films.values()];
  }

  async list(userId: string): Promise<PastImport[]> {
    const parts = await this.imports
      .find({ userId, expiresAt: { $gt: new Date() } }, { entries: 0 })
      .sort({ importedAt: -1 })
      .lean<Omit<ImportDocument, 'entries'>[]>();
    const byImport = Map.groupBy(parts, ({ importId }) => importId);
    return [...byImport].slice(0, MOST_IMPORTS).map(([importId, some]) => {
      const count = (list: FilmList) => some.reduce((sum, { counts }) => sum + (counts[list] ?? 0), 0);
      const { name, importedAt, expiresAt } = some.at(-1)!;
      return {
        importId,
        name,
        importedAt: importedAt.toISOString(),
        undoUntil: expiresAt.toISOString(),
        ratings: count('ratings'),
        seen: count('seen'),
        watchlist: count('watchlist'),
        ...(count('rewatches') > 0 && { rewatches: count('rewatches') }),
      };
    });
  }

  async forget(userId: string, importId?: string): Promise<void> {
    await answered(this.imports.deleteMany({ userId, ...(importId !== undefined && { importId }) }));
  }

  /** Those of an import's entries that still are as it left them. */
  async untouched(userId: string, entries: ImportedEntry[]): Promise<ImportedEntry[]> {
    const now = await this.valuesNow(userId, entries);
    return entries.filter(({ list, movieId, after }) => isDeepStrictEqual(now[list]?.[movieId], after));
  }

  private async valuesNow(
    userId: string,
    films: Pick<FilmWrite, 'list' | 'movieId'>[],
  ): Promise<Partial<Record<FilmList, Record<string, FilmValue>>>> {
    const fields = films.map(({ list, movieId }) => [`${list}.${movieId}`, 1]);
    return (await this.users.findOne(alive(userId), Object.fromEntries(fields)).lean<UserDocument>()) ?? {};
  }

  /** Asks the index alone. */
  private async forgetOldest(userId: string): Promise<void> {
    const parts = await this.imports
      .find({ userId }, { _id: 0, importId: 1 })
      .sort({ importedAt: -1 })
      .lean<Pick<ImportDocument, 'importId'>[]>();
    const old = [...new Set(parts.map(({ importId }) => importId))].slice(MOST_IMPORTS);
    if (old.length > 0) await this.imports.deleteMany({ userId, importId: { $in: old } });
  }
}

const placeOf = ({ list, movieId }: Pick<FilmWrite, 'list' | 'movieId'>) => `${list} ${movieId}`;

function partId(importId: string, writes: FilmWrite[]): string {
  const films = createHash('sha256').update(writes.map(placeOf).join()).digest('hex').slice(0, 16);
  return `${importId} ${films}`;
}

function countsOf(entries: ImportedEntry[]): Partial<Record<FilmList, number>> {
  const counts: Partial<Record<FilmList, number>> = {};
  for (const { list } of entries) counts[list] = (counts[list] ?? 0) + 1;
  return counts;
}
