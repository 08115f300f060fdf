import { Worker } from 'node:worker_threads';
import type { TrainingProgress } from '#contracts/recommender/recommender.rpc.js';
import type { PlotTable } from './plot.table.js';

/** What a training is started with. */
export interface TrainingOrder {
  /** The vectors in memory, when there are any. */
  plots?: PlotTable;
  /** Whether to ask Chroma for the vectors although some are in memory. */
  readPlots: boolean;
  /** A model serves already, so this training can take its time. */
  unhurried: boolean;
}

/** What a training posts back when the model is stored. */
export interface TrainingResult {
  modelId: string;
  trainedAt: Date;
  /** When its data began to be read. */
  readAt: Date;
  users: number;
  movies: number;
  ratings: number;
  /** Size of the stored model. */
  bytes: number;
  /** Why this machine has no copy, when it has none. */
  copyMissing?: string;
  /** The vectors it was trained with. */
  plots?: PlotTable;
  /** Why the vectors could not be read, when they could not. */
  plotsMissing?: string;
}

/** What a training thread posts. */
export type TrainingMessage = TrainingProgress | { result: TrainingResult };

/** A training in a thread of its own, so that this one keeps answering requests and events. */
export class Training {
  readonly result: Promise<TrainingResult>;
  private readonly worker: Worker;

  /** @param onProgress  called at each step of the training, and at each model */
  constructor(order: TrainingOrder, onProgress: (progress: TrainingProgress) => void) {
    this.worker = new Worker(new URL('./training.worker.js', import.meta.url), {
      workerData: order,
      name: 'training',
    });
    this.result = new Promise<TrainingResult>((resolve, reject) => {
      this.worker.on('message', (message: TrainingMessage) => {
        if ('result' in message) resolve(message.result);
        else onProgress(message);
      });
      this.worker.once('error', reject);
      this.worker.once('exit', (code) => reject(new Error(`the training ended early with code ${code}`)));
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
