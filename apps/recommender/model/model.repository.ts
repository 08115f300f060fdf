import { ModelFileError } from '#ranking/storage/model-file.js';
import { Injectable, Logger } from '@nestjs/common';
import { type Bundle, decodeBundle, ModelFormatError } from './model.bundle.js';
import { ModelFiles } from './model.files.js';
import { ModelStore } from './model.store.js';

/** Trained models: this machine's copy, or else MongoDB's. */
@Injectable()
export class ModelRepository {
  private readonly log = new Logger(ModelRepository.name);

  constructor(
    private readonly files: ModelFiles,
    private readonly store: ModelStore,
  ) {}

  /**
   * @returns nothing, and says why in the log, when there is no such model that is sound and of this program's format
   * @throws when MongoDB is needed and cannot be reached
   */
  async open(modelId: string): Promise<Bundle | undefined> {
    try {
      return (await this.openFile(modelId)) ?? (await this.fetch(modelId));
    } catch (error) {
      if (!(error instanceof ModelFormatError)) throw error;
      this.log.warn(`model ${modelId} was made by another version of this program: ${error.message}`);
      return undefined;
    }
  }

  /** Deletes all other models. */
  async keepOnly(modelIds: readonly string[]): Promise<void> {
    await this.store.keepOnly(modelIds);
    await this.files.keepOnly(modelIds);
  }

  private async openFile(modelId: string): Promise<Bundle | undefined> {
    try {
      const bytes = await this.files.read(modelId);
      return bytes && (await decodeBundle(bytes));
    } catch (error) {
      if (error instanceof ModelFormatError) throw error;
      this.log.error(`model ${modelId} not read from its file: ${(error as Error).message}`);
      if (error instanceof ModelFileError) await this.setAside(modelId);
      return undefined;
    }
  }

  private async fetch(modelId: string): Promise<Bundle | undefined> {
    const bytes = await this.store.read(modelId);
    if (!bytes) {
      this.log.error(`model ${modelId} is not in MongoDB`);
      return undefined;
    }
    try {
      const bundle = await decodeBundle(bytes);
      this.log.log(`model ${modelId} fetched from MongoDB, ${Math.ceil(bytes.length / 1e6)} MB`);
      await this.copy(modelId, bytes);
      return bundle;
    } catch (error) {
      if (!(error instanceof ModelFileError)) throw error;
      this.log.error(`model ${modelId} in MongoDB cannot be used: ${error.message}`);
      return undefined;
    }
  }

  private async setAside(modelId: string): Promise<void> {
    try {
      this.log.warn(`set aside as ${await this.files.setAside(modelId)}`);
    } catch (error) {
      this.log.warn(`not set aside: ${(error as Error).message}`);
    }
  }

  /** Without a copy the next start takes a little longer. */
  private async copy(modelId: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.files.write(modelId, bytes);
    } catch (error) {
      this.log.warn(`no copy of model ${modelId} on this machine: ${(error as Error).message}`);
    }
  }
}
