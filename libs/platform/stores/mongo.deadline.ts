import { AppError } from '#contracts/protocol/app.error.js';
import { mongo, type Model } from 'mongoose';
import { remainingMs, requireTime } from '../process/deadline.js';
import { withinTime } from '../process/time-limit.js';
import { DURABLE } from './mongo.module.js';

/*
 * A write that waits in a frozen server's socket runs when the server goes on, however long ago its caller was told that
 * it failed. `maxTimeMS` does not help: the server counts it from when it begins. So each write carries the moment after
 * which it must not begin, on MongoDB's own clock, and MongoDB itself refuses it. That clock is read by the read that
 * comes before the write, so clocks need not agree.
 */

/** To be read with a document: when MongoDB read it, on its own clock. */
export const READ_AT = { readAt: '$$NOW' } as const;

/**
 * @param readAt  what was just read as `READ_AT`
 * @returns when the present call's deadline passes on MongoDB's clock, at the latest; undefined without a deadline
 */
export function writeBy(readAt: Date): Date | undefined {
  const left = remainingMs();
  return left === undefined ? undefined : new Date(readAt.getTime() + left);
}

/**
 * A part of a filter that matches while the write may begin.
 *
 * @throws AppError `service_unavailable` when the present call's deadline has passed
 */
export function startedBy(at: Date | undefined): { $expr?: object } {
  requireTime();
  return at ? { $expr: { $lt: ['$$NOW', at] } } : {};
}

/** Later than any call. */
const NEVER = new Date(Date.UTC(9999, 0));
/** MongoDB's word for an update that gives a document another id. */
const IMMUTABLE_FIELD = 66;

/**
 * Stores a new document with its schema's defaults, unless MongoDB begins after the present call's deadline. An insert has
 * no filter, so this is an upsert that then gives the document another id, which MongoDB refuses.
 *
 * @throws AppError `service_unavailable` when it is too late; MongoDB's duplicate key error
 */
export async function insertInTime<T>(model: Model<T>, fields: Partial<T>): Promise<void> {
  const document = new model(fields).toObject();
  const now = model.db.db!.aggregate<{ readAt: Date }>([{ $documents: [READ_AT] }]);
  const [{ readAt }] = await answered(now.toArray());
  const inTime = { $lt: ['$$NOW', writeBy(readAt) ?? NEVER] };
  const late = { _id: 'too late' };
  const update = [{ $replaceWith: { $cond: [inTime, { $literal: document }, { $literal: late }] } }];
  const options = { upsert: true, writeConcern: DURABLE };
  try {
    await answered(model.collection.updateOne({ _id: document._id as never }, update, options));
  } catch (error) {
    const refused = error instanceof mongo.MongoServerError && error.code === IMMUTABLE_FIELD;
    throw refused ? new AppError('service_unavailable', undefined, undefined, { cause: error }) : error;
  }
}

/** A query that can be told how long it may run. */
interface Limited<T> extends PromiseLike<T> {
  maxTimeMS?(ms: number): PromiseLike<T>;
}

/**
 * Waits for MongoDB no longer than the present call has time, and tells it so.
 *
 * @throws AppError `service_unavailable` after that time
 */
export async function answered<T>(query: Limited<T>): Promise<T> {
  requireTime();
  const left = remainingMs();
  if (left === undefined) return query;
  const limited = query.maxTimeMS ? query.maxTimeMS(left) : query;
  return withinTime(limited, left, () => new AppError('service_unavailable'));
}
