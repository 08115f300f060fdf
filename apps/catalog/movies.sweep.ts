import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { MoviesRelay } from './movies/movies.relay.js';

const SWEEP_MS = 30_000;

/** Publishes changed movies that a killed or failed `--initdb` has not announced, while the service runs. */
@Injectable()
export class MoviesSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly publishing: RecurringTask;

  constructor(relay: MoviesRelay) {
    this.publishing = new RecurringTask(MoviesRelay.name, () => relay.drain(), SWEEP_MS, 0);
  }

  onApplicationBootstrap(): void {
    this.publishing.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.publishing.stop();
  }
}
