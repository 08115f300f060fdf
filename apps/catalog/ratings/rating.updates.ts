import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { RatingBackfill } from './rating.backfill.js';
import { RatingStats } from './rating.stats.js';

const SWEEP_MS = 30_000;
/** One save should show soon, while a burst of a thousand events should cause only a few counts. */
const SETTLE_MS = 300;

/** Keeps average ratings current: reads earlier ratings once, and counts again whenever ratings change. */
@Injectable()
export class RatingUpdates implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly counting: RecurringTask;
  private readonly backfilling: RecurringTask;

  constructor(stats: RatingStats, backfill: RatingBackfill) {
    this.counting = new RecurringTask(RatingStats.name, () => stats.refresh(), SWEEP_MS, SETTLE_MS);
    this.backfilling = new RecurringTask(
      RatingBackfill.name,
      async () => {
        if (await backfill.runOnce()) this.counting.soon();
      },
      SWEEP_MS,
      0,
    );
  }

  onApplicationBootstrap(): void {
    this.counting.start();
  }

  /** From now on new ratings arrive as events, so the backfill can ask for the earlier ones without a gap. */
  eventsAreConsumed(): void {
    this.backfilling.start();
  }

  ratingsChanged(): void {
    this.counting.soon();
  }

  async onModuleDestroy(): Promise<void> {
    // Not awaited: the backfill may wait long for the users service, and starts over after the next start anyway.
    void this.backfilling.stop();
    await this.counting.stop();
  }
}
