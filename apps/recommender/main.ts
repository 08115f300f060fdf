import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startService } from '#platform/service.bootstrap.js';
import { ReadModelBackfill } from './profiles/read-model.backfill.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './profiles/refill.command.js';
import { TrainingLoop } from './training/training.loop.js';

const { values } = parseArgs({ options: { refill: { type: 'boolean' } } });

if (values.refill) {
  await refill();
} else {
  const app = await startService(RecommenderModule, 'recommender', { broadcasts: true });
  await app.get(TrainingLoop).onBackfilled(await app.get(ReadModelBackfill).runMissing());
}
