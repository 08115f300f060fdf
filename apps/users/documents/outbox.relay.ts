import { eventName } from '#contracts/protocol/event.js';
import { UserDeleted } from '#contracts/users/users.events.js';
import { EventPublisher, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { Batches } from '#platform/process/batches.js';
import { withoutDeadline } from '#platform/process/deadline.js';
import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { UserDocument } from './user.schema.js';

const DELETED = eventName(UserDeleted);
const USERS_PER_SWEEP = 200;
/** Younger events are probably being sent, perhaps by another replica. */
const LEFT_BEHIND_MS = 3000;
/** From one removal of confirmed events to the next, which takes those of many users out of their documents by one write. */
const REST_MS = 250;
/** Not waited for on disk: a removal that is lost sends the event again, under the same id. */
const UNHURRIED = { writeConcern: { w: 1 } } as const;
const FORGOTTEN = { deletedAt: { $exists: true }, outbox: { $size: 0 } };

/**
 * Publishes the events in the users' outboxes and removes those that the broker has confirmed. New events are published
 * at once, and removed together with others; a sweep finds those that a crash or an unreachable broker left behind. An event whose confirm takes long may be
 * published by two replicas, under the same id.
 */
@Injectable()
export class OutboxRelay implements OnModuleDestroy {
  private readonly log = new Logger(OutboxRelay.name);
  private readonly sending = new Map<string, Promise<void>>();
  private readonly confirmed = new Batches<OutgoingEvent, void>(
    (events) => this.remove(events),
    USERS_PER_SWEEP,
    REST_MS,
  );

  constructor(
    @InjectModel(UserDocument.name) private readonly users: Model<UserDocument>,
    private readonly publisher: EventPublisher,
  ) {}

  /** Publishes events that were just stored, each user's in order. Never rejects: unconfirmed events stay stored. */
  send(userId: string, events: OutgoingEvent[]): void {
    this.log.debug('events stored');
    const before = this.sending.get(userId) ?? Promise.resolve();
    const wait = (error: Error) =>
      this.log.warn(`${events.length} events of ${userId} wait: ${error.message}`);
    const work = withoutDeadline(() => before.then(() => this.publish(events)))
      .then(() => void this.confirmed.submit(userId, ...events).catch(wait), wait)
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
    await this.publish(users.flatMap(({ outbox }) => outbox));
    await this.remove(new Map(users.map(({ _id, outbox }) => [String(_id), outbox])));
  }

  private async publish(events: readonly OutgoingEvent[]): Promise<void> {
    await Promise.all(events.map((event) => this.publisher.send(event)));
    this.log.debug('events confirmed');
  }

  private async remove(events: ReadonlyMap<string, readonly OutgoingEvent[]>): Promise<void> {
    const users = [...events.keys()].map((userId) => new Types.ObjectId(userId));
    const all = [...events.values()].flat();
    await this.users.updateMany(
      { _id: { $in: users } },
      { $pull: { outbox: { id: { $in: all.map(({ id }) => id) } } } },
      UNHURRIED,
    );
    if (all.some(({ name }) => name === DELETED))
      await this.users.deleteMany({ _id: { $in: users }, ...FORGOTTEN });
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
    await this.confirmed.finish();
  }
}
