import { decodeCursor, encodeCursor } from '#contracts/protocol/cursor.js';
import type { SeenEntry, SeenMovie } from '#contracts/users/seen.rpc.js';
import type { DatedRating, FeedbackEntry } from '#contracts/users/users.rpc.js';
import type { StoredRating, StoredSeen } from '../documents/user.schema.js';

const newestFirst = (a: [Date, string], b: [Date, string]) =>
  b[0].getTime() - a[0].getTime() || (a[1] < b[1] ? -1 : 1);

/** Ratings as a list, newest first; equal times by movie id, so that pages have a stable order. */
export function byNewest(ratings: Record<string, StoredRating>): DatedRating[] {
  return Object.entries(ratings)
    .sort(([a, { ratedAt: timeA }], [b, { ratedAt: timeB }]) => newestFirst([timeA, a], [timeB, b]))
    .map(([movieId, { rating, ratedAt }]) => ({ movieId, rating, ratedAt: ratedAt.toISOString() }));
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
