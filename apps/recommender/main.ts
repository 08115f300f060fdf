import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startService } from '#platform/service.bootstrap.js';
import { ModelTrainer } from './model.trainer.js';
import { ReadModelFiller } from './read-model.filler.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './refill.command.js';

const { values } = parseArgs({ options: { refill: { type: 'boolean' } } });

if (values.refill) {
  await refill();
} else {
  const app = await startService(RecommenderModule, 'recommender', { broadcasts: true });
  await app.get(ModelTrainer).takeUp(await app.get(ReadModelFiller).fillWhatIsMissing());
}
