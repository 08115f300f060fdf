import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { FILLED_PARTS } from './backfill.schema.js';
import { ReadModelFiller } from './read-model.backfill.js';
import { ReadModelModule } from './read-model.module.js';

/**
 * `--refill`: reads all films and tastes from catalog and users once more, over what is there. Recommenders that run
 * meanwhile take it up within half a minute.
 */
export async function refill(): Promise<void> {
  const began = performance.now();
  const app = await NestFactory.createApplicationContext(ReadModelModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  const filler = app.get(ReadModelFiller);
  const told = setInterval(() => console.log(`  … ${summary(filler)}`), 1000);
  try {
    for (const part of FILLED_PARTS) await filler.fill(part);
    console.log(`✓ read model: ${summary(filler)} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(
      `✗ read model not refilled: ${(error as Error).message} (users and catalog must be running)`,
    );
    process.exitCode = 1;
  } finally {
    clearInterval(told);
    await app.close();
  }
}

function summary({ filled: { films, people, ratings } }: ReadModelFiller): string {
  return `${films} films, ${people} people, ${ratings} ratings changed`;
}
