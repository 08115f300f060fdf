import { rm } from 'node:fs/promises';
import { writeSmallDataset } from './small.dataset.js';
import type { TestedSystem } from './system.js';

/** Starts a system with the small data set in it, plots included: the model it trains first knows all there is. */
export async function startSmall(system: TestedSystem): Promise<void> {
  const dataset = await writeSmallDataset();
  try {
    await system.run('catalog', '--initdb', '--dataset', dataset);
    await system.run('users', '--initdb', '--dataset', dataset);
    await system.start('users', 'catalog');
    await system.run('catalog', '--fillchroma');
    await system.start('recommender', 'gateway');
  } finally {
    await rm(dataset, { recursive: true, force: true });
  }
}
