import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoLease } from '#platform/stores/mongo.lease.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

const ASK_AGAIN_MS = 500;

/** Lets one process bring films in at a time, and another take over soon after it died. */
@Injectable()
export class SyncLease {
  private readonly lease: MongoLease;

  constructor(@InjectConnection() connection: Connection) {
    this.lease = new MongoLease(connection, 'tmdb-sync', randomUUID());
  }

  /**
   * Works under the lease. `lost` is aborted when it is no longer this process's.
   *
   * @param waitMs  how long to wait for another process
   * @returns whether the lease was to be had
   */
  async hold(work: (lost: AbortSignal) => Promise<void>, waitMs = 0): Promise<boolean> {
    const giveUpAt = performance.now() + waitMs;
    let held = await this.lease.take();
    while (!held && performance.now() < giveUpAt) {
      await pause(ASK_AGAIN_MS);
      held = await this.lease.take();
    }
    if (!held) return false;
    try {
      await work(held.lost);
    } finally {
      await held.release();
    }
    return true;
  }
}
