import { eventually } from '../../test/support/process/eventually.js';
import type { System } from '../../test/support/system/system.js';
import { family } from './processes.js';

/**
 * Waits until the recommender has trained so many models and trains no more: what a training costs is not the cost of what is
 * measured. With many ratings the first one is made in a hurry, and a whole one follows.
 */
export async function untilTrained(system: System, models: number): Promise<void> {
  await eventually(async () => {
    const metrics = await system.ask('recommender', '/metrics');
    const trained = Number(/^model_training_seconds_count.* (\d+)$/m.exec(metrics)?.[1] ?? 0);
    if (trained < models || family(system.pid('recommender')!).length > 1)
      throw new Error(`a model is trained, after ${trained} of ${models}`);
  }, 300_000);
}
