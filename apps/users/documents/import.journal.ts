import { isDeepStrictEqual } from 'node:util';
import { IMPORT_UNDO_DAYS, type PastImport } from '#contracts/users/imports.rpc.js';
import { answered } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { FilmList, FilmValue, FilmWrite } from './film.lists.js';
import { ImportDocument, type ImportedEntries, type ImportedEntry } from './import.schema.js';
import { UserDocument } from './user.schema.js';
import { alive } from './user.store.js';

/** Of one person; the oldest can be taken back no longer. */
const MOST_IMPORTS = 20;
const UNDO_MS = IMPORT_UNDO_DAYS * 24 * 3600 * 1000;

type Whose = Pick<ImportDocument, '_id' | 'userId' | 'name' | 'importedAt'>;

/** Remembers what imports changed. */
@Injectable()
export class ImportJournal {
  constructor(
    @InjectModel(ImportDocument.name) private readonly imports: Model<ImportDocument>,
    @InjectModel(UserDocument.name) private readonly users: Model<UserDocument>,
  ) {}

  /** Call it before the writes are made. What a film was before the first part of an import stays what it was. */
  async note({ _id, ...whose }: Whose, writes: FilmWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const [now, known] = await Promise.all([
      this.valuesNow(whose.userId, writes),
      this.imports.findOne({ _id }, { userId: 1, ...fieldsOf(writes, 'films.') }).lean<ImportDocument>(),
    ]);
    const set: Record<string, unknown> = {};
    for (const { list, movieId, value } of writes) {
      const field = `films.${list}.${movieId}`;
      set[`${field}.after`] = value;
      const before = now[list]?.[movieId];
      if (before !== undefined && known?.films?.[list]?.[movieId] === undefined)
        set[`${field}.before`] = before;
    }
    const fixed = { ...whose, expiresAt: new Date(whose.importedAt.getTime() + UNDO_MS) };
    await answered(
      this.imports.updateOne(
        { _id, userId: whose.userId },
        { $set: set, $setOnInsert: fixed },
        { upsert: true },
      ),
    );
    if (known === null) await this.forgetOldest(whose.userId);
  }

  async find(userId: string, importId: string): Promise<ImportDocument | undefined> {
    const found = await this.imports
      .findOne({ _id: importId, userId, expiresAt: { $gt: new Date() } })
      .lean<ImportDocument>();
    return found ?? undefined;
  }

  async list(userId: string): Promise<PastImport[]> {
    const found = await this.imports
      .find({ userId, expiresAt: { $gt: new Date() } })
      .sort({ importedAt: -1 })
      .limit(MOST_IMPORTS)
      .lean<ImportDocument[]>();
    const count = ({ films }: ImportDocument, list: FilmList) => Object.keys(films[list] ?? {}).length;
    return found.map((one) => ({
      importId: one._id,
      name: one.name,
      importedAt: one.importedAt.toISOString(),
      undoUntil: one.expiresAt.toISOString(),
      ratings: count(one, 'ratings'),
      seen: count(one, 'seen'),
      watchlist: count(one, 'watchlist'),
    }));
  }

  async forget(userId: string, importId?: string): Promise<void> {
    await answered(this.imports.deleteMany({ userId, ...(importId !== undefined && { _id: importId }) }));
  }

  /** The entries of an import that still are as it left them, and how many are not. */
  async untouched({
    userId,
    films,
  }: ImportDocument): Promise<{ entries: (ImportedEntry & FilmWrite)[]; kept: number }> {
    const all = entriesOf(films);
    const now = await this.valuesNow(userId, all);
    const entries = all.filter(({ list, movieId, after }) => isDeepStrictEqual(now[list]?.[movieId], after));
    return { entries, kept: all.length - entries.length };
  }

  private async valuesNow(
    userId: string,
    writes: FilmWrite[],
  ): Promise<Partial<Record<FilmList, Record<string, FilmValue>>>> {
    const lists = Object.fromEntries(writes.map(({ list }) => [list, 1]));
    const fields = writes.length > 3000 ? lists : fieldsOf(writes);
    return (await this.users.findOne(alive(userId), fields).lean<UserDocument>()) ?? {};
  }

  private async forgetOldest(userId: string): Promise<void> {
    const old = await this.imports
      .find({ userId }, { _id: 1 })
      .sort({ importedAt: -1 })
      .skip(MOST_IMPORTS)
      .lean();
    if (old.length > 0) await this.imports.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
  }
}

function entriesOf(films: ImportedEntries): (ImportedEntry & FilmWrite)[] {
  return Object.entries(films).flatMap(([list, entries]) =>
    Object.entries(entries).map(([movieId, entry]) => ({ list: list as FilmList, movieId, ...entry })),
  );
}

const fieldsOf = (writes: FilmWrite[], before = '') =>
  Object.fromEntries(writes.map(({ list, movieId }) => [`${before}${list}.${movieId}`, 1]));
