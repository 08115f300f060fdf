import { RecurringTask } from '#platform/process/recurring.task.js';
import { Injectable, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { OutboxRelay } from './documents/outbox.relay.js';

const SWEEP_MS = 1000;

/** Looks for events that were left behind, while the service runs. */
@Injectable()
export class OutboxSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeping: RecurringTask;

  constructor(relay: OutboxRelay) {
    this.sweeping = new RecurringTask(OutboxRelay.name, () => relay.sweep(), SWEEP_MS, 0);
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweeping.stop();
  }
}
