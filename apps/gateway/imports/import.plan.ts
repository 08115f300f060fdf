import type { WatchedAgain, WatchlistMovie } from '#contracts/users/imports.rpc.js';
import type { SeenMovie } from '#contracts/users/seen.rpc.js';
import type { DatedRating, UserExport } from '#contracts/users/users.rpc.js';
import type { FoundRow } from './history.matches.js';
import { planDiary } from './import.diary.js';

/** Which rating stands where the file and this service have different ones. */
export const WINNERS = ['newer', 'file', 'here'] as const;
export type Winner = (typeof WINNERS)[number];

type Stars = Pick<DatedRating, 'rating'> & { ratedAt?: string };

export interface RatingConflict {
  row: number;
  file?: string;
  movieId: string;
  here: Stars;
  there: Stars;
  wins: 'here' | 'file';
}

/** What an import is to write, each movie once in each list. */
export interface ImportPlan {
  ratings: DatedRating[];
  seen: SeenMovie[];
  rewatches: WatchedAgain[];
  watchlist: WatchlistMovie[];
  /** Ratings of the file that are here already, with the same stars. */
  same: number;
  conflicts: RatingConflict[];
  /** Ratings that the grid of stars raised to its least. */
  raised: number;
  refused: (FoundRow & { why: string })[];
}

/**
 * What rows that found their movies make of what is here. Of several ratings of one movie the one that stands counts, then the
 * latest, then the one further down. A row without a date is as of now. No date lies ahead.
 *
 * @param here  everything stored about the person
 */
export function planImport(
  rows: readonly FoundRow[],
  here: Pick<UserExport, 'ratings' | 'watchlist' | 'seen' | 'rewatches'>,
  wins: Winner,
  now = new Date(),
): ImportPlan {
  const rated = new Map(here.ratings.map((rating) => [rating.movieId, rating]));
  const diary = planDiary(rows, here, now);
  const plan: ImportPlan = { ratings: [], watchlist: [], same: 0, conflicts: [], raised: 0, ...diary };
  for (const row of chosenRatings(rows).values()) addRating(plan, row, rated.get(row.movieId), wins, now);
  const listed = new Set(here.watchlist.map(({ movieId }) => movieId));
  const wanted = rows.filter(({ movieId, watchlist }) => watchlist && !listed.has(movieId));
  const addedAt = (row: FoundRow) => past(row.addedAt, now).toISOString();
  plan.watchlist = [
    ...new Map(wanted.map((row) => [row.movieId, { movieId: row.movieId, addedAt: addedAt(row) }])).values(),
  ];
  return plan;
}

function chosenRatings(rows: readonly FoundRow[]): Map<string, FoundRow> {
  const chosen = new Map<string, FoundRow>();
  for (const row of rows) {
    const other = chosen.get(row.movieId);
    if (row.rating !== undefined && (other === undefined || counts(row, other))) chosen.set(row.movieId, row);
  }
  return chosen;
}

function counts(row: FoundRow, other: FoundRow): boolean {
  if (Boolean(row.standing) !== Boolean(other.standing)) return Boolean(row.standing);
  return (row.ratedAt?.getTime() ?? -Infinity) >= (other.ratedAt?.getTime() ?? -Infinity);
}

function addRating(
  plan: ImportPlan,
  row: FoundRow,
  here: DatedRating | undefined,
  wins: Winner,
  now: Date,
): void {
  const { movieId } = row;
  const ratedAt = past(row.ratedAt, now).toISOString();
  const rating = { movieId, rating: row.rating!, ratedAt };
  if (here?.rating === rating.rating) {
    plan.same += 1;
  } else if (here === undefined) {
    plan.ratings.push(rating);
  } else {
    const isNewer = row.ratedAt === undefined || ratedAt >= here.ratedAt;
    const winner = wins === 'newer' ? (isNewer ? 'file' : 'here') : wins;
    plan.conflicts.push({
      row: row.row,
      file: row.file,
      movieId,
      here: { rating: here.rating, ratedAt: here.ratedAt },
      there: { rating: rating.rating, ...(row.ratedAt && { ratedAt }) },
      wins: winner,
    });
    if (winner === 'here') return;
    plan.ratings.push(rating);
  }
  if (row.raised) plan.raised += 1;
}

function past(date: Date | undefined, now: Date): Date {
  return date === undefined || date > now ? now : date;
}
