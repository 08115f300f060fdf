import { readFileSync } from 'node:fs';

const LOOK_MS = 500;

/** The largest resident memory of processes, sampled twice a second. */
export class MemoryWatch {
  private readonly peaks = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  /** @param processes  pids by name; may change */
  constructor(private readonly processes: () => [name: string, pid: number | undefined][]) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** Megabytes by name since the last call. */
  take(): Map<string, number> {
    const peaks = new Map(this.peaks);
    this.peaks.clear();
    return peaks;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const [name, pid] of this.processes()) {
      const used = pid ? residentMegabytes(pid) : 0;
      if (used > (this.peaks.get(name) ?? 0)) this.peaks.set(name, used);
    }
  }
}

function residentMegabytes(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0; // It has just ended.
  }
}
