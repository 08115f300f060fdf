import { eventName } from '#contracts/protocol/event.js';
import { UserDeleted } from '#contracts/users/users.events.js';
import { EventPublisher, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { withoutDeadline } from '#platform/process/deadline.js';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { UserDocument } from './user.schema.js';

const DELETED = eventName(UserDeleted);
const USERS_PER_SWEEP = 200;
/** Younger events are probably being sent, perhaps by another replica. */
const LEFT_BEHIND_MS = 3000;
/** Not waited for on disk: a removal that is lost sends the event again, under the same id. */
const UNHURRIED = { writeConcern: { w: 1 } } as const;
const FORGOTTEN = { deletedAt: { $exists: true }, outbox: { $size: 0 } };

/**
 * Publishes the events in the users' outboxes and removes those that the broker has confirmed. New events are published
 * at once; a sweep finds those that a crash or an unreachable broker left behind. An event whose confirm takes long may be
 * published by two replicas, under the same id.
 */
@Injectable()
export class OutboxRelay implements OnModuleDestroy {
  private readonly log = new Logger(OutboxRelay.name);
  private readonly sending = new Map<string, Promise<void>>();

  constructor(
    @InjectModel(UserDocument.name) private readonly users: Model<UserDocument>,
    private readonly publisher: EventPublisher,
  ) {}

  /** Publishes events that were just stored, each user's in order. Never rejects: unconfirmed events stay stored. */
  send(userId: string, events: OutgoingEvent[]): void {
    this.log.debug('events stored');
    const before = this.sending.get(userId) ?? Promise.resolve();
    const work = withoutDeadline(() => before.then(() => this.deliver(userId, events)))
      .catch((error: Error) => this.log.warn(`${events.length} events of ${userId} wait: ${error.message}`))
      .finally(() => {
        if (this.sending.get(userId) === work) this.sending.delete(userId);
      });
    this.sending.set(userId, work);
  }

  /** Publishes events that were left behind. */
  async sweep(): Promise<void> {
    const waiting = await this.waiting(LEFT_BEHIND_MS);
    const idle = waiting.filter((user) => !this.sending.has(String(user._id)));
    for (const user of idle) this.send(String(user._id), user.outbox);
    await Promise.all(this.sending.values());
  }

  /** Publishes every stored event, for a command that must not end before. @throws when the broker does not confirm */
  async drain(): Promise<void> {
    for (;;) {
      const waiting = await this.waiting();
      if (waiting.length === 0) return;
      await this.deliverAll(waiting);
    }
  }

  /** Publishes events of many users at once, each user's in order. @throws when the broker does not confirm */
  async deliverAll(users: readonly Pick<UserDocument, '_id' | 'outbox'>[]): Promise<void> {
    const events = users.flatMap(({ outbox }) => outbox);
    await Promise.all(events.map((event) => this.publisher.send(event)));
    this.log.debug('events confirmed');
    await this.users.updateMany(
      { _id: { $in: users.map(({ _id }) => _id) } },
      { $pull: { outbox: { id: { $in: events.map(({ id }) => id) } } } },
      UNHURRIED,
    );
    const deleted = users.filter(({ outbox }) => outbox.some(({ name }) => name === DELETED));
    if (deleted.length > 0)
      await this.users.deleteMany({ _id: { $in: deleted.map(({ _id }) => _id) }, ...FORGOTTEN });
  }

  private async deliver(userId: string, events: OutgoingEvent[]): Promise<void> {
    await this.deliverAll([{ _id: new Types.ObjectId(userId), outbox: events }]);
  }

  private waiting(forMs = 0): Promise<Pick<UserDocument, '_id' | 'outbox'>[]> {
    const before = new Date(Date.now() - forMs).toISOString();
    return this.users
      .find({ 'outbox.id': { $exists: true }, 'outbox.occurredAt': { $lte: before } }, { outbox: 1 })
      .limit(USERS_PER_SWEEP)
      .lean();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.sending.values());
  }
}
