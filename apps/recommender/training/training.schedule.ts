import { Injectable } from '@nestjs/common';
import { type DataChange, DataChanges } from '../profiles/data.changes.js';

/** What the model that serves was trained with. */
export interface TrainedWith {
  ratings: number;
  movies: number;
  plots: number;
  /** It was made in a hurry. */
  quick?: boolean;
  /** Its models were trained elsewhere: it stays until somebody publishes the next, or asks for a training here. */
  outside?: boolean;
}

const LARGE_RATINGS = { min: 500, share: 0.02 };
const LARGE_MOVIES = { min: 10, share: 0.01 };
const LARGE_PLOTS = { min: 1, share: 0.5 };
/** Wait until nothing came for `quiet` ms, but at most `atMost` ms from the first change. */
const SOON = { quiet: 2000, atMost: 60_000 };
const LATER = { quiet: 30_000, atMost: 300_000 };

/**
 * Says when to train: soon after much has changed (or when there is no model yet, or only a quick one), later after a few movies or plots
 * have, and not at all for a few ratings, which lists follow without a new model.
 */
@Injectable()
export class TrainingSchedule {
  private requested = false;

  constructor(private readonly changes: DataChanges) {}

  /** See DataChanges.note. */
  note(change: DataChange, now?: number): void {
    this.changes.note(change, now);
  }

  /** Makes a training due now, whatever has changed. */
  requestTraining(): void {
    this.requested = true;
  }

  /** Whether what has changed is reason to train now. */
  isDue(model: TrainedWith | undefined, now = performance.now()): boolean {
    if (this.requested) return true;
    if (model?.outside) return false;
    const pace = this.pace(model);
    if (!pace) return false;
    const settledAt = this.changes.settledAt(pace.quiet, pace.atMost);
    return now >= settledAt || (model?.quick === true && settledAt === Infinity);
  }

  /** A training begins, and sees all that was noted. @returns that; note it again when the training fails */
  begin(): DataChange {
    this.requested = false;
    return this.changes.take();
  }

  private pace(model?: TrainedWith): typeof SOON | undefined {
    const { ratings, movies, plots } = this.changes.counts;
    const large =
      !model ||
      model.quick ||
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
