import { rm } from 'node:fs/promises';
import { writeSmallDataset } from './small.dataset.js';
import { System } from './system.js';

/** The whole system with the small data set in it, plots included. */
export class SmallSystem extends System {
  private dataset = '';

  async begin(): Promise<void> {
    this.dataset = await writeSmallDataset();
    await this.run('catalog', '--initdb', '--dataset', this.dataset);
    await this.run('users', '--initdb', '--dataset', this.dataset);
    await this.start('users', 'catalog', 'recommender', 'gateway');
    await this.run('catalog', '--fillchroma');
  }

  async end(): Promise<void> {
    await this.stopAll();
    await rm(this.dataset, { recursive: true, force: true });
  }
}
