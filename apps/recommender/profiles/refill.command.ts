import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { BACKFILL_PARTS } from './backfill.schema.js';
import { ReadModelBackfill } from './read-model.backfill.js';
import { ProfilesModule } from './profiles.module.js';

/**
 * `--refill`: reads all movies and profiles from catalog and users again, over what is stored. Running recommenders
 * look for changes every half minute.
 */
export async function refill(): Promise<void> {
  const began = performance.now();
  const app = await NestFactory.createApplicationContext(ProfilesModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  const backfill = app.get(ReadModelBackfill);
  const progress = setInterval(() => console.log(`  … ${summary(backfill)}`), 1000);
  try {
    for (const part of BACKFILL_PARTS) await backfill.run(part);
    console.log(`✓ read model: ${summary(backfill)} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(
      `✗ read model not refilled: ${(error as Error).message} (users and catalog must be running)`,
    );
    process.exitCode = 1;
  } finally {
    clearInterval(progress);
    await app.close();
  }
}

function summary({ result: { movies, users, ratings } }: ReadModelBackfill): string {
  return `${movies} films, ${users} people, ${ratings} ratings changed`;
}
