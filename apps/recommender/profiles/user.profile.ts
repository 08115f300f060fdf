import type { FeedbackChange, RatingChange } from '#contracts/users/users.events.js';
import type { UserTastes } from '#contracts/users/users.rpc.js';

/** A film's rating as of `version`; without `rating` it was taken back, and the entry keeps late news from reviving it. */
export interface StoredRating {
  rating?: number;
  ratedAt: Date;
  version: number;
}

export interface StoredFeedback {
  on: boolean;
  version: number;
}

/** All the recommender knows of one person. */
export interface Taste {
  userId: string;
  /** Grows by one with every write; 0 for someone not stored yet. */
  revision: number;
  /** The highest version of the person's ratings and feedback seen so far. */
  seenVersion: number;
  /** Everything up to this version is known, so a change at or below it is old news even for a film without an entry. */
  floor: number;
  /** Someone of a data set, whom nobody logs in as and who needs no list. */
  community: boolean;
  /** When it last changed; grows with `revision`. */
  changedAt: Date;
  /** By film id. */
  ratings: Record<string, StoredRating>;
  watchlist: Record<string, StoredFeedback>;
  notInterested: Record<string, StoredFeedback>;
  /** Set when the account is gone: nothing else is left, and nothing that arrives later changes it. */
  deletedAt?: Date;
}

/** News about one person's taste. */
export type TasteChange =
  | { kind: 'ratings'; version: number; changes: readonly RatingChange[]; community?: boolean }
  | { kind: 'feedback'; version: number; changes: readonly FeedbackChange[] }
  | { kind: 'snapshot'; tastes: UserTastes }
  | { kind: 'deletion' };

export function emptyTaste(userId: string): Taste {
  return {
    userId,
    revision: 0,
    seenVersion: 0,
    floor: 0,
    community: false,
    changedAt: new Date(0),
    ratings: {},
    watchlist: {},
    notInterested: {},
  };
}

/**
 * Folds news into a taste. For each film the higher version wins, so the order of arrival and repetitions do not matter.
 *
 * @param now  becomes `changedAt`, unless the clock went back
 * @returns the new taste and how many ratings differ from before; the same object when nothing changed
 */
export function foldIn(
  taste: Taste,
  changes: readonly TasteChange[],
  now: Date,
): { taste: Taste; changedRatings: number } {
  const draft = new Draft(taste);
  for (const change of changes) draft.take(change);
  if (!draft.changed) return { taste, changedRatings: 0 };
  const changedAt = new Date(Math.max(now.getTime(), taste.changedAt.getTime() + 1));
  const folded = { ...draft.taste, revision: taste.revision + 1, changedAt };
  if (folded.deletedAt) folded.deletedAt = changedAt;
  return { taste: folded, changedRatings: draft.changedRatings };
}

/** A copy of a taste while changes are written into it. */
class Draft {
  changed = false;
  changedRatings = 0;
  taste: Taste;

  constructor(taste: Taste) {
    this.taste = {
      ...taste,
      ratings: { ...taste.ratings },
      watchlist: { ...taste.watchlist },
      notInterested: { ...taste.notInterested },
    };
  }

  take(change: TasteChange): void {
    if (this.taste.deletedAt) return;
    if (change.kind === 'deletion') this.delete();
    else if (change.kind === 'snapshot') this.takeSnapshot(change.tastes);
    else {
      if (change.kind === 'ratings') {
        if (change.community) this.joinCommunity();
        for (const { movieId, rating, ratedAt } of change.changes)
          this.rate(movieId, { rating, ratedAt: new Date(ratedAt), version: change.version });
      } else {
        for (const { movieId, kind, on } of change.changes)
          this.mark(kind === 'watchlist' ? 'watchlist' : 'notInterested', movieId, {
            on,
            version: change.version,
          });
      }
      this.see(change.version);
    }
  }

  private rate(movieId: string, entry: StoredRating): void {
    const before = this.taste.ratings[movieId] as StoredRating | undefined;
    if (entry.version <= Math.max(before?.version ?? -1, this.taste.floor)) return;
    if (entry.rating === undefined) delete entry.rating;
    this.taste.ratings[movieId] = entry;
    this.changed = true;
    if (before?.rating !== entry.rating) this.changedRatings++;
  }

  private mark(list: 'watchlist' | 'notInterested', movieId: string, entry: StoredFeedback): void {
    const before = this.taste[list][movieId] as StoredFeedback | undefined;
    if (entry.version <= Math.max(before?.version ?? -1, this.taste.floor)) return;
    this.taste[list][movieId] = entry;
    this.changed = true;
  }

  private see(version: number): void {
    if (version <= this.taste.seenVersion) return;
    this.taste.seenVersion = version;
    this.changed = true;
  }

  private joinCommunity(): void {
    if (this.taste.community) return;
    this.taste.community = true;
    this.changed = true;
  }

  /** Everything as it was at one version: replaces what is older, leaves what is newer. */
  private takeSnapshot({
    version,
    community,
    ratings,
    watchlist,
    notInterested,
  }: Omit<UserTastes, 'userId'>): void {
    if (community) this.joinCommunity();
    this.see(version);
    if (version <= this.taste.floor) return;
    const before = this.taste.ratings;
    this.taste.ratings = newerThan(before, version);
    this.taste.watchlist = newerThan(this.taste.watchlist, version);
    this.taste.notInterested = newerThan(this.taste.notInterested, version);
    for (const { movieId, rating, ratedAt } of ratings)
      this.taste.ratings[movieId] ??= { rating, ratedAt: new Date(ratedAt), version };
    for (const movieId of watchlist) this.taste.watchlist[movieId] ??= { on: true, version };
    for (const movieId of notInterested) this.taste.notInterested[movieId] ??= { on: true, version };
    this.taste.floor = version;
    this.changed = true;
    for (const movieId of new Set([...Object.keys(before), ...Object.keys(this.taste.ratings)])) {
      if (before[movieId]?.rating !== this.taste.ratings[movieId]?.rating) this.changedRatings++;
    }
  }

  private delete(): void {
    this.changed = true;
    this.changedRatings += Object.values(this.taste.ratings).filter(
      (entry) => entry.rating !== undefined,
    ).length;
    const { userId, revision, seenVersion } = this.taste;
    this.taste = { ...emptyTaste(userId), revision, seenVersion, deletedAt: new Date(0) };
  }
}

function newerThan<T extends { version: number }>(
  entries: Record<string, T>,
  version: number,
): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.version > version));
}

export interface RatedFilm {
  movieId: string;
  rating: number;
  ratedAt: Date;
}

/** The ratings that stand. */
export function ratedFilms(taste: Taste): RatedFilm[] {
  const rated: RatedFilm[] = [];
  for (const [movieId, { rating, ratedAt }] of Object.entries(taste.ratings)) {
    if (rating !== undefined) rated.push({ movieId, rating, ratedAt });
  }
  return rated;
}

/** The films that are on one of a person's two lists. */
export function marked(entries: Record<string, StoredFeedback>): Set<string> {
  return new Set(Object.keys(entries).filter((movieId) => entries[movieId].on));
}

/** Whether anything is known that makes a list personal. */
export function isPersonal(taste: Taste): boolean {
  return (
    ratedFilms(taste).length > 0 || marked(taste.watchlist).size > 0 || marked(taste.notInterested).size > 0
  );
}
