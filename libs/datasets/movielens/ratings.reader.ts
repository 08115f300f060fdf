import { readCsvFile } from '../csv/csv-table.js';
import { starsOnGrid, type RatingRecord } from '../records/rating.record.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';

const columns = { required: ['userId', 'movieId', 'rating', 'timestamp'] } as const;

/**
 * The ratings of MovieLens's ratings.csv, in the file's order, which is by user. Where a user's ratings of two
 * MovieLens films meet in one film of ours, the later one wins.
 *
 * @param filmIdOf  a MovieLens id → the film's id, or undefined when the rating is to be left out
 */
export async function* readRatings(
  path: string,
  filmIdOf: (movielensId: string) => string | undefined,
  summary: ReadSummary,
): AsyncGenerator<RatingRecord> {
  let user: string | undefined;
  let ofUser = new Map<string, RatingRecord>();
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    const rating = toRating(values);
    if (typeof rating === 'string') {
      noteBroken(summary, row, rating);
      continue;
    }
    const filmId = filmIdOf(values.movieId);
    if (filmId === undefined) {
      summary.leftOut += 1;
      continue;
    }
    if (rating.userId !== user) {
      yield* ofUser.values();
      user = rating.userId;
      ofUser = new Map();
    }
    const earlier = ofUser.get(filmId);
    if (earlier === undefined) summary.read += 1;
    else summary.leftOut += 1;
    if (earlier === undefined || earlier.ratedAt <= rating.ratedAt) ofUser.set(filmId, { ...rating, filmId });
  }
  yield* ofUser.values();
}

/** The rating without its film, or why the row is broken. */
function toRating(
  values: Record<(typeof columns.required)[number], string>,
): Omit<RatingRecord, 'filmId'> | string {
  const { userId, movieId, timestamp } = values;
  if (userId.trim() === '') return 'userId is blank';
  if (!/^\d+$/u.test(movieId)) return `movieId "${movieId.slice(0, 40)}" is not a number`;
  const rating = starsOnGrid(Number(values.rating.trim() || Number.NaN));
  if (rating === undefined) return `rating "${values.rating.slice(0, 40)}" is not from 0.5 to 5`;
  const ratedAt = new Date(Number(timestamp) * 1000);
  if (!/^\d+$/u.test(timestamp) || Number.isNaN(ratedAt.getTime())) {
    return `timestamp "${timestamp.slice(0, 40)}" is not in seconds since 1970`;
  }
  return { userId: userId.trim(), rating, ratedAt };
}
