import { readCsvFile } from '../csv/csv-table.js';
import { starsOnGrid, type RatingRecord } from '../records/rating.record.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';
import { isId } from './links.reader.js';

const columns = { required: ['userId', 'movieId', 'rating', 'timestamp'] } as const;

/**
 * The ratings of MovieLens's ratings.csv, in the file's order, which is by user. Where a user's ratings of two
 * MovieLens movies meet in one movie of ours, the later one wins.
 *
 * @param movieIdOf  a MovieLens id → the movie's id, or undefined when the rating is to be left out
 */
export async function* readRatings(
  path: string,
  movieIdOf: (movielensId: string) => string | undefined,
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
    const movieId = movieIdOf(values.movieId);
    if (movieId === undefined) {
      summary.leftOut += 1;
      continue;
    }
    if (rating.userId !== user) {
      yield* ofUser.values();
      user = rating.userId;
      ofUser = new Map();
    }
    const earlier = ofUser.get(movieId);
    if (earlier === undefined) summary.read += 1;
    else summary.leftOut += 1;
    if (earlier === undefined || earlier.ratedAt <= rating.ratedAt)
      ofUser.set(movieId, { ...rating, movieId });
  }
  yield* ofUser.values();
}

/** The rating without its movie, or why the row is broken. */
function toRating(
  values: Record<(typeof columns.required)[number], string>,
): Omit<RatingRecord, 'movieId'> | string {
  const { userId, movieId, timestamp } = values;
  if (userId.trim() === '') return 'userId is blank';
  if (userId.length > 100) return `userId "${userId.slice(0, 40)}…" is too long`;
  if (!isId(movieId)) return `movieId "${movieId.slice(0, 40)}" is not a number`;
  const rating = starsOnGrid(Number(values.rating.trim() || Number.NaN));
  if (rating === undefined) return `rating "${values.rating.slice(0, 40)}" is not from 0.5 to 5`;
  const ratedAt = new Date(Number(timestamp) * 1000);
  if (!/^\d+$/u.test(timestamp) || Number.isNaN(ratedAt.getTime())) {
    return `timestamp "${timestamp.slice(0, 40)}" is not in seconds since 1970`;
  }
  return { userId: userId.trim(), rating, ratedAt };
}
