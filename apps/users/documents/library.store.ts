import { answered } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { LibraryDocument } from './library.schema.js';

const HOUR_MS = 3600 * 1000;

/** Where films are read, as it was when somebody began to read them. */
export type LibrarySource = Pick<LibraryDocument, '_id' | 'address' | 'token'>;

/** The libraries, a document a person. */
@Injectable()
export class LibraryStore {
  constructor(@InjectModel(LibraryDocument.name) private readonly libraries: Model<LibraryDocument>) {}

  async find(userId: string): Promise<LibraryDocument | undefined> {
    const found = { _id: userId, address: { $exists: true } };
    return (await answered(this.libraries.findOne(found).lean<LibraryDocument>())) ?? undefined;
  }

  /** Films of another server count no longer; those of the same do, until it has been read. */
  async set(userId: string, address: string, token: string, now = new Date()): Promise<LibraryDocument> {
    const before = await this.find(userId);
    const isSame = before?.address === address;
    const fields = {
      ...{ address, token, addedAt: now, dueAt: now },
      ...(!isSame && { movieIds: [], unknown: 0, version: now.getTime() }),
    };
    await answered(
      this.libraries.updateOne(
        { _id: userId },
        {
          $set: fields,
          $setOnInsert: { announced: 0 },
          $unset: { problem: 1, ...(!isSame && { refreshedAt: 1 }) },
        },
        { upsert: true },
      ),
    );
    return (await this.find(userId))!;
  }

  /** Others hear that there are no films in it any more; then `settle` deletes it. */
  async remove(userId: string, now = new Date()): Promise<void> {
    const empty = { movieIds: [], unknown: 0, version: now.getTime(), dueAt: now };
    const gone = { address: 1, token: 1, problem: 1, refreshedAt: 1 } as const;
    await answered(this.libraries.updateOne({ _id: userId }, { $set: empty, $unset: gone }));
  }

  /** At once, with an account. */
  async forget(userId: string): Promise<void> {
    await answered(this.libraries.deleteOne({ _id: userId }));
  }

  /** Those that are to be read, or of which others have not heard yet, the longest due first. */
  due(limit: number, now = new Date()): Promise<LibraryDocument[]> {
    const untold = { $expr: { $gt: ['$version', '$announced'] } };
    const isDue = { address: { $exists: true }, dueAt: { $lte: now } };
    return this.libraries
      .find({ $or: [isDue, untold, { address: { $exists: false } }] })
      .sort({ dueAt: 1 })
      .limit(limit)
      .lean<LibraryDocument[]>();
  }

  /** Notes what was read, unless its owner has changed where meanwhile. */
  async noteRead(
    source: LibrarySource,
    movieIds: string[],
    unknown: number,
    now = new Date(),
  ): Promise<void> {
    const before = await this.find(source._id);
    const isSame = before?.movieIds.join() === movieIds.join();
    const read = { unknown, refreshedAt: now, dueAt: hourAfter(now) };
    const changed = isSame ? {} : { movieIds, version: now.getTime() };
    await this.libraries.updateOne({ ...source }, { $set: { ...read, ...changed }, $unset: { problem: 1 } });
  }

  async noteFailed(source: LibrarySource, problem: string, now = new Date()): Promise<void> {
    await this.libraries.updateOne({ ...source }, { $set: { problem, dueAt: hourAfter(now) } });
  }

  /** Encrypted by another key. */
  async resealed(source: LibrarySource, token: string): Promise<void> {
    await this.libraries.updateOne({ ...source }, { $set: { token } });
  }

  /** As it stands, removed or not. */
  async stored(userId: string): Promise<LibraryDocument | undefined> {
    return (await this.libraries.findById(userId).lean<LibraryDocument>()) ?? undefined;
  }

  /** The broker has confirmed what was told of a version. */
  async settle({ _id, version }: LibraryDocument): Promise<void> {
    await this.libraries.deleteOne({ _id, version, address: { $exists: false } });
    await this.libraries.updateOne({ _id, version }, { $set: { announced: version } });
  }

  /** By owner, where there are any. */
  async moviesOf(userIds: readonly string[]): Promise<Map<string, { version: number; movieIds: string[] }>> {
    const found = await this.libraries
      .find({ _id: { $in: userIds } }, { version: 1, movieIds: 1 })
      .lean<Pick<LibraryDocument, '_id' | 'version' | 'movieIds'>[]>();
    return new Map(found.map(({ _id, version, movieIds }) => [_id, { version, movieIds }]));
  }
}

const hourAfter = (now: Date) => new Date(now.getTime() + HOUR_MS);
