import type { RankerState } from '#ranking/ranker.js';
import { Worker } from 'node:worker_threads';
import type { PlotTable } from './plot.table.js';

/** What a training is started with. */
export interface TrainingOrder {
  /** The vectors in memory, when there are any. */
  plots?: PlotTable;
  /** Whether to ask Chroma for the vectors although some are in memory. */
  readPlots: boolean;
  /** Another model serves meanwhile, so this one can take its time. */
  unhurried: boolean;
}

/** Everyone's opinion of the films, by film id. */
export interface FilmRatings {
  ids: string[];
  /** How many rated it. */
  counts: Int32Array;
  /** Mean stars; 0 where nobody rated. */
  means: Float32Array;
}

/** What a training posts back. */
export interface TrainingResult {
  state: RankerState;
  filmRatings: FilmRatings;
  users: number;
  movies: number;
  ratings: number;
  /** The same for the same data and weights. */
  fingerprint: string;
  /** The vectors it was trained with. */
  plots?: PlotTable;
  /** Why the vectors could not be read, when they could not. */
  plotsMissing?: string;
}

/** A training in a thread of its own, so that requests and events go on being answered. */
export class Training {
  readonly result: Promise<TrainingResult>;
  private readonly worker: Worker;

  constructor(order: TrainingOrder) {
    this.worker = new Worker(new URL('./training.worker.js', import.meta.url), {
      workerData: order,
      name: 'training',
    });
    this.result = new Promise<TrainingResult>((resolve, reject) => {
      this.worker.once('message', resolve);
      this.worker.once('error', reject);
      this.worker.once('exit', (code) => reject(new Error(`the training ended early with code ${code}`)));
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The memory behind a structure's numbers, each once: what can be posted to another thread without copying. */
export function transferable(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (value instanceof ArrayBuffer) {
    found.add(value);
  } else if (value instanceof Map) {
    for (const entry of value.values()) transferable(entry, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) transferable(entry, found);
  }
  return found;
}
