import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { runCommand } from '#platform/command.bootstrap.js';
import { startService } from '#platform/service.bootstrap.js';
import { ReadModelBackfill } from './profiles/read-model.backfill.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './profiles/refill.command.js';
import { TrainingLoop } from './training/training.loop.js';

/** So that many changes of one person are one write; a few hundred bytes each, and 100 kB for a chunk of an import. */
const EVENTS_AT_ONCE = 4000;

if (process.argv.length > 2) {
  await runCommand('recommender', () => {
    parseArgs({ options: { refill: { type: 'boolean' } } });
    return refill();
  });
}
const app = await startService(RecommenderModule, 'recommender', {
  broadcasts: true,
  eventsAtOnce: EVENTS_AT_ONCE,
});
await app.get(TrainingLoop).onBackfilled(await app.get(ReadModelBackfill).runMissing());
