import { MAX_REWATCHES } from '#contracts/protocol/limits.js';
import type { Removals, StoredRating, StoredSeen, UserDocument } from './user.schema.js';

export const FILM_LISTS = ['ratings', 'watchlist', 'notInterested', 'seen', 'rewatches'] as const;
export type FilmList = (typeof FILM_LISTS)[number];

/** What stands in a list about a film; a date is the moment of its save. */
export type FilmValue = StoredRating | StoredSeen | Date;

export type FilmLists = Required<Pick<UserDocument, FilmList>> & { removed: Removals };

/** What a film is to be in a list from now on; without `value` it leaves the list. */
export interface FilmWrite {
  list: FilmList;
  /** Of a rewatch its key. */
  movieId: string;
  value?: FilmValue;
}

/** How far ahead of ours the clock of whoever took a save may be. */
const CLOCKS_APART_MS = 5000;
/** Far longer than a write can be under way. */
const REMOVAL_KEPT_MS = 24 * 3600 * 1000;
const REMOVALS_KEPT = 1000;

/** One film watched again on one day: an entry of its own, so that saves of several days do not replace each other. */
export const rewatchKey = (movieId: string, day: string) => `${movieId}@${day}`;
export const splitRewatch = (key: string) => key.split('@') as [movieId: string, day: string];

/** Whether a save would leave a film watched again on more days than may be. */
export function tooManyRewatches({ rewatches }: Pick<FilmLists, 'rewatches'>, writes: FilmWrite[]): boolean {
  const added = writes.filter(
    ({ list, movieId, value }) => list === 'rewatches' && value && !rewatches[movieId],
  );
  if (added.length === 0) return false;
  const days = new Map<string, number>();
  for (const key of [...Object.keys(rewatches), ...added.map(({ movieId }) => movieId)]) {
    const [movieId] = splitRewatch(key);
    days.set(movieId, (days.get(movieId) ?? 0) + 1);
  }
  return added.some(({ movieId: key }) => days.get(splitRewatch(key)[0])! > MAX_REWATCHES);
}

/** When somebody asked for a save: as the gateway says, unless its clock is ahead of ours or it does not say. */
export function takenAt(at: string | undefined, now = new Date()): Date {
  const taken = at === undefined ? now : new Date(at);
  return isAhead(taken, now) ? now : taken;
}

/**
 * Makes a save's writes in `lists`, but not those of films for which a later save was taken. So lists are the same in
 * whatever order saves arrive, and however often; of two taken in the same millisecond the one that arrives last counts.
 *
 * @returns the writes that were made
 */
export function applyWrites(lists: FilmLists, writes: FilmWrite[], at: Date, now: Date): FilmWrite[] {
  const made = writes.filter(({ list, movieId }) => !(lastTaken(lists, list, movieId, now) > at.getTime()));
  for (const { list, movieId, value } of made) {
    const films = lists[list] as Record<string, FilmValue>;
    if (value === undefined) {
      delete films[movieId];
      (lists.removed[list] ??= {})[movieId] = at;
    } else {
      films[movieId] = value;
      delete lists.removed[list]?.[movieId];
    }
  }
  return made;
}

/** Removals of the last day, at most the latest thousand of each list. */
export function recentRemovals(removed: Removals, now: Date): Removals {
  const kept = Object.entries(removed).map(([list, removals]): [string, Record<string, Date>] => [
    list,
    Object.fromEntries(
      Object.entries(removals)
        .filter(([, at]) => at.getTime() > now.getTime() - REMOVAL_KEPT_MS)
        .sort(([, a], [, b]) => b.getTime() - a.getTime())
        .slice(0, REMOVALS_KEPT),
    ),
  ]);
  return Object.fromEntries(kept.filter(([, removals]) => Object.keys(removals).length > 0));
}

/** In ms since 1970; -Infinity when nothing is known of the film. */
function lastTaken(lists: FilmLists, list: FilmList, movieId: string, now: Date): number {
  const value = lists[list][movieId] as FilmValue | undefined;
  const moments = [lists.removed[list]?.[movieId], value && savedAt(value)];
  // Before 0.6 an import stored only the row's own time, which may lie in the future; such a row yields to any save.
  const known = moments.filter((at) => at !== undefined && !isAhead(at, now)) as Date[];
  return Math.max(...known.map((at) => at.getTime()));
}

function savedAt(value: FilmValue): Date {
  if (value instanceof Date) return value;
  return 'ratedAt' in value ? (value.at ?? value.ratedAt) : value.at;
}

const isAhead = (at: Date, now: Date) => at.getTime() > now.getTime() + CLOCKS_APART_MS;
