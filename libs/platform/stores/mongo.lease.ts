import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, mongo } from 'mongoose';
import { DURABLE } from './mongo.module.js';

const LEASE_MS = 15_000;
const RENEW_MS = 4000;

/** A lease in MongoDB's collection `leases`. */
export interface LeaseDocument {
  _id: string;
  /** Empty when nobody has it. */
  holder: string;
  /** When it expires, by the clock of MongoDB. */
  until: Date;
  /** What its holder notes in it. */
  [note: string]: unknown;
}

type Leases = mongo.Collection<LeaseDocument>;

/** Lets one process at a time do some work, and another take over soon after that one died. */
export class MongoLease {
  /** @param holder  this process's own name */
  constructor(
    private readonly connection: Connection,
    private readonly id: string,
    private readonly holder: string,
  ) {}

  /**
   * @param notes  further stages of the update that takes it
   * @returns nothing while another process has it
   */
  async take(...notes: mongo.Document[]): Promise<HeldLease | undefined> {
    const free = { holder: '', until: new Date(0) };
    await this.leases.updateOne({ _id: this.id }, { $setOnInsert: free }, { upsert: true });
    const taken = await this.leases.findOneAndUpdate(
      { _id: this.id, $expr: { $lt: ['$until', '$$NOW'] } },
      [{ $set: { holder: this.holder, until: fromNow(LEASE_MS) } }, ...notes],
      { writeConcern: DURABLE },
    );
    return taken ? new HeldLease(this.leases, { _id: this.id, holder: this.holder }) : undefined;
  }

  /** As it stands, whoever has it. */
  read(): Promise<LeaseDocument | null> {
    return this.leases.findOne({ _id: this.id });
  }

  private get leases(): Leases {
    return this.connection.db!.collection<LeaseDocument>('leases');
  }
}

/** Renews itself until it is released; aborts `lost` when it cannot. */
export class HeldLease {
  private readonly end = new AbortController();
  private readonly gone = new AbortController();

  constructor(
    private readonly leases: Leases,
    private readonly own: Pick<LeaseDocument, '_id' | 'holder'>,
  ) {
    void this.renew();
  }

  get lost(): AbortSignal {
    return this.gone.signal;
  }

  /** Notes something in it while it is this process's. */
  async note(change: mongo.UpdateFilter<LeaseDocument>): Promise<void> {
    await this.leases.updateOne(this.own, change);
  }

  /** @param last  what to note besides */
  async release({ $set, ...more }: mongo.UpdateFilter<LeaseDocument> = {}): Promise<void> {
    this.end.abort();
    await this.note({ $set: { ...$set, holder: '', until: new Date(0) }, ...more });
  }

  private async renew(): Promise<void> {
    let last = performance.now();
    for (;;) {
      await pause(RENEW_MS, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
      if (this.end.signal.aborted) return;
      const asked = performance.now();
      try {
        const { matchedCount } = await this.leases.updateOne(this.own, [
          { $set: { until: fromNow(LEASE_MS) } },
        ]);
        if (matchedCount === 0) return this.gone.abort();
        last = asked;
      } catch {
        // Without an answer its holder is unknown: it counts as lost once it must have expired.
        if (performance.now() - last > LEASE_MS) return this.gone.abort();
      }
    }
  }
}

const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });
