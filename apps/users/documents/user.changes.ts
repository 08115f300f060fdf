import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#contracts/protocol/app.error.js';
import type { EventClass } from '#contracts/protocol/event.js';
import { MAX_REWATCHES, RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { sealEvent, type OutgoingEvent } from '#platform/messaging/event.publisher.js';
import { BatchLines } from '#platform/process/batch.lines.js';
import { deadline, withDeadline, withoutDeadline } from '#platform/process/deadline.js';
import { answered, READ_AT, startedBy, writeBy } from '#platform/stores/mongo.deadline.js';
import { asAppError } from '#platform/stores/store.errors.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, PipelineStage, UpdateQuery } from 'mongoose';
import {
  applyWrites,
  FILM_LISTS,
  type FilmLists,
  type FilmValue,
  type FilmWrite,
  recentRemovals,
  tooManyRewatches,
} from './film.lists.js';
import { OutboxRelay } from './outbox.relay.js';
import { UserDocument } from './user.schema.js';
import { alive } from './user.store.js';

/** What somebody saves, and the event that tells of it. */
export interface UserChange<T extends object> {
  /** When it was taken: per film the change taken last counts. */
  at: Date;
  writes: FilmWrite[];
  event: EventClass<T>;
  /** The event's data, given the version that the change gets and the writes that count. */
  data(version: number, made: FilmWrite[]): T;
}

interface Waiting {
  at: Date;
  writes: FilmWrite[];
  seal(version: number, made: FilmWrite[]): OutgoingEvent;
  until: number;
}

const TOO_MANY_REWATCHES = `A film may be watched again on ${MAX_REWATCHES} days at most.`;
const FILMS_PER_WRITE = 3 * RATINGS_PER_CHUNK;
/** Beyond this many films, lists are merged with what is new: set one by one, new films take MongoDB the square of their number. */
const FILMS_SET_ONE_BY_ONE = 200;
const SAVES_WAITING = 1000;
/** How often a write starts again after another replica's; with pauses that grow from 10 to 320 ms. */
const TRIES = 12;
const FIRST_PAUSE_MS = 10;

/**
 * Changes what users rate and save. One person's changes are made one after the other; those that had to wait become one
 * write, each with its own version and its own event, which are stored in that same write.
 */
@Injectable()
export class UserChanges {
  private readonly lines = new BatchLines<Waiting, number>(
    (userId, changes) => this.write(userId, changes),
    ({ writes }) => writes.length,
    FILMS_PER_WRITE,
    SAVES_WAITING,
  );

  constructor(
    @InjectModel(UserDocument.name) private readonly users: Model<UserDocument>,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * @returns the version the change got, or the one that stands when none of its writes counts
   * @throws AppError `unauthorized` when the account does not exist or was deleted; `service_unavailable` when it could
   *   not be written before the call's deadline; `validation_failed` when a film would have too many rewatches
   */
  make<T extends object>(userId: string, change: UserChange<T>): Promise<number> {
    return this.lines.submit(userId, waiting(change));
  }

  /** Makes changes in one write where they fit. @returns and throws as {@link make}, each for itself */
  makeAll(userId: string, changes: readonly UserChange<object>[]): Promise<number>[] {
    return this.lines.submitAll(userId, changes.map(waiting));
  }

  /** Starts again when another replica's write comes first, with those that still have time. */
  private async write(userId: string, changes: Waiting[]): Promise<(number | AppError)[]> {
    let failure = new AppError('service_unavailable');
    for (let tries = 0; tries < TRIES; tries += 1) {
      const open = changes.filter(({ until }) => until > Date.now());
      if (open.length === 0) break;
      try {
        const versions = await within(open, () => this.attempt(userId, open));
        if (versions) return changes.map((change) => versions.get(change) ?? failure);
      } catch (error) {
        failure = asAppError(error);
        if (failure.code !== 'service_unavailable') throw error;
      }
      await pause(Math.random() * FIRST_PAUSE_MS * 2 ** Math.min(tries, 5));
    }
    return changes.map(() => failure);
  }

  /** @returns nothing when the document changed meanwhile, or the write began too late */
  private async attempt(
    userId: string,
    changes: Waiting[],
  ): Promise<Map<Waiting, number | AppError> | undefined> {
    const { before, by, ...lists } = await this.read(userId, changes);
    const now = new Date();
    const versions = new Map<Waiting, number | AppError>();
    const all: FilmWrite[] = [];
    const events: OutgoingEvent[] = [];
    for (const change of changes) {
      if (tooManyRewatches(lists, change.writes)) {
        versions.set(change, new AppError('validation_failed', TOO_MANY_REWATCHES));
        continue;
      }
      const made = applyWrites(lists, change.writes, change.at, now);
      if (made.length > 0) events.push(change.seal(before + events.length + 1, made));
      all.push(...made);
      versions.set(change, before + events.length);
    }
    if (events.length === 0) return versions;
    const written = await answered(
      this.users.updateOne(
        { ...alive(userId), version: before, ...startedBy(by) },
        updateOf(lists, all, before + events.length, events, now),
        { updatePipeline: true },
      ),
    );
    if (written.modifiedCount !== 1) return undefined;
    this.relay.send(userId, events);
    return versions;
  }

  private async read(userId: string, changes: Waiting[]) {
    const films = changes.flatMap(({ writes }) => writes);
    const fields = films.map(({ list, movieId }) =>
      // They are counted.
      list === 'rewatches' ? [list, 1] : [`${list}.${movieId}`, 1],
    );
    const user = await answered(
      this.users
        .findOne(alive(userId), { version: 1, removed: 1, ...READ_AT, ...Object.fromEntries(fields) })
        .lean<UserDocument & { readAt: Date }>(),
    );
    if (!user) throw new AppError('unauthorized');
    const { version: before, removed = {} } = user;
    const lists = Object.fromEntries(FILM_LISTS.map((list) => [list, user[list] ?? {}]));
    return { before, by: writeBy(user.readAt), ...(lists as Omit<FilmLists, 'removed'>), removed };
  }
}

function waiting<T extends object>({ at, writes, event, data }: UserChange<T>): Waiting {
  const inContext = AsyncLocalStorage.snapshot();
  return {
    at,
    writes,
    seal: (version, made) => inContext(() => sealEvent(event, data(version, made))),
    until: deadline() ?? Infinity,
  };
}

function updateOf(
  lists: FilmLists,
  made: FilmWrite[],
  version: number,
  outbox: OutgoingEvent[],
  now: Date,
): UpdateQuery<UserDocument> | PipelineStage[] {
  const removed =
    Object.keys(lists.removed).length > 0 ? { removed: recentRemovals(lists.removed, now) } : {};
  if (made.length > FILMS_SET_ONE_BY_ONE) return mergeOf(lists, made, { version, ...removed }, outbox);
  const set: Record<string, unknown> = { version, ...removed };
  const unset: Record<string, 1> = {};
  for (const { list, movieId } of made) {
    const value = lists[list][movieId];
    if (value === undefined) unset[`${list}.${movieId}`] = 1;
    else set[`${list}.${movieId}`] = value;
  }
  return {
    $set: set,
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    $push: { outbox: { $each: outbox } },
  };
}

/** The same as a pipeline, in time that grows with the lists and not with their square. */
function mergeOf(
  lists: FilmLists,
  made: FilmWrite[],
  fields: object,
  outbox: OutgoingEvent[],
): PipelineStage[] {
  const merged: Record<string, object> = {};
  const gone: string[] = [];
  for (const [list, writes] of Map.groupBy(made, (write) => write.list)) {
    const stand = writes.flatMap(({ movieId }): [string, FilmValue][] => {
      const value = lists[list][movieId] as FilmValue | undefined;
      if (value === undefined) gone.push(`${list}.${movieId}`);
      return value === undefined ? [] : [[movieId, value]];
    });
    if (stand.length > 0)
      merged[list] = { $mergeObjects: [`$${list}`, { $literal: Object.fromEntries(stand) }] };
  }
  const literal = Object.entries(fields).map(([field, value]) => [field, { $literal: value as unknown }]);
  const events = { $concatArrays: [{ $ifNull: ['$outbox', []] }, { $literal: outbox }] };
  return [
    { $set: { ...Object.fromEntries(literal), ...merged, outbox: events } },
    ...(gone.length > 0 ? [{ $unset: [...new Set(gone)] }] : []),
  ];
}

/** Under the deadline of whoever gives up first, so that nobody's change is written after it. */
function within<T>(changes: Waiting[], work: () => T): T {
  const first = Math.min(...changes.map(({ until }) => until));
  return withoutDeadline(() => withDeadline(first === Infinity ? undefined : first, work));
}
