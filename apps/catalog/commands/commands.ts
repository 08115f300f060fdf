import { readEnvironment } from '#platform/config/environment.js';
import { Progress } from '#platform/process/progress.js';
import { NestFactory } from '@nestjs/core';
import type { CommandLine } from './command-line.js';
import { CommandsModule } from './commands.module.js';
import { fillChroma } from './fillchroma.command.js';
import { loadMovies } from './initdb.command.js';
import { CHROMA, MONGODB, RABBITMQ, requireStores } from './store.check.js';

/** Runs the commands that the command line names. @throws with one line that says what is wrong */
export async function runCommands({ initdb, fillchroma, dataset }: CommandLine): Promise<void> {
  await requireStores(readEnvironment(), [MONGODB, RABBITMQ, ...(fillchroma ? [CHROMA] : [])]);
  const app = await NestFactory.createApplicationContext(CommandsModule, {
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
