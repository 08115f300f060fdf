import { AppError } from '#contracts/protocol/app.error.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import {
  type FilmsImported,
  ImportFilms,
  importFilms,
  ImportOfUser,
  type ImportUndone,
  listImports,
  type PastImport,
  undoImport,
} from '#contracts/users/imports.rpc.js';
import {
  FeedbackChanged,
  ImportProgressed,
  RatingsImported,
  SeenChanged,
} from '#contracts/users/users.events.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Controller, Logger } from '@nestjs/common';
import {
  type FilmList,
  type FilmValue,
  type FilmWrite,
  rewatchKey,
  takenAt,
} from '../documents/film.lists.js';
import { ImportJournal } from '../documents/import.journal.js';
import { type UserChange, UserChanges } from '../documents/user.changes.js';
import type { StoredRating, StoredSeen } from '../documents/user.schema.js';

/** So many are taken back together, as many as a part of an import may have. */
const ENTRIES_PER_STEP = 3 * RATINGS_PER_CHUNK;

/** Histories brought at once, and taken back as a whole. */
@Controller()
export class ImportsController {
  private readonly log = new Logger(ImportsController.name);

  constructor(
    private readonly changes: UserChanges,
    private readonly journal: ImportJournal,
    private readonly publisher: EventPublisher,
  ) {}

  /** A part that is sent again changes nothing. */
  @OnRpc(importFilms)
  async import(part: ImportFilms): Promise<FilmsImported> {
    const { userId, importId, name, done, total } = part;
    const at = takenAt(part.at);
    const writes = writesOf(part, at);
    await this.journal.note({ importId, userId, name, importedAt: at }, writes);
    const ratingsVersion = await this.write(userId, at, writes);
    await this.publisher
      .publish(ImportProgressed, { userId, importId, done, total })
      .catch((error: Error) => this.log.warn(`progress of an import not told: ${error.message}`));
    return { ratingsVersion };
  }

  @OnRpc(undoImport)
  async undo({ userId, importId, ...taken }: ImportOfUser): Promise<ImportUndone> {
    const at = takenAt(taken.at);
    const past = await this.journal.find(userId, importId);
    if (!past) throw new AppError('import_not_found');
    let [ratingsVersion, undone] = [0, 0];
    for (const some of chunksOf(past, ENTRIES_PER_STEP)) {
      const entries = await this.journal.untouched(userId, some);
      const writes = entries.map(({ list, movieId, before }): FilmWrite => {
        return { list, movieId, value: restored(before, at) };
      });
      ratingsVersion = Math.max(ratingsVersion, await this.write(userId, at, writes));
      undone += entries.length;
    }
    await this.journal.forget(userId, importId);
    return { ratingsVersion, undone, kept: past.length - undone };
  }

  @OnRpc(listImports)
  list({ userId }: UserRef): Promise<PastImport[]> {
    return this.journal.list(userId);
  }

  /** In one write where they fit. @returns the latest version; 0 when there is nothing to write */
  private async write(userId: string, at: Date, all: FilmWrite[]): Promise<number> {
    const changesOf = <T extends object>(lists: FilmList[], announcing: Announcing<T>): UserChange<T>[] => {
      const own = all.filter(({ list }) => lists.includes(list));
      return [...chunksOf(own, RATINGS_PER_CHUNK)].map((writes) => ({ at, writes, ...announcing }));
    };
    const versions = await Promise.all(
      this.changes.makeAll(userId, [
        ...changesOf(['ratings'], announcingRatings(userId, at)),
        ...changesOf(['seen', 'rewatches'], announcingSeen(userId)),
        ...changesOf(['watchlist'], announcingWatchlist(userId)),
      ]),
    );
    return Math.max(0, ...versions);
  }
}

type Announcing<T extends object> = Pick<UserChange<T>, 'event' | 'data'>;

function announcingRatings(userId: string, at: Date): Announcing<RatingsImported> {
  const changeOf = ({ movieId, value }: FilmWrite) => {
    const { rating, ratedAt }: Partial<StoredRating> & { ratedAt: Date } = (value as
      StoredRating | undefined) ?? {
      ratedAt: at,
    };
    return { movieId, ...(rating !== undefined && { rating }), ratedAt: ratedAt.toISOString() };
  };
  return {
    event: RatingsImported,
    data: (version, made) => ({ userId, version, source: 'upload', changes: made.map(changeOf) }),
  };
}

function announcingSeen(userId: string): Announcing<SeenChanged> {
  const changeOf = ({ movieId, value }: FilmWrite) => {
    const seenAt = (value as StoredSeen | undefined)?.seenAt;
    return { movieId, on: value !== undefined, ...(seenAt && { seenAt }) };
  };
  return {
    event: SeenChanged,
    // Rewatches are nobody else's.
    data: (version, made) => ({
      ...{ userId, version },
      changes: made.filter(({ list }) => list === 'seen').map(changeOf),
    }),
  };
}

function announcingWatchlist(userId: string): Announcing<FeedbackChanged> {
  const changeOf = ({ movieId, value }: FilmWrite) => ({
    movieId,
    kind: 'watchlist' as const,
    on: value !== undefined,
  });
  return {
    event: FeedbackChanged,
    data: (version, made) => ({ userId, version, changes: made.map(changeOf) }),
  };
}

function writesOf({ ratings, seen, watchlist, rewatches = [] }: ImportFilms, at: Date): FilmWrite[] {
  return [
    ...ratings.map(({ movieId, rating, ratedAt }): FilmWrite => {
      return { list: 'ratings', movieId, value: { rating, ratedAt: new Date(ratedAt), at } };
    }),
    ...seen.map(({ movieId, seenAt }): FilmWrite => {
      return { list: 'seen', movieId, value: { at, ...(seenAt && { seenAt }) } };
    }),
    ...watchlist.map(({ movieId, addedAt }): FilmWrite => {
      return { list: 'watchlist', movieId, value: new Date(addedAt) };
    }),
    ...rewatches.map(({ movieId, day }): FilmWrite => {
      return { list: 'rewatches', movieId: rewatchKey(movieId, day), value: at };
    }),
  ];
}

/** What was there before, saved now. */
function restored(before: FilmValue | undefined, at: Date): FilmValue | undefined {
  return before === undefined || before instanceof Date ? before : { ...before, at };
}
