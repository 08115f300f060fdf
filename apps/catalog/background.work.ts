import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { MoviesRelay } from './movies/movies.relay.js';
import { RatingBackfill } from './ratings/rating.backfill.js';
import { RatingStats } from './ratings/rating.stats.js';
import { RecurringTask } from '#platform/process/recurring.task.js';

const SWEEP_MS = 30_000;
/** A save of a user should show soon, a burst of a thousand events should be counted a few times only. */
const RATINGS_SETTLE_MS = 300;

/** What the service does besides answering: finds movies nobody was told about, and keeps average ratings current. */
@Injectable()
export class BackgroundWork implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly publishing: RecurringTask;
  private readonly counting: RecurringTask;
  private readonly backfilling: RecurringTask;

  constructor(relay: MoviesRelay, stats: RatingStats, backfill: RatingBackfill) {
    this.publishing = new RecurringTask('MoviesRelay', () => relay.drain(), SWEEP_MS, 0);
    this.counting = new RecurringTask('RatingStats', () => stats.refresh(), SWEEP_MS, RATINGS_SETTLE_MS);
    this.backfilling = new RecurringTask(
      'RatingFiller',
      async () => {
        if (await backfill.runOnce()) this.counting.soon();
      },
      SWEEP_MS,
      0,
    );
  }

  onApplicationBootstrap(): void {
    this.publishing.start();
    this.counting.start();
  }

  /** From now on ratings arrive as events; those from before are asked for. */
  eventsAreConsumed(): void {
    this.backfilling.start();
  }

  ratingsChanged(): void {
    this.counting.soon();
  }

  async onModuleDestroy(): Promise<void> {
    // Waiting for another service's answer is given up: whatever is cut short is done again after the next start.
    void this.backfilling.stop();
    await Promise.all([this.publishing.stop(), this.counting.stop()]);
  }
}
