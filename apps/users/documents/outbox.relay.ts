import { EventPublisher, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { Injectable, Logger, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { UserRecord } from './user.schema.js';

const SWEEP_MS = 1000;
const SWEEP_USERS = 200;
/** Younger events are on their way, perhaps from another replica. */
const LEFT_BEHIND_MS = 3000;

/**
 * Sends the events that stand in the users' outboxes and takes out what the broker has confirmed. A fresh change is
 * sent at once; a sweep finds what a crash or an unreachable broker left behind. When that takes long, two replicas may
 * send the same event, which its consumers are made for.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('Outbox');
  private readonly sending = new Map<string, Promise<void>>();
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    @InjectModel(UserRecord.name) private readonly users: Model<UserRecord>,
    private readonly publisher: EventPublisher,
  ) {}

  onApplicationBootstrap(): void {
    void this.sweepAndRepeat();
  }

  /** Sends events that were just stored, one user's in their order. Never fails: what is not confirmed stays stored. */
  send(userId: string, events: OutgoingEvent[]): void {
    const before = this.sending.get(userId) ?? Promise.resolve();
    const work = before
      .then(() => this.deliver(userId, events))
      .catch((error: Error) => this.log.warn(`${events.length} events of ${userId} wait: ${error.message}`))
      .finally(() => {
        if (this.sending.get(userId) === work) this.sending.delete(userId);
      });
    this.sending.set(userId, work);
  }

  /** Sends everything that waits, for a command that must not end before. */
  async drain(onSent: (events: number) => void = () => undefined): Promise<void> {
    for (;;) {
      const waiting = await this.waiting();
      if (waiting.length === 0) return;
      for (const user of waiting) {
        await this.deliver(String(user._id), user.outbox);
        onSent(user.outbox.length);
      }
    }
  }

  private async deliver(userId: string, events: OutgoingEvent[]): Promise<void> {
    await Promise.all(events.map((event) => this.publisher.send(event)));
    const _id = new Types.ObjectId(userId);
    await this.users.updateOne(
      { _id },
      { $pull: { outbox: { id: { $in: events.map((event) => event.id) } } } },
    );
    await this.users.deleteOne({ _id, deletedAt: { $exists: true }, outbox: { $size: 0 } });
  }

  private async sweepAndRepeat(): Promise<void> {
    try {
      const waiting = await this.waiting(LEFT_BEHIND_MS);
      const idle = waiting.filter((user) => !this.sending.has(String(user._id)));
      for (const user of idle) this.send(String(user._id), user.outbox);
      await Promise.all(this.sending.values());
    } catch (error) {
      this.log.warn(`sweep failed: ${(error as Error).message}`);
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.sweepAndRepeat(), SWEEP_MS);
  }

  private waiting(forMs = 0): Promise<Pick<UserRecord, '_id' | 'outbox'>[]> {
    const before = new Date(Date.now() - forMs).toISOString();
    return this.users
      .find({ 'outbox.id': { $exists: true }, 'outbox.occurredAt': { $lte: before } }, { outbox: 1 })
      .limit(SWEEP_USERS)
      .lean();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.all(this.sending.values());
  }
}
