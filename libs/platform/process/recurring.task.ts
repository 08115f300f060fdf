import { Logger } from '@nestjs/common';
import { withoutDeadline } from './deadline.js';

const FIRST_RETRY_MS = 1000;
/** As many times as long as the work took. */
const RESTS_FOR = 3;
const MAX_REST_MS = 3000;

/**
 * Work that looks for something to do: at its start, when asked, and every now and then, because a crash or an
 * unreachable store may have left something behind. Never two runs at once; a failure is logged and tried again, soon at
 * first, then less and less often. After a run it rests for up to three times as long as the run took, so that a flood of
 * requests leaves time for other things.
 */
export class RecurringTask {
  private readonly log: Logger;
  private timer?: NodeJS.Timeout;
  private dueAt = Infinity;
  private running?: Promise<unknown>;
  private stopped = true;
  private retryMs = FIRST_RETRY_MS;
  private restsUntil = 0;

  /**
   * @param everyMs   the longest pause between two runs
   * @param settleMs  how long after soon() the work starts; what is asked for meanwhile is done by the same run
   */
  constructor(
    name: string,
    private readonly work: () => Promise<void>,
    private readonly everyMs: number,
    private readonly settleMs: number,
  ) {
    this.log = new Logger(name);
  }

  start(): void {
    this.stopped = false;
    this.runWithin(0);
  }

  soon(): void {
    this.runWithin(this.settleMs);
  }

  /** Waits for a running run. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private runWithin(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (this.stopped || at >= this.dueAt) return;
    this.dueAt = at;
    // While a run is under way only the request is kept; the run's end sets the timer.
    if (!this.running) this.setTimer();
  }

  private setTimer(): void {
    clearTimeout(this.timer);
    const at = Math.max(this.dueAt, this.restsUntil);
    this.timer = setTimeout(() => this.run(), Math.max(0, at - performance.now()));
  }

  private run(): void {
    const startedAt = performance.now();
    this.dueAt = startedAt + this.everyMs;
    this.running = withoutDeadline(this.work)
      .then(() => (this.retryMs = FIRST_RETRY_MS))
      .catch((error: Error) => this.failed(error))
      .finally(() => {
        const endedAt = performance.now();
        this.restsUntil = endedAt + Math.min(MAX_REST_MS, RESTS_FOR * (endedAt - startedAt));
        this.running = undefined;
        if (!this.stopped) this.setTimer();
      });
  }

  private failed(error: Error): void {
    const delayMs = Math.min(this.retryMs, this.everyMs);
    this.retryMs = 2 * delayMs;
    this.dueAt = Math.min(this.dueAt, performance.now() + delayMs);
    if (!this.stopped) this.log.warn(`tried again in ${delayMs} ms: ${error.message}`);
  }
}
