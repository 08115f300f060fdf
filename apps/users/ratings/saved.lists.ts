import type { DatedRating, FeedbackEntry } from '#contracts/users/users.rpc.js';
import type { StoredRating } from '../documents/user.schema.js';

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
