import { Injectable, Logger } from '@nestjs/common';
import { CurrentModel } from '../model/current.model.js';
import { PlotVectors } from './plot.vectors.js';
import { Training, type TrainingResult } from './training.js';
import type { HeldTraining } from './training.lease.js';
import { modelTrainingSeconds } from './training.metrics.js';

/** Trains one model at a time, in a process of its own. */
@Injectable()
export class ModelTrainer {
  private readonly log = new Logger(ModelTrainer.name);
  private training?: Training;

  constructor(
    private readonly plots: PlotVectors,
    private readonly current: CurrentModel,
  ) {}

  /**
   * @param upload  models trained elsewhere, see OutsideUploads
   * @throws when the training fails, is stopped, or another replica has taken over the lease
   */
  async train(lease: HeldTraining, upload?: string): Promise<TrainingResult> {
    const began = performance.now();
    const order = { ...this.plots.beginTraining(), upload, unhurried: this.current.peek() !== undefined };
    const training = new Training(order, (progress) => {
      lease.report(progress).catch((error: Error) => this.log.debug(`progress: ${error.message}`));
    });
    this.training = training;
    lease.lost.addEventListener('abort', () => void training.stop());
    const result = await training.result.finally(() => (this.training = undefined));
    const seconds = (performance.now() - began) / 1000;
    modelTrainingSeconds.observe(seconds);
    this.plots.onTrained(result);
    const { modelId, bytes, copyMissing } = result;
    if (copyMissing) this.log.warn(`no copy of model ${modelId} on this machine: ${copyMissing}`);
    this.log.log(
      { modelId, seconds, bytes },
      `model ${modelId} trained in ${seconds.toFixed(1)} s, ${Math.ceil(bytes / 1e6)} MB`,
    );
    if (lease.lost.aborted) throw new Error('another replica took over; the result is discarded');
    return result;
  }

  async stop(): Promise<void> {
    await this.training?.stop();
  }
}
