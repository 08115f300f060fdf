import { AppError } from '#contracts/protocol/app.error.js';
import type { EventClass } from '#contracts/protocol/event.js';
import { sealEvent, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types, type UpdateQuery } from 'mongoose';
import { OutboxRelay } from './outbox.relay.js';
import { UserDocument } from './user.schema.js';

/** What a change writes, and the event it publishes. */
export interface UserChange<T extends object> {
  set?: Record<string, unknown>;
  unset?: string[];
  event: EventClass<T>;
  /** The event's data, given the version that the change gets. */
  data(version: number): T;
}

/** Reads and changes users. Every change of ratings or feedback stores its event in the same write. */
@Injectable()
export class UserStore {
  constructor(
    @InjectModel(UserDocument.name) readonly model: Model<UserDocument>,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws AppError `unauthorized` when the account does not exist or was deleted */
  async get<K extends keyof UserDocument>(
    userId: string,
    ...fields: K[]
  ): Promise<Pick<UserDocument, K | '_id'>> {
    const user = await this.model
      .findOne(alive(userId), Object.fromEntries(fields.map((field) => [field, 1])))
      .lean();
    if (!user) throw new AppError('unauthorized');
    return user as Pick<UserDocument, K | '_id'>;
  }

  /** Stores a new user and the event about it. @throws MongoDB's duplicate key error when the e-mail is taken */
  async create(user: Partial<UserDocument>, event: OutgoingEvent): Promise<void> {
    await this.model.create({ ...user, outbox: [event] });
    this.relay.send(String(user._id), [event]);
  }

  /**
   * Applies a change to the latest version; starts again when another change comes first.
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
      const update: UpdateQuery<UserDocument> = {
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

  /** Erases a user's data in one write; the empty document stays until the broker has confirmed its last event. */
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
