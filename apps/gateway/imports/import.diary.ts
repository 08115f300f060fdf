import { MAX_REWATCHES } from '#contracts/protocol/limits.js';
import type { WatchedAgain } from '#contracts/users/imports.rpc.js';
import type { SeenMovie } from '#contracts/users/seen.rpc.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import type { FoundRow } from './history.matches.js';

/** What an import adds to when films were watched. */
export interface DiaryPlan {
  seen: SeenMovie[];
  rewatches: WatchedAgain[];
  /** Viewings beyond those that are kept of a film, the oldest. */
  refused: (FoundRow & { why: string })[];
}

type Here = Pick<UserExport, 'seen' | 'rewatches'>;

/** Of one film. */
interface Viewings {
  /** Rows by day, one a day; one that says it was the first time before one that says it was not. */
  days: Map<string, FoundRow>;
  /** The latest day on which it was marked as seen: no viewing, but all there is of some films. */
  marked?: string;
}

const TOO_MANY = `was watched again on more than the ${MAX_REWATCHES} days that are kept of a film`;

/**
 * Brings the viewings of rows together with those known here: the earliest is the first, unless its row says it was not; every
 * other is a day on which the film was watched again. What is here stays. No day lies ahead.
 */
export function planDiary(rows: readonly FoundRow[], here: Here, now: Date): DiaryPlan {
  const seenHere = new Map((here.seen ?? []).map(({ movieId, seenAt }) => [movieId, seenAt]));
  const againHere = Map.groupBy(here.rewatches ?? [], ({ movieId }) => movieId);
  const plan: DiaryPlan = { seen: [], rewatches: [], refused: [] };
  for (const [movieId, { days, marked }] of viewingsOf(rows, now)) {
    const again = new Set(againHere.get(movieId)?.map(({ seenAt }) => seenAt));
    const known = seenHere.get(movieId);
    const [earliest] = [...days.keys(), ...again, ...(known ? [known] : [])].sort();
    const isFirst = earliest !== undefined && !again.has(earliest) && !days.get(earliest)?.rewatch;
    const first = isFirst ? earliest : (known ?? (days.size === 0 ? marked : undefined));
    if (!seenHere.has(movieId) || first !== known)
      plan.seen.push({ movieId, ...(first && { seenAt: first }) });
    const others = [...new Set([...days.keys(), ...(known ? [known] : [])])]
      .filter((day) => day !== first && !again.has(day))
      .sort();
    const tooMany = Math.max(0, again.size + others.length - MAX_REWATCHES);
    for (const day of others.slice(0, tooMany)) {
      const row = days.get(day);
      if (row) plan.refused.push({ ...row, why: TOO_MANY });
    }
    plan.rewatches.push(...others.slice(tooMany).map((day) => ({ movieId, day })));
  }
  return plan;
}

function viewingsOf(rows: readonly FoundRow[], now: Date): Map<string, Viewings> {
  const films = new Map<string, Viewings>();
  for (const row of rows) {
    if (!row.seen) continue;
    let film = films.get(row.movieId);
    if (!film) films.set(row.movieId, (film = { days: new Map() }));
    if (row.seenAt === undefined) continue;
    const day = (row.seenAt > now ? now : row.seenAt).toISOString().slice(0, 10);
    if (row.marked) film.marked = day > (film.marked ?? '') ? day : film.marked;
    else if (!row.rewatch || !film.days.has(day)) film.days.set(day, row);
  }
  return films;
}
