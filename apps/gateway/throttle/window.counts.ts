export interface Window {
  hits: number;
  /** Until the window ends. */
  msLeft: number;
}

/** Keys at once, about 20 MB; beyond it the window that began first is forgotten. */
const MAX_KEYS = 100_000;

/** Counts hits per key and fixed window in memory. Constant time per hit; removes ended windows once per window. */
export class WindowCounts {
  private readonly windows = new Map<string, { hits: number; end: number }>();
  private nextSweep = 0;

  constructor(private readonly maxKeys = MAX_KEYS) {}

  hit(key: string, milliseconds: number, now = Date.now()): Window {
    this.sweep(now, milliseconds);
    let window = this.windows.get(key);
    if (!window || window.end <= now) {
      window = { hits: 0, end: now + milliseconds };
      this.windows.delete(key);
      if (this.windows.size >= this.maxKeys) this.windows.delete(this.windows.keys().next().value!);
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
