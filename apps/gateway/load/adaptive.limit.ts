export interface LimitSettings {
  /** Requests at once: between these, and at first. */
  min: number;
  max: number;
  initial: number;
  /** Milliseconds that a request may take before there are too many of them. */
  targetMs: number;
  /** How many wait for a place, and for how many milliseconds. */
  queue: number;
  waitMs: number;
}

/** Gives the place back. @param ok  false when the request failed for want of time */
export type Leave = (ok: boolean) => void;

/** How much is left of the limit after a request that took too long. */
const DECREASE = 0.8;

/**
 * How many requests of a kind run at once. The limit follows what the system can do: it grows by one for each round of
 * requests that are answered in time, and shrinks by a fifth when one is late or fails, at most once per `targetMs` (AIMD, as
 * TCP does). Beyond it a few wait in order of arrival; the rest is refused at once.
 */
export class AdaptiveLimit {
  private limit: number;
  private running = 0;
  private readonly waiting = new Set<(leave: Leave | undefined) => void>();
  private lastDecrease = -Infinity;

  constructor(private readonly settings: LimitSettings) {
    this.limit = settings.initial;
  }

  /** Whole requests. */
  get current(): number {
    return Math.floor(this.limit);
  }

  /** Whether a request that comes now would be refused. */
  get isFull(): boolean {
    return this.running >= this.current && this.waiting.size >= this.settings.queue;
  }

  /** @returns how to leave; undefined when there is no place and none becomes free in time */
  async enter(): Promise<Leave | undefined> {
    if (this.running < this.current && this.waiting.size === 0) return this.begin();
    if (this.isFull) return undefined;
    return new Promise((resolve) => {
      const settle = (leave: Leave | undefined): void => {
        clearTimeout(timer);
        this.waiting.delete(settle);
        resolve(leave);
      };
      const timer = setTimeout(() => settle(undefined), this.settings.waitMs);
      this.waiting.add(settle);
    });
  }

  private begin(): Leave {
    this.running += 1;
    const begun = performance.now();
    let left = false;
    return (ok) => {
      if (left) return;
      left = true;
      this.adjust(ok, performance.now() - begun);
      this.running -= 1;
      for (const settle of this.waiting) {
        if (this.running >= this.current) break;
        settle(this.begin());
      }
    };
  }

  private adjust(ok: boolean, tookMs: number): void {
    const { min, max, targetMs } = this.settings;
    const now = performance.now();
    if (!ok || tookMs > targetMs) {
      if (now - this.lastDecrease < targetMs) return;
      this.lastDecrease = now;
      this.limit = Math.max(min, this.limit * DECREASE);
    } else if (this.running >= this.limit / 2) this.limit = Math.min(max, this.limit + 1 / this.limit);
  }
}
