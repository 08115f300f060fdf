import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, type AnyBulkWriteOperation, type Model } from 'mongoose';
import { MovieDocument } from './movie.schema.js';

const DUPLICATE_KEY = 11000;

/** The movies of the catalogue as the recommender last heard of them. */
@Injectable()
export class MovieStore {
  constructor(@InjectModel(MovieDocument.name) private readonly documents: Model<MovieDocument>) {}

  /** Stores each movie unless the same or a later revision of it is there. */
  async upsert(movies: readonly MovieSnapshot[]): Promise<void> {
    if (movies.length === 0) return;
    const changedAt = new Date();
    const writes: AnyBulkWriteOperation<MovieDocument>[] = movies.map(({ id, ...movie }) => ({
      replaceOne: {
        filter: { _id: id, revision: { $lt: movie.revision } },
        replacement: { _id: id, ...movie, changedAt },
        upsert: true,
      },
    }));
    try {
      await this.documents.bulkWrite(writes, {
        ordered: false,
        throwOnValidationError: true,
        writeConcern: DURABLE,
      });
    } catch (error) {
      // Where the same or a later revision is stored, the filter matches nothing and the upsert fails on the id: nothing to do.
      if (!onlyDuplicates(error)) throw error;
    }
  }

  async remove(movieIds: readonly string[]): Promise<void> {
    if (movieIds.length > 0) await this.documents.deleteMany({ _id: { $in: [...movieIds] } });
  }

  /** Movies stored after a moment; all of them without one. */
  async *changedSince(moment?: Date): AsyncIterable<{ movie: MovieSnapshot; changedAt: Date }> {
    const filter = moment ? { changedAt: { $gt: moment } } : {};
    for await (const document of this.documents.find(filter).lean().cursor({ batchSize: 1000 })) {
      yield { movie: asSnapshot(document), changedAt: document.changedAt };
    }
  }

  /** About how many there are; never fewer but after a crash of MongoDB, which counts them again. */
  count(): Promise<number> {
    return this.documents.estimatedDocumentCount();
  }

  async ids(): Promise<Set<string>> {
    return new Set(await this.documents.distinct('_id'));
  }

  async isEmpty(): Promise<boolean> {
    return (await this.documents.exists({})) === null;
  }
}

export function asSnapshot({ _id, changedAt: _changedAt, ...movie }: MovieDocument): MovieSnapshot {
  return { id: _id, ...movie };
}

function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const errors = [error.writeErrors].flat();
  return errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY);
}
