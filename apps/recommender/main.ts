import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startService } from '#platform/service.bootstrap.js';
import { ReadModelBackfill } from './profiles/read-model.backfill.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './profiles/refill.command.js';
import { TrainingLoop } from './training/training.loop.js';

/** So that many changes of one person are one write. */
const EVENTS_AT_ONCE = 1000;

const { values } = parseArgs({ options: { refill: { type: 'boolean' } } });

if (values.refill) {
  await refill();
} else {
  const app = await startService(RecommenderModule, 'recommender', {
    broadcasts: true,
    eventsAtOnce: EVENTS_AT_ONCE,
  });
  await app.get(TrainingLoop).onBackfilled(await app.get(ReadModelBackfill).runMissing());
}
