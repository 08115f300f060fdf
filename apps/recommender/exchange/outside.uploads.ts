import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type Connection, mongo } from 'mongoose';

const CHUNK_BYTES = 4 * 1024 * 1024;
/** An upload that nobody has published by then is forgotten with the next. */
const KEPT_MS = 24 * 3600 * 1000;

/** Models trained elsewhere, in MongoDB until a replica has made a model of them that serves. */
@Injectable()
export class OutsideUploads {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns by what name it is read again */
  async save(bytes: Uint8Array): Promise<string> {
    await this.forgetOld();
    const id = `o-${randomUUID()}`;
    await pipeline([bytes], this.bucket.openUploadStream(id));
    return id;
  }

  /** @returns nothing when there is no such upload any more */
  async read(id: string): Promise<Uint8Array | undefined> {
    const [file] = await this.bucket.find({ filename: id }).toArray();
    return file && (await buffer(this.bucket.openDownloadStream(file._id)));
  }

  async forget(id: string): Promise<void> {
    for (const { _id } of await this.bucket.find({ filename: id }).toArray()) await this.bucket.delete(_id);
  }

  private async forgetOld(): Promise<void> {
    const old = { uploadDate: { $lt: new Date(Date.now() - KEPT_MS) } };
    for (const { _id } of await this.bucket.find(old).toArray()) await this.bucket.delete(_id);
  }

  private get bucket(): mongo.GridFSBucket {
    return new mongo.GridFSBucket(this.connection.db!, {
      bucketName: 'uploads',
      chunkSizeBytes: CHUNK_BYTES,
      writeConcern: DURABLE,
    });
  }
}
