import { AppError } from '#contracts/protocol/app.error.js';
import type { EventClass } from '#contracts/protocol/event.js';
import { sealEvent, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { answered, insertInTime, READ_AT, startedBy, writeBy } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter, Types } from 'mongoose';
import { OutboxRelay } from './outbox.relay.js';
import { UserDocument } from './user.schema.js';

/** Fields of a user, and when a write that follows from them must have begun, on MongoDB's clock. */
export type Known<K extends keyof UserDocument> = Pick<UserDocument, K | '_id'> & { writeBy?: Date };

/** Finds, creates and erases users. */
@Injectable()
export class UserStore {
  constructor(
    @InjectModel(UserDocument.name) readonly model: Model<UserDocument>,
    private readonly relay: OutboxRelay,
  ) {}

  /** @throws AppError `unauthorized` when the account does not exist or was deleted */
  async get<K extends keyof UserDocument>(userId: string, ...fields: K[]): Promise<Known<K>> {
    const user = await this.find(alive(userId), ...fields);
    if (!user) throw new AppError('unauthorized');
    return user;
  }

  async find<K extends keyof UserDocument>(
    filter: QueryFilter<UserDocument>,
    ...fields: K[]
  ): Promise<Known<K> | undefined> {
    const wanted = Object.fromEntries(fields.map((field) => [field, 1]));
    const found = await answered(
      this.model.findOne(filter, { ...wanted, ...READ_AT }).lean<UserDocument & { readAt: Date }>(),
    );
    if (!found) return undefined;
    const { readAt, ...user } = found;
    return { ...(user as Known<K>), writeBy: writeBy(readAt) };
  }

  /**
   * Stores a new user and the event about it.
   *
   * @throws MongoDB's duplicate key error when the e-mail is taken
   */
  async create(user: Partial<UserDocument>, event: OutgoingEvent): Promise<void> {
    await insertInTime(this.model, { ...user, outbox: [event] });
    this.relay.send(String(user._id), [event]);
  }

  /**
   * Erases a user's data in one write; the empty document stays until the broker has confirmed its last event.
   *
   * @throws AppError `service_unavailable` when the password has changed since it was read, or time is over
   */
  async erase<T extends object>(
    { _id, passwordHash, writeBy: by }: Known<'passwordHash'>,
    event: EventClass<T>,
    data: T,
  ): Promise<void> {
    const outgoing = sealEvent(event, data);
    const { modifiedCount } = await answered(
      this.model.updateOne(
        { ...alive(String(_id)), ...withPassword(passwordHash), ...startedBy(by) },
        [
          {
            $replaceWith: {
              _id: '$_id',
              registeredAt: '$registeredAt',
              version: '$version',
              deletedAt: new Date(),
              outbox: { $concatArrays: ['$outbox', [{ $literal: outgoing }]] },
            },
          },
        ],
        { updatePipeline: true },
      ),
    );
    if (modifiedCount !== 1) throw new AppError('service_unavailable');
    this.relay.send(String(_id), [outgoing]);
  }
}

/** Of an account whose password is still the one that was read, or that still has none. */
export const withPassword = (passwordHash: string | undefined) => ({
  passwordHash: passwordHash ?? { $exists: false },
});

export const alive = (userId: string) => ({
  _id: new Types.ObjectId(userId),
  deletedAt: { $exists: false },
});
