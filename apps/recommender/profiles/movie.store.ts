import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { mongo, type Model } from 'mongoose';
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
    const documents = movies.map(({ id, ...movie }) => ({ _id: id, ...movie, changedAt }));
    const ids = documents.map(({ _id }) => _id);
    const stored = await this.documents.find({ _id: { $in: ids } }, { _id: 1 }).lean<{ _id: string }[]>();
    const known = new Set(stored.map(({ _id }) => _id));
    const added = documents.filter(({ _id }) => !known.has(_id));
    // An insert takes a third of what an upsert does; one that another replica has made meanwhile is looked at again.
    const isFirst = await this.write(added.map((document) => ({ insertOne: { document } })));
    await this.write(
      documents
        .filter(({ _id }) => !isFirst || known.has(_id))
        .map((replacement) => {
          const filter = { _id: replacement._id, revision: { $lt: replacement.revision } };
          return { replaceOne: { filter, replacement, upsert: true } };
        }),
    );
  }

  /**
   * By the driver itself: making a document of each film takes twice as long as sending it.
   *
   * @returns false when one of them is stored already
   */
  private async write(writes: mongo.AnyBulkWriteOperation<MovieDocument>[]): Promise<boolean> {
    if (writes.length === 0) return true;
    try {
      await this.documents.collection.bulkWrite(writes as never[], {
        ordered: false,
        ignoreUndefined: true,
        writeConcern: DURABLE,
      });
      return true;
    } catch (error) {
      // The same or a later revision is stored, so the filter matches nothing and the upsert fails on the id: nothing to do.
      if (!onlyDuplicates(error)) throw error;
      return false;
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
