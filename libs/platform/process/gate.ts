import { AppError } from '#contracts/protocol/app.error.js';
import { requireTime } from './deadline.js';

/** Lets a number of works run at once; the others wait in order of arrival, a bounded number of them. */
export class Gate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param atOnce   how many works run at once
   * @param longest  how many wait at most
   */
  constructor(
    private readonly atOnce: number,
    private readonly longest: number,
  ) {}

  /** @throws AppError `service_unavailable` when too many wait, or when the call's deadline passed while it waited */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.turn();
    try {
      requireTime();
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.longest)
      throw new AppError('service_unavailable', 'Too much of this is asked for at once. Try again soon.');
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
