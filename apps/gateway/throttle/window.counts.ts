export interface Window {
  hits: number;
  /** Until the window ends. */
  msLeft: number;
}

/** Counts hits per key and fixed window in memory. Constant time per hit; removes ended windows once per window. */
export class WindowCounts {
  private readonly windows = new Map<string, { hits: number; end: number }>();
  private nextSweep = 0;

  hit(key: string, milliseconds: number, now = Date.now()): Window {
    this.sweep(now, milliseconds);
    let window = this.windows.get(key);
    if (!window || window.end <= now) {
      window = { hits: 0, end: now + milliseconds };
      this.windows.set(key, window);
    }
    window.hits += 1;
    return { hits: window.hits, msLeft: window.end - now };
  }

  get size(): number {
    return this.windows.size;
  }

  private sweep(now: number, milliseconds: number): void {
    if (now < this.nextSweep) return;
    this.nextSweep = now + milliseconds;
    for (const [key, { end }] of this.windows) if (end <= now) this.windows.delete(key);
  }
}
