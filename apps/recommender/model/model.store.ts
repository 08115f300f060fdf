import { pipeline } from 'node:stream/promises';
import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type Connection, mongo } from 'mongoose';
import { INSTANCE_ID } from './instance.id.js';
import { modelBytes } from './model.bytes.js';

const CHUNK_BYTES = 4 * 1024 * 1024;
const ID = 'model';

/** Which model all replicas serve. */
export interface Published {
  modelId: string;
  /** The one that served before: what a rollback serves again. */
  previous?: string;
  /** When it was published; grows with every publication, rollbacks included. */
  since: Date;
  /** What changed from here on is reason to train again. */
  changesFrom: Date;
  /** The replica that published it. */
  by: string;
}

type PublishedDocument = Published & { _id: typeof ID };

/** Trained models in MongoDB, where every replica finds them, and which of them is to serve. */
@Injectable()
export class ModelStore {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async published(): Promise<Published | undefined> {
    const document = await this.serving.findOne({ _id: ID });
    if (!document) return undefined;
    const { _id, ...published } = document;
    return published;
  }

  /**
   * Publishes a model if `before` is still the published one.
   *
   * @param previous  what a rollback serves again
   * @returns nothing when another model was published first
   */
  async publish(
    before: Published | undefined,
    modelId: string,
    changesFrom: Date,
    previous = before?.modelId,
  ): Promise<Published | undefined> {
    const since = new Date(Math.max(Date.now(), (before?.since.getTime() ?? 0) + 1));
    const published: Published = { modelId, since, changesFrom, by: INSTANCE_ID };
    if (previous) published.previous = previous;
    try {
      if (!before) await this.serving.insertOne({ _id: ID, ...published }, { writeConcern: DURABLE });
      else {
        const filter = { _id: ID, since: before.since } as const;
        const { matchedCount } = await this.serving.replaceOne(filter, published, { writeConcern: DURABLE });
        if (matchedCount === 0) return undefined;
      }
      return published;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  async save(modelId: string, bytes: Uint8Array): Promise<void> {
    await pipeline([bytes], this.bucket.openUploadStream(modelId));
  }

  /** @returns nothing when there is no such model */
  async read(modelId: string): Promise<Uint8Array | undefined> {
    const [file] = await this.bucket.find({ filename: modelId }).toArray();
    return file && (await modelBytes(file.length, this.bucket.openDownloadStream(file._id)));
  }

  /** Deletes all other models, and the chunks of interrupted uploads. Do not call it during a save, which it would break. */
  async keepOnly(modelIds: readonly string[]): Promise<void> {
    for (const { _id } of await this.bucket.find({ filename: { $nin: [...modelIds] } }).toArray())
      await this.bucket.delete(_id);
    const kept = await this.bucket.find().toArray();
    await this.database
      .collection('models.chunks')
      .deleteMany({ files_id: { $nin: kept.map(({ _id }) => _id) } });
  }

  private get database(): mongo.Db {
    return this.connection.db!;
  }

  private get serving(): mongo.Collection<PublishedDocument> {
    return this.database.collection<PublishedDocument>('serving');
  }

  private get bucket(): mongo.GridFSBucket {
    return new mongo.GridFSBucket(this.database, {
      bucketName: 'models',
      chunkSizeBytes: CHUNK_BYTES,
      writeConcern: DURABLE,
    });
  }
}
