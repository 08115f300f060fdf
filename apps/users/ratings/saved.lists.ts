import { decodeCursor, encodeCursor } from '#contracts/protocol/cursor.js';
import type { SeenEntry, SeenMovie } from '#contracts/users/seen.rpc.js';
import type { DatedRating, FeedbackEntry } from '#contracts/users/users.rpc.js';
import { splitRewatch } from '../documents/film.lists.js';
import type { StoredRating, StoredSeen, UserDocument } from '../documents/user.schema.js';

const newestFirst = (a: [Date, string], b: [Date, string]) =>
  b[0].getTime() - a[0].getTime() || (a[1] < b[1] ? -1 : 1);

/** When films were watched, and watched again. */
export type Diary = Partial<Pick<UserDocument, 'seen' | 'rewatches'>>;

/**
 * Ratings as a list, newest first; equal times by movie id, so that pages have a stable order.
 *
 * @param diary  what is known of when they were watched
 */
export function byNewest(ratings: Record<string, StoredRating>, diary: Diary = {}): DatedRating[] {
  const again = Map.groupBy(rewatchDays(diary.rewatches), ({ movieId }) => movieId);
  return Object.entries(ratings)
    .sort(([a, { ratedAt: timeA }], [b, { ratedAt: timeB }]) => newestFirst([timeA, a], [timeB, b]))
    .map(([movieId, { rating, ratedAt }]) => {
      const seenAt = diary.seen?.[movieId]?.seenAt;
      const rewatches = again.get(movieId)?.map((watched) => watched.seenAt);
      return {
        movieId,
        rating,
        ratedAt: ratedAt.toISOString(),
        ...(seenAt && { seenAt }),
        ...(rewatches && { rewatches }),
      };
    });
}

/** All days on which films were watched again, ascending. */
export function rewatchDays(rewatches: Record<string, Date> = {}): { movieId: string; seenAt: string }[] {
  return Object.keys(rewatches)
    .map(splitRewatch)
    .map(([movieId, seenAt]) => ({ movieId, seenAt }))
    .sort((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0));
}

/** A saved list, newest first. */
export function feedbackEntries(savedList: Record<string, Date>): FeedbackEntry[] {
  return Object.entries(savedList)
    .sort(([a, timeA], [b, timeB]) => newestFirst([timeA, a], [timeB, b]))
    .map(([movieId, addedAt]) => ({ movieId, addedAt: addedAt.toISOString() }));
}

/** Movies seen, newest first. */
export function seenEntries(seen: Record<string, StoredSeen> = {}): SeenEntry[] {
  return Object.entries(seen)
    .sort(([a, { at: timeA }], [b, { at: timeB }]) => newestFirst([timeA, a], [timeB, b]))
    .map(([movieId, { at, seenAt }]) => ({ movieId, addedAt: at.toISOString(), ...(seenAt && { seenAt }) }));
}

/** The same in no order, without the moments. */
export function seenMovies(seen: Record<string, StoredSeen>): SeenMovie[] {
  return Object.entries(seen).map(([movieId, { seenAt }]) => ({ movieId, ...(seenAt && { seenAt }) }));
}

/**
 * A page of what is sorted newest first, equal times by movie id: what follows a cursor's entry, even if that one is gone.
 *
 * @param timeOf  as ISO 8601
 */
export function pageAfter<T extends { movieId: string }>(
  sorted: readonly T[],
  timeOf: (entry: T) => string,
  limit: number,
  cursor?: string,
): { items: T[]; nextCursor?: string } {
  let start = 0;
  if (cursor) {
    const [time, movieId] = decodeCursor<[string, string]>(cursor, ['string', 'string']);
    const index = sorted.findIndex(
      (entry) => timeOf(entry) < time || (timeOf(entry) === time && entry.movieId > movieId),
    );
    start = index < 0 ? sorted.length : index;
  }
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  const more = last && start + limit < sorted.length;
  return { items, ...(more && { nextCursor: encodeCursor([timeOf(last), last.movieId]) }) };
}
