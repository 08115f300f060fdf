import { AppError } from '#contracts/protocol/app.error.js';
import { sealEvent, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import type { EventClass } from '#contracts/protocol/event.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types, type UpdateQuery } from 'mongoose';
import { OutboxRelay } from './outbox.relay.js';
import { UserRecord } from './user.schema.js';

/** What one change writes, and the fact it makes known. */
export interface UserChange<T extends object> {
  set?: Record<string, unknown>;
  unset?: string[];
  event: EventClass<T>;
  /** The event's data at the version the change gets. */
  data(version: number): T;
}

/** Reads and changes users. Every change of ratings or feedback carries its event in the same write. */
@Injectable()
export class UserStore {
  constructor(
    @InjectModel(UserRecord.name) readonly model: Model<UserRecord>,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws AppError `unauthorized` when there is no such account (any more) */
  async get<K extends keyof UserRecord>(
    userId: string,
    ...fields: K[]
  ): Promise<Pick<UserRecord, K | '_id'>> {
    const user = await this.model
      .findOne(alive(userId), Object.fromEntries(fields.map((field) => [field, 1])))
      .lean();
    if (!user) throw new AppError('unauthorized');
    return user as Pick<UserRecord, K | '_id'>;
  }

  /** Stores a new user with the event that says so; a taken e-mail is MongoDB's duplicate key error. */
  async create(user: Partial<UserRecord>, event: OutgoingEvent): Promise<void> {
    await this.model.create({ ...user, outbox: [event] });
    this.relay.send(String(user._id), [event]);
  }

  /**
   * Applies a change on top of the latest version, again when a user else was faster.
   *
   * @returns the version the change got
   */
  async change<T extends object>(
    userId: string,
    { set, unset, event, data }: UserChange<T>,
  ): Promise<number> {
    for (;;) {
      const { version } = await this.get(userId, 'version');
      const outgoing = sealEvent(event, data(version + 1));
      const update: UpdateQuery<UserRecord> = {
        $set: { ...set, version: version + 1 },
        $push: { outbox: outgoing },
      };
      if (unset?.length) update.$unset = Object.fromEntries(unset.map((path) => [path, 1]));
      const { modifiedCount } = await this.model.updateOne({ ...alive(userId), version }, update);
      if (modifiedCount === 1) {
        this.relay.send(userId, [outgoing]);
        return version + 1;
      }
    }
  }

  /** Erases everything of a user at once; the empty document stays until its last event is confirmed. */
  async erase<T extends object>(userId: string, event: EventClass<T>, data: T): Promise<void> {
    const outgoing = sealEvent(event, data);
    await this.model.updateOne(alive(userId), {
      $set: { deletedAt: new Date(), ratings: {}, watchlist: {}, notInterested: {} },
      $unset: { email: 1, passwordHash: 1, displayName: 1 },
      $push: { outbox: outgoing },
    });
    this.relay.send(userId, [outgoing]);
  }
}

const alive = (userId: string) => ({ _id: new Types.ObjectId(userId), deletedAt: { $exists: false } });
