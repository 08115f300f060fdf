import type { TrainingProgress, TrainingStatus } from '#contracts/recommender/recommender.rpc.js';
import { type HeldLease, MongoLease } from '#platform/stores/mongo.lease.js';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { INSTANCE_ID } from '../model/instance.id.js';

/** What the lease says of the training, beside who has it. */
interface Notes extends Partial<TrainingProgress> {
  since?: Date;
  failed?: { at: Date; message: string };
}

/** Lets one replica train at a time, and another take over when that one dies; and tells everybody how far it is. */
@Injectable()
export class TrainingLease {
  private readonly lease: MongoLease;

  constructor(@InjectConnection() connection: Connection) {
    this.lease = new MongoLease(connection, 'training', INSTANCE_ID);
  }

  /** @returns nothing while another replica has it */
  async take(): Promise<HeldTraining | undefined> {
    const held = await this.lease.take({ $set: { since: '$$NOW', step: 'reading' } }, { $unset: 'fitting' });
    return held && new HeldTraining(held);
  }

  /** What is known of the training under way and of the last that failed. */
  async status(): Promise<Pick<TrainingStatus, 'running' | 'failed'>> {
    const lease = await this.lease.read();
    const { since, step, fitting, failed } = (lease ?? {}) as Notes;
    return {
      ...(lease?.holder &&
        lease.until > new Date() && {
          running: { step: step!, ...(fitting && { fitting }), since: since!.toISOString() },
        }),
      ...(failed && { failed: { at: failed.at.toISOString(), message: failed.message } }),
    };
  }
}

/** The lease in the hands of the replica that trains. */
export class HeldTraining {
  private reported: Promise<unknown> = Promise.resolve();

  constructor(private readonly held: HeldLease) {}

  get lost(): AbortSignal {
    return this.held.lost;
  }

  /** One after the other: on separate connections a later report could arrive first. */
  report({ step, fitting }: TrainingProgress): Promise<unknown> {
    const change = fitting
      ? { $set: { step, fitting } }
      : { $set: { step }, $unset: { fitting: '' as const } };
    const report = this.reported.then(() => this.held.note(change));
    this.reported = report.catch(() => undefined);
    return report;
  }

  /** @param failure  why the training failed, when it did */
  release(failure?: string): Promise<void> {
    const over = { step: '', fitting: '', since: '' } as const;
    return this.held.release(
      failure === undefined
        ? { $unset: { ...over, failed: '' } }
        : { $set: { failed: { at: new Date(), message: failure } }, $unset: over },
    );
  }
}
