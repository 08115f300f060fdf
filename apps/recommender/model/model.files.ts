import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { modelFileBytes } from './model.bytes.js';

const ENDING = '.safetensors';

/** This machine's copies of trained models: `<MODEL_DIR>/<database>/<model id>.safetensors`. */
@Injectable()
export class ModelFiles {
  private readonly folder: string;

  constructor({ MODEL_DIR, MONGODB_DATABASE_PREFIX }: Environment) {
    this.folder = join(MODEL_DIR, `${MONGODB_DATABASE_PREFIX}recommender`);
  }

  /** @returns nothing when there is no such file */
  async read(modelId: string): Promise<Uint8Array | undefined> {
    try {
      return await modelFileBytes(this.path(modelId));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes the file whole or not at all, power cuts included. */
  async write(modelId: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // Replicas in containers may share the folder, and all have the same process id.
    const partial = `${this.path(modelId)}.${randomUUID()}.partial`;
    try {
      const file = await open(partial, 'w');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, this.path(modelId));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /** Renames a damaged file and keeps it for inspection. @returns its new name */
  async setAside(modelId: string): Promise<string> {
    const aside = `${this.path(modelId)}.damaged`;
    await rename(this.path(modelId), aside);
    return aside;
  }

  /** Deletes all files of other models. */
  async keepOnly(modelIds: readonly string[]): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const [modelId] = name.split(ENDING);
      if (name.includes(ENDING) && !modelIds.includes(modelId))
        await rm(join(this.folder, name), { force: true });
    }
  }

  private path(modelId: string): string {
    return join(this.folder, modelId + ENDING);
  }
}
