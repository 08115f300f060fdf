import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startService } from '#platform/service.bootstrap.js';
import { ModelTrainer } from './training/model.trainer.js';
import { ReadModelBackfill } from './profiles/read-model.backfill.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './profiles/refill.command.js';

const { values } = parseArgs({ options: { refill: { type: 'boolean' } } });

if (values.refill) {
  await refill();
} else {
  const app = await startService(RecommenderModule, 'recommender', { broadcasts: true });
  await app.get(ModelTrainer).onBackfilled(await app.get(ReadModelBackfill).runMissing());
}
