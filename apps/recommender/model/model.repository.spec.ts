import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '#platform/config/environment.js';
import { encodeModel, type ModelHeader } from '#ranking/storage/model-file.js';
import { MODEL_FORMAT } from '#ranking/storage/model-format.js';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { createConnection } from 'mongoose';
import { ModelFiles } from './model.files.js';
import { ModelRepository } from './model.repository.js';
import { ModelStore } from './model.store.js';

const ID = 'm-20260101000000-abcdef';
/** As 0.4.0 wrote it. */
const HEADER_OF_0_4_0: ModelHeader = {
  modelId: ID,
  createdAt: '2026-01-01T00:00:00.000Z',
  seed: 1,
  dataHash: 'abcdef012345',
  parameters: {
    readAt: '2026-01-01T00:00:00.000Z',
    weights: '0123456789ab',
    code: 'fedcba987654',
    models: { linear: { ridge: 25 }, factors: { dimensions: 32 }, neighbourhood: { neighbours: 40 } },
  },
  metrics: { users: 1, movies: 1, ratings: 1, plots: 0, withoutPlots: false },
};

/** Keeps what is logged. */
class Lines extends ConsoleLogger {
  readonly lines: string[] = [];
  override warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }
  override error(message: string): void {
    this.lines.push(`error ${message}`);
  }
}

describe('the model repository', () => {
  const log = new Lines();
  let folder: string;
  let files: ModelFiles;
  let models: ModelRepository;

  beforeEach(() => {
    const MODEL_DIR = mkdtempSync(join(tmpdir(), 'models-'));
    folder = join(MODEL_DIR, 'a-recommender');
    files = new ModelFiles(readEnvironment({ NODE_ENV: 'test', MODEL_DIR, MONGODB_DATABASE_PREFIX: 'a-' }));
    // Never connected: what this machine has a file of is not asked of MongoDB.
    models = new ModelRepository(files, new ModelStore(createConnection()));
    Logger.overrideLogger(log);
  });
  afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

  it('opens no model of 0.4.0, says so in one line, and leaves its file as it is', async () => {
    const models040 = { linear: { damping: Float32Array.of(1) }, features: {} };
    const file = encodeModel({ ranker: { models: models040 }, movieRatingStats: {} }, HEADER_OF_0_4_0);
    await files.write(ID, file);
    expect(await models.open(ID)).toBeUndefined();
    expect(log.lines).toEqual([
      `warn model ${ID} was made by another version of this program: it is of format none, this program reads ${MODEL_FORMAT}`,
    ]);
    expect(readdirSync(folder)).toEqual([`${ID}.safetensors`]);
  });
});
