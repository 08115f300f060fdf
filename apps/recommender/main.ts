import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { runCommand } from '#platform/command.bootstrap.js';
import { startService } from '#platform/service.bootstrap.js';
import { exportData, uploadModels } from './exchange/exchange.commands.js';
import { ReadModelBackfill } from './profiles/read-model.backfill.js';
import { RecommenderModule } from './recommender.module.js';
import { refill } from './profiles/refill.command.js';
import { TrainingLoop } from './training/training.loop.js';

/** So that many changes of one person are one write; a few hundred bytes each, and 100 kB for a chunk of an import. */
const EVENTS_AT_ONCE = 4000;

if (process.argv.length > 2) {
  await runCommand('recommender', () => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { refill: { type: 'boolean' }, export: text, upload: text } });
    if (values.export) return exportData(values.export);
    if (values.upload) return uploadModels(values.upload);
    return refill();
  });
}
const app = await startService(RecommenderModule, 'recommender', {
  broadcasts: true,
  eventsAtOnce: EVENTS_AT_ONCE,
});
await app.get(TrainingLoop).onBackfilled(await app.get(ReadModelBackfill).runMissing());
