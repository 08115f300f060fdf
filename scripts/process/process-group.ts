import type { ManagedProcess } from './managed-process.js';
import { seconds, type StepReport } from '#platform/process/progress.js';

/** Programs that start together and stop together. */
export class ProcessGroup {
  private stopping?: Promise<void>;

  constructor(private readonly processes: ManagedProcess[]) {}

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

  /** Resolves when all are gone. Any number of calls are one. */
  stop(): Promise<void> {
    this.stopping ??= Promise.all(this.processes.map((process) => process.stop())).then(() => undefined);
    return this.stopping;
  }
}
