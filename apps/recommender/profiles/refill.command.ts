import { withProviders } from '#platform/command.bootstrap.js';
import { commandLoggerModule } from '#platform/observability/logging.js';
import { CommandError } from '#platform/stores/store.check.js';
import { Module } from '@nestjs/common';
import { BACKFILL_PARTS } from './backfill.schema.js';
import { ReadModelBackfill } from './read-model.backfill.js';
import { ProfilesModule } from './profiles.module.js';

const LOG_EVERY_MS = 1000;

@Module({ imports: [commandLoggerModule('recommender'), ProfilesModule] })
class RefillModule {}

/**
 * `--refill`: reads all movies and profiles from catalog and users again, over what is stored. Running recommenders
 * look for changes every half minute.
 */
export async function refill(): Promise<void> {
  const began = performance.now();
  await withProviders(RefillModule, async (app) => {
    const backfill = app.get(ReadModelBackfill);
    const progress = setInterval(() => console.log(`  … ${summary(backfill)}`), LOG_EVERY_MS);
    try {
      for (const part of BACKFILL_PARTS) await backfill.run(part);
    } catch (error) {
      const why = (error as Error).message;
      throw new CommandError(`read model not refilled: ${why} (users and catalog must be running)`);
    } finally {
      clearInterval(progress);
    }
    console.log(`✓ read model: ${summary(backfill)} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
}

function summary({ result: { movies, users, ratings } }: ReadModelBackfill): string {
  return `${movies} films, ${users} people, ${ratings} ratings changed`;
}
