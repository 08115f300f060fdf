import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TrainingProgress } from '#contracts/recommender/recommender.rpc.js';
import type { PlotTable } from './plot.table.js';

/** What a training is started with. */
export interface TrainingOrder {
  /** The vectors in memory, when there are any. */
  plots?: PlotTable;
  /** Whether to ask Chroma for the vectors although some are in memory. */
  readPlots: boolean;
  /** Models trained elsewhere to take instead of fitting them: see OutsideUploads. */
  upload?: string;
  /** A model serves already, so this training can take its time; else a first one may come quickly, see `Bundle.quick`. */
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

/** What a training's process sends. */
export type TrainingMessage = TrainingProgress | { result: TrainingResult } | { failure: string };

/**
 * A training in a process of its own, so that this one keeps answering requests and events, and has none of the memory
 * that a training takes once it is over: what a thread frees, its process keeps.
 */
export class Training {
  readonly result: Promise<TrainingResult>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  /** @param onProgress  called at each step of the training, and at each model */
  constructor(order: TrainingOrder, onProgress: (progress: TrainingProgress) => void) {
    const file = fileURLToPath(new URL('./training.process.js', import.meta.url));
    // Not with this process's own flags: a training has more to allocate than a service.
    this.child = fork(file, { serialization: 'advanced', execArgv: [] });
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()));
    this.result = new Promise<TrainingResult>((resolve, reject) => {
      this.child.on('message', (message: TrainingMessage) => {
        if ('result' in message) resolve(message.result);
        else if ('failure' in message) reject(new Error(message.failure));
        else onProgress(message);
      });
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) =>
        reject(new Error(`the training ended early with ${signal ?? `code ${code}`}`)),
      );
    });
    this.child.send(order, (error) => error && this.child.kill('SIGKILL'));
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
