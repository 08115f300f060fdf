import { Injectable } from '@nestjs/common';

/** How much of the read model changed. */
export interface DataChange {
  /** Ratings given, changed or taken back. */
  ratings?: number;
  movies?: number;
  plots?: number;
}

/** Counts what changed since the counts were last taken, and when. */
@Injectable()
export class DataChanges {
  private changes: Required<DataChange> = { ratings: 0, movies: 0, plots: 0 };
  private first?: number;
  private last = -Infinity;

  get counts(): Readonly<Required<DataChange>> {
    return this.changes;
  }

  /** @param now  when it happened: milliseconds of a steady clock, the same one for all calls */
  note({ ratings = 0, movies = 0, plots = 0 }: DataChange, now = performance.now()): void {
    if (ratings + movies + plots === 0) return;
    this.changes = {
      ratings: this.changes.ratings + ratings,
      movies: this.changes.movies + movies,
      plots: this.changes.plots + plots,
    };
    this.first = Math.min(this.first ?? now, now);
    this.last = Math.max(this.last, now);
  }

  /** The moment when nothing has come for `quiet` ms, or the first change is `atMost` ms old; Infinity without a change. */
  settledAt(quiet: number, atMost: number): number {
    return this.first === undefined ? Infinity : Math.min(this.last + quiet, this.first + atMost);
  }

  /** Starts counting from zero. @returns the counts so far, to be noted again when what follows fails */
  take(): Required<DataChange> {
    const taken = this.changes;
    this.changes = { ratings: 0, movies: 0, plots: 0 };
    this.first = undefined;
    this.last = -Infinity;
    return taken;
  }
}
