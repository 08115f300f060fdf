import { Injectable } from '@nestjs/common';

/** What changed since the last training began. */
export interface DataChange {
  /** Ratings given, changed or taken back. */
  ratings?: number;
  movies?: number;
  plots?: number;
}

/** What the model that serves was trained with. */
export interface TrainedWith {
  ratings: number;
  movies: number;
  plots: number;
}

const LARGE_RATINGS = { min: 500, share: 0.02 };
const LARGE_MOVIES = { min: 10, share: 0.01 };
const LARGE_PLOTS = { min: 1, share: 0.5 };
/** Wait until nothing came for `quiet`, but not longer than `patience` from the first change. Milliseconds. */
const SOON = { quiet: 2000, atMost: 60_000 };
const LATER = { quiet: 30_000, atMost: 300_000 };

/**
 * Says when to train: soon after much has changed (or when there is no model yet), later after a few movies or plots
 * have, and not at all for a few ratings, which lists follow without a new model.
 */
@Injectable()
export class TrainingSchedule {
  private changes: Required<DataChange> = { ratings: 0, movies: 0, plots: 0 };
  private first?: number;
  private last = -Infinity;
  private requested = false;

  /** @param now  when it happened: milliseconds of a steady clock, the same one for all calls */
  note({ ratings = 0, movies = 0, plots = 0 }: DataChange, now = performance.now()): void {
    if (ratings + movies + plots === 0) return;
    this.changes.ratings += ratings;
    this.changes.movies += movies;
    this.changes.plots += plots;
    this.first = Math.min(this.first ?? now, now);
    this.last = Math.max(this.last, now);
  }

  /** An operator wants a training now, whatever has changed. */
  requestTraining(): void {
    this.requested = true;
  }

  /** Whether what has changed is reason to train now. */
  isDue(model: TrainedWith | undefined, now = performance.now()): boolean {
    if (this.requested) return true;
    const pace = this.pace(model);
    if (this.first === undefined || !pace) return false;
    return now >= Math.min(this.last + pace.quiet, this.first + pace.atMost);
  }

  /** A training begins, and sees all that was noted. @returns that, to be noted again should the training fail */
  begin(): DataChange {
    const seen = this.changes;
    this.changes = { ratings: 0, movies: 0, plots: 0 };
    this.first = undefined;
    this.last = -Infinity;
    this.requested = false;
    return seen;
  }

  private pace(model?: TrainedWith): typeof SOON | undefined {
    const { ratings, movies, plots } = this.changes;
    const large =
      !model ||
      isLarge(ratings, LARGE_RATINGS, model.ratings) ||
      isLarge(movies, LARGE_MOVIES, model.movies) ||
      isLarge(plots, LARGE_PLOTS, model.plots);
    if (large) return SOON;
    return movies + plots > 0 ? LATER : undefined;
  }
}

function isLarge(changed: number, { min, share }: { min: number; share: number }, of: number): boolean {
  return changed >= Math.max(min, share * of);
}
