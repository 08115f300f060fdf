import { setTimeout as pause } from 'node:timers/promises';
import type { TrainingProgress, TrainingStatus } from '#contracts/recommender/recommender.rpc.js';
import { DURABLE } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection, mongo } from 'mongoose';
import { INSTANCE_ID } from '../model/instance.id.js';

const ID = 'training';
const LEASE_MS = 15_000;
const RENEW_MS = 4000;

interface LeaseDocument extends Partial<TrainingProgress> {
  _id: typeof ID;
  /** Empty when nobody trains. */
  holder: string;
  /** When it expires, by the clock of MongoDB. */
  until: Date;
  since?: Date;
  failed?: { at: Date; message: string };
}

/** Lets one replica train at a time, and another take over when that one dies. */
@Injectable()
export class TrainingLease {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @returns nothing while another replica has it */
  async take(): Promise<HeldLease | undefined> {
    const free = { holder: '', until: new Date(0) };
    await this.leases.updateOne({ _id: ID }, { $setOnInsert: free }, { upsert: true });
    const taken = await this.leases.findOneAndUpdate(
      { _id: ID, $expr: { $lt: ['$until', '$$NOW'] } },
      [
        { $set: { holder: INSTANCE_ID, until: fromNow(LEASE_MS), since: '$$NOW', step: 'reading' } },
        { $unset: 'fitting' },
      ],
      { writeConcern: DURABLE },
    );
    return taken ? new HeldLease(this.leases) : undefined;
  }

  /** What is known of the training under way and of the last that failed. */
  async status(): Promise<Pick<TrainingStatus, 'running' | 'failed'>> {
    const lease = await this.leases.findOne({ _id: ID });
    const { holder, until, since, step, fitting, failed } = lease ?? {};
    return {
      ...(holder &&
        until! > new Date() && {
          running: { step: step!, ...(fitting && { fitting }), since: since!.toISOString() },
        }),
      ...(failed && { failed: { at: failed.at.toISOString(), message: failed.message } }),
    };
  }

  private get leases(): mongo.Collection<LeaseDocument> {
    return this.connection.db!.collection<LeaseDocument>('leases');
  }
}

/** Renews itself until it is released; aborts `lost` when it cannot. */
export class HeldLease {
  private readonly end = new AbortController();
  private readonly gone = new AbortController();
  private reported: Promise<unknown> = Promise.resolve();

  constructor(private readonly leases: mongo.Collection<LeaseDocument>) {
    void this.renew();
  }

  get lost(): AbortSignal {
    return this.gone.signal;
  }

  /** One after the other: on separate connections a later report could arrive first. */
  report({ step, fitting }: TrainingProgress): Promise<unknown> {
    const change = fitting
      ? { $set: { step, fitting } }
      : { $set: { step }, $unset: { fitting: '' as const } };
    const report = this.reported.then(() => this.leases.updateOne({ _id: ID, holder: INSTANCE_ID }, change));
    this.reported = report.catch(() => undefined);
    return report;
  }

  /** @param failure  why the training failed, when it did */
  async release(failure?: string): Promise<void> {
    this.end.abort();
    const free = { holder: '', until: new Date(0) };
    await this.leases.updateOne(
      { _id: ID, holder: INSTANCE_ID },
      failure === undefined
        ? { $set: free, $unset: { step: '', fitting: '', since: '', failed: '' } }
        : {
            $set: { ...free, failed: { at: new Date(), message: failure } },
            $unset: { step: '', fitting: '', since: '' },
          },
    );
  }

  private async renew(): Promise<void> {
    let last = performance.now();
    for (;;) {
      await pause(RENEW_MS, undefined, { signal: this.end.signal, ref: false }).catch(() => undefined);
      if (this.end.signal.aborted) return;
      const asked = performance.now();
      try {
        const { matchedCount } = await this.leases.updateOne({ _id: ID, holder: INSTANCE_ID }, [
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

function fromNow(ms: number) {
  return { $add: ['$$NOW', ms] };
}
