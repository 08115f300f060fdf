import { readEnvironment } from '#platform/config/environment.js';
import { NestFactory } from '@nestjs/core';
import { Progress } from '#platform/process/progress.js';
import { CatalogStoreModule } from '../catalog-store.module.js';
import type { CommandLine } from './command-line.js';
import { fillChroma } from './fillchroma.command.js';
import { loadMovies } from './initdb.command.js';
import { CHROMA, MONGODB, RABBITMQ, requireStores } from './store.check.js';

/** Runs the commands of the command line to their end. @throws with one line that says what is wrong */
export async function runCommands({ initdb, fillchroma, dataset }: CommandLine): Promise<void> {
  await requireStores(readEnvironment(), [MONGODB, RABBITMQ, ...(fillchroma ? [CHROMA] : [])]);
  const app = await NestFactory.createApplicationContext(CatalogStoreModule, {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  const progress = new Progress();
  try {
    if (initdb) await loadMovies(app, progress, dataset);
    if (fillchroma) await fillChroma(app, progress);
  } finally {
    await app.close();
  }
}
