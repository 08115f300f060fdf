import { PlotIndex } from '#plots/plot.index.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import type { PlotTable } from './plot.table.js';
import type { TrainingOrder, TrainingResult } from './training.js';
import { DataChanges } from '../profiles/data.changes.js';

const RETRY_MS = 5000;

/** The plot vectors in memory, and whether those in Chroma are newer. */
@Injectable()
export class PlotVectors implements OnApplicationShutdown {
  private readonly log = new Logger(PlotVectors.name);
  private table?: PlotTable;
  private outdated = true;
  private retryTimer?: NodeJS.Timeout;

  constructor(
    private readonly index: PlotIndex,
    private readonly changes: DataChanges,
  ) {}

  /** @param changed  how many vectors in Chroma are new or different */
  changed(changed: number): void {
    this.outdated = true;
    this.changes.note({ plots: changed });
  }

  /** @returns what to train with; vectors that change from now on are for the next training */
  beginTraining(): Pick<TrainingOrder, 'plots' | 'readPlots'> {
    const order = { plots: this.table, readPlots: this.outdated };
    this.outdated = false;
    return order;
  }

  onTrained({ plots, plotsMissing }: Pick<TrainingResult, 'plots' | 'plotsMissing'>): void {
    this.table = plots;
    if (plotsMissing === undefined) return;
    this.outdated = true;
    this.log.warn(
      `plot vectors not read from Chroma, trained ${plots ? 'with the old ones' : 'without'}: ${plotsMissing}`,
    );
    this.retryLater();
  }

  /** Another replica trained the model that serves, or a training failed: Chroma's vectors may be newer than those in memory. */
  markOutdated(withoutPlots = false): void {
    this.outdated = true;
    if (withoutPlots) this.retryLater();
  }

  /** Repeats until Chroma answers; then there is something new to train with. */
  private retryLater(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(async () => {
      try {
        const count = await this.index.count();
        this.log.log(`Chroma answers again, with ${count} plot vectors`);
        this.changed(Math.max(1, count));
      } catch {
        this.retryLater();
      }
    }, RETRY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.retryTimer);
  }
}
