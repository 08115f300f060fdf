import type { ManagedProcess } from './managed-process.js';
import { seconds, type StepReport } from '#platform/process/progress.js';

/** Programs that start together and stop together. */
export class ProcessGroup {
  private stopping?: Promise<void>;
  private readonly processes: ManagedProcess[];
  /** Per place in the group: when all that ran there before is gone. */
  private readonly gone = new Map<number, Promise<unknown>>();

  constructor(processes: readonly ManagedProcess[]) {
    this.processes = [...processes];
  }

  /**
   * Resolves when all are ready. When one is not to be had, or the signal is aborted first, none is left running.
   *
   * @throws the first failure
   */
  async start(report: StepReport, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const abandon = (): void => void this.stop();
    signal?.addEventListener('abort', abandon);
    const begin = performance.now();
    const starts = this.processes.map(async (process) => {
      await process.start();
      report.say(`${process.launch.title} is ready (${seconds(performance.now() - begin)})`);
    });
    try {
      await Promise.all(starts);
    } catch (error) {
      await this.stop();
      await Promise.allSettled(starts);
      throw error;
    } finally {
      signal?.removeEventListener('abort', abandon);
    }
  }

  /**
   * Stops one program and starts it again in the same way; called again meanwhile, it gives up the start before.
   *
   * @param place  its index in the group
   * @returns when it is ready
   * @throws SetupError when it does not get ready, or is stopped or restarted first
   */
  async restart(place: number): Promise<void> {
    if (this.stopping) return;
    const before = this.processes[place];
    const next = before.again();
    this.processes[place] = next;
    const gone = Promise.all([this.gone.get(place), before.stop()]);
    this.gone.set(place, gone);
    await gone;
    await next.start();
  }

  /** Resolves when all are gone. Any number of calls are one. */
  stop(): Promise<void> {
    this.stopping ??= Promise.all([
      ...this.processes.map((process) => process.stop()),
      ...this.gone.values(),
    ]).then(() => undefined);
    return this.stopping;
  }
}
