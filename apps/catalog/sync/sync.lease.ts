import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection, mongo } from 'mongoose';

const ID = 'tmdb-sync';
const LEASE_MS = 15_000;
const RENEW_MS = 4000;

interface LeaseDocument {
  _id: typeof ID;
  holder: string;
  /** When it expires, by the clock of MongoDB. */
  until: Date;
}

/** Lets one process bring films in at a time, and another take over soon after it died. */
@Injectable()
export class SyncLease {
  private readonly holder = randomUUID();

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Works under the lease. `lost` is aborted when it is no longer this process's.
   *
   * @param waitMs  how long to wait for another process
   * @returns whether the lease was to be had
   */
  async hold(work: (lost: AbortSignal) => Promise<void>, waitMs = 0): Promise<boolean> {
    const giveUpAt = performance.now() + waitMs;
    while (!(await this.take())) {
      if (performance.now() >= giveUpAt) return false;
      await pause(500);
    }
    const [ended, lost] = [new AbortController(), new AbortController()];
    const renewing = this.renew(ended.signal, lost);
    try {
      await work(lost.signal);
    } finally {
      ended.abort();
      await renewing;
      await this.leases.deleteOne({ _id: ID, holder: this.holder });
    }
    return true;
  }

  private async take(): Promise<boolean> {
    await this.leases.updateOne(
      { _id: ID },
      { $setOnInsert: { holder: '', until: new Date(0) } },
      { upsert: true },
    );
    const taken = await this.leases.findOneAndUpdate(
      { _id: ID, $expr: { $lt: ['$until', '$$NOW'] } },
      [{ $set: { holder: this.holder, until: { $add: ['$$NOW', LEASE_MS] } } }],
      { writeConcern: DURABLE },
    );
    return taken !== null;
  }

  private async renew(ended: AbortSignal, lost: AbortController): Promise<void> {
    let last = performance.now();
    for (;;) {
      await pause(RENEW_MS, undefined, { signal: ended, ref: false }).catch(() => undefined);
      if (ended.aborted) return;
      const asked = performance.now();
      try {
        const { matchedCount } = await this.leases.updateOne({ _id: ID, holder: this.holder }, [
          { $set: { until: { $add: ['$$NOW', LEASE_MS] } } },
        ]);
        if (matchedCount === 0) return lost.abort();
        last = asked;
      } catch {
        // Without an answer its holder is unknown: it counts as lost once it must have expired.
        if (performance.now() - last > LEASE_MS) return lost.abort();
      }
    }
  }

  private get leases(): mongo.Collection<LeaseDocument> {
    return this.connection.db!.collection<LeaseDocument>('leases');
  }
}
