import { VISIT_MS } from '#contracts/gateway/gateway.events.js';
import type { FeedbackChange, RatingChange, SeenChange } from '#contracts/users/users.events.js';
import type { UserSnapshot } from '#contracts/users/users.rpc.js';
import { keptShare, remembered } from '#ranking/scores/fading.js';

/** A movie's rating as of `version`; without `rating` it was taken back, and the entry keeps a late event from reviving it. */
export interface StoredRating {
  rating?: number;
  ratedAt: Date;
  version: number;
}

export interface StoredFeedback {
  on: boolean;
  version: number;
}

/** Whether a movie counts as seen as of `version`. */
export interface StoredSeen extends StoredFeedback {
  /** YYYY-MM-DD. */
  seenAt?: string;
}

/** How often lists have shown a movie, and when last. */
export interface StoredShowing {
  /** As they counted then: see `remembered`. */
  times: number;
  lastAt: Date;
}

/** The movies of somebody's own library. */
export interface OwnedMovies {
  version: number;
  movieIds: string[];
}

/** Movies whose showings are remembered; beyond it those shown longest ago are forgotten. */
const MAX_SHOWN = 500;

/** All that the recommender knows about one user. */
export interface UserProfile {
  userId: string;
  /** Grows by one with every write; 0 for someone not stored yet. */
  revision: number;
  /** The highest version of the user's ratings and feedback seen so far. */
  lastSeenVersion: number;
  /** Everything up to this version is known, so a change at or below it is old, even for a movie without an entry. */
  snapshotVersion: number;
  /** A user of a data set: nobody logs in as them, and they need no list. */
  imported: boolean;
  /** When it last changed what lists are made of; never goes back. */
  changedAt: Date;
  /** By movie id. */
  ratings: Record<string, StoredRating>;
  watchlist: Record<string, StoredFeedback>;
  notInterested: Record<string, StoredFeedback>;
  seen: Record<string, StoredSeen>;
  /** What lists have shown. */
  shown: Record<string, StoredShowing>;
  /** What they have at home; the version is the library's own. */
  owned?: OwnedMovies;
  /** Set when the account is gone: nothing else is left, and nothing that arrives later changes it. */
  deletedAt?: Date;
  /** When it last changed, while the ready list has not followed: lists are a cache, and a cache may be away. */
  listBehindSince?: Date;
}

/** What changes a user's profile: an event, or a page of the backfill. */
export type ProfileUpdate =
  | { kind: 'ratings'; version: number; changes: readonly RatingChange[]; imported?: boolean }
  | { kind: 'feedback'; version: number; changes: readonly FeedbackChange[] }
  | { kind: 'seen'; version: number; changes: readonly SeenChange[] }
  | { kind: 'shown'; movieIds: readonly string[]; shownAt: Date }
  | { kind: 'library'; library: OwnedMovies }
  | { kind: 'snapshot'; snapshot: UserSnapshot }
  | { kind: 'deletion' };

export function emptyProfile(userId: string): UserProfile {
  return {
    userId,
    revision: 0,
    lastSeenVersion: 0,
    snapshotVersion: 0,
    imported: false,
    changedAt: new Date(0),
    ratings: {},
    watchlist: {},
    notInterested: {},
    seen: {},
    shown: {},
  };
}

/**
 * Applies updates to a profile. For each movie the higher version wins, so the order of arrival and repetitions do not matter.
 *
 * @param now  becomes `changedAt`, unless the clock went back, or no list would be another one
 * @returns the new profile and how many ratings differ from before; the same object when nothing changed
 */
export function applyUpdates(
  profile: UserProfile,
  updates: readonly ProfileUpdate[],
  now: Date,
): { profile: UserProfile; changedRatings: number } {
  const draft = new Draft(profile);
  for (const update of updates) draft.apply(update);
  if (!draft.changed) return { profile, changedRatings: 0 };
  const revision = profile.revision + 1;
  if (!draft.changesLists) return { profile: { ...draft.profile, revision }, changedRatings: 0 };
  const changedAt = new Date(Math.max(now.getTime(), profile.changedAt.getTime() + 1));
  const updated = { ...draft.profile, revision, changedAt };
  if (updated.deletedAt) updated.deletedAt = changedAt;
  // Who is filled in from a snapshot gets a list when they look.
  if (!updated.imported && updates.some(({ kind }) => kind !== 'snapshot'))
    updated.listBehindSince = changedAt;
  return { profile: updated, changedRatings: draft.changedRatings };
}

/** A copy of a profile that updates are written into. */
class Draft {
  changesLists = false;
  /** Also in what changes no list. */
  private changesOther = false;
  changedRatings = 0;
  profile: UserProfile;

  constructor(profile: UserProfile) {
    this.profile = {
      ...profile,
      ratings: { ...profile.ratings },
      watchlist: { ...profile.watchlist },
      notInterested: { ...profile.notInterested },
      seen: { ...profile.seen },
      shown: { ...profile.shown },
    };
  }

  get changed(): boolean {
    return this.changesLists || this.changesOther;
  }

  apply(update: ProfileUpdate): void {
    if (this.profile.deletedAt) return;
    if (update.kind === 'deletion') this.delete();
    else if (update.kind === 'snapshot') this.applySnapshot(update.snapshot);
    else if (update.kind === 'library') this.own(update.library);
    else if (update.kind === 'shown') for (const id of update.movieIds) this.show(id, update.shownAt);
    else {
      if (update.kind === 'ratings') {
        if (update.imported) this.markImported();
        for (const { movieId, rating, ratedAt } of update.changes)
          this.rate(movieId, { rating, ratedAt: new Date(ratedAt), version: update.version });
      } else if (update.kind === 'feedback') {
        for (const { movieId, kind, on } of update.changes)
          this.mark(kind === 'watchlist' ? 'watchlist' : 'notInterested', movieId, {
            on,
            version: update.version,
          });
      } else {
        for (const { movieId, ...seen } of update.changes)
          this.mark('seen', movieId, { ...seen, version: update.version });
      }
      this.sawVersion(update.version);
    }
  }

  private rate(movieId: string, entry: StoredRating): void {
    const before = this.profile.ratings[movieId] as StoredRating | undefined;
    if (entry.version <= Math.max(before?.version ?? -1, this.profile.snapshotVersion)) return;
    if (entry.rating === undefined) delete entry.rating;
    this.profile.ratings[movieId] = entry;
    this.changesLists = true;
    if (before?.rating !== entry.rating) this.changedRatings++;
  }

  private mark(list: 'watchlist' | 'notInterested' | 'seen', movieId: string, entry: StoredSeen): void {
    const before = this.profile[list][movieId] as StoredFeedback | undefined;
    if (entry.version <= Math.max(before?.version ?? -1, this.profile.snapshotVersion)) return;
    this.profile[list][movieId] = entry;
    this.changesLists = true;
  }

  /** Once a visit. A list follows when somebody's patience ends. */
  private show(movieId: string, at: Date): void {
    const { shown } = this.profile;
    const before = shown[movieId] as StoredShowing | undefined;
    if (before && at.getTime() - before.lastAt.getTime() < VISIT_MS) return;
    const times = 1 + (before ? timesShown(before, at) : 0);
    shown[movieId] = { times, lastAt: at };
    if (Object.keys(shown).length > MAX_SHOWN) delete shown[longestAgo(shown)];
    this.changesOther = true;
    if (keptShare(times) < 1) this.changesLists = true;
  }

  private own(library: OwnedMovies): void {
    if (library.version <= (this.profile.owned?.version ?? -1)) return;
    this.profile.owned = library;
    this.changesLists = true;
  }

  private sawVersion(version: number): void {
    if (version <= this.profile.lastSeenVersion) return;
    this.profile.lastSeenVersion = version;
    this.changesLists = true;
  }

  private markImported(): void {
    if (this.profile.imported) return;
    this.profile.imported = true;
    this.changesLists = true;
  }

  /** Everything as it was at one version: replaces what is older, leaves what is newer. */
  private applySnapshot({
    version,
    community: imported,
    ratings,
    watchlist,
    notInterested,
    seen = [],
    owned,
  }: Omit<UserSnapshot, 'userId'>): void {
    if (owned) this.own(owned);
    if (imported) this.markImported();
    this.sawVersion(version);
    if (version <= this.profile.snapshotVersion) return;
    const before = this.profile.ratings;
    this.profile.ratings = newerThan(before, version);
    this.profile.watchlist = newerThan(this.profile.watchlist, version);
    this.profile.notInterested = newerThan(this.profile.notInterested, version);
    this.profile.seen = newerThan(this.profile.seen, version);
    for (const { movieId, rating, ratedAt } of ratings)
      this.profile.ratings[movieId] ??= { rating, ratedAt: new Date(ratedAt), version };
    for (const movieId of watchlist) this.profile.watchlist[movieId] ??= { on: true, version };
    for (const movieId of notInterested) this.profile.notInterested[movieId] ??= { on: true, version };
    for (const { movieId, ...entry } of seen) this.profile.seen[movieId] ??= { ...entry, on: true, version };
    this.profile.snapshotVersion = version;
    this.changesLists = true;
    for (const movieId of new Set([...Object.keys(before), ...Object.keys(this.profile.ratings)])) {
      if (before[movieId]?.rating !== this.profile.ratings[movieId]?.rating) this.changedRatings++;
    }
  }

  private delete(): void {
    this.changesLists = true;
    this.changedRatings += Object.values(this.profile.ratings).filter(
      (entry) => entry.rating !== undefined,
    ).length;
    const { userId, revision, lastSeenVersion } = this.profile;
    this.profile = { ...emptyProfile(userId), revision, lastSeenVersion, deletedAt: new Date(0) };
  }
}

function newerThan<T extends { version: number }>(
  entries: Record<string, T>,
  version: number,
): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.version > version));
}

export interface RatedMovie {
  movieId: string;
  rating: number;
  ratedAt: Date;
}

/** The ratings that stand. */
export function ratedMovies(profile: UserProfile): RatedMovie[] {
  const rated: RatedMovie[] = [];
  for (const [movieId, { rating, ratedAt }] of Object.entries(profile.ratings)) {
    if (rating !== undefined) rated.push({ movieId, rating, ratedAt });
  }
  return rated;
}

/** What was seen and not rated. */
export function seenMovies({ seen, ratings }: UserProfile): { movieId: string; seenAt?: string }[] {
  return Object.entries(seen).flatMap(([movieId, { on, seenAt }]) =>
    on && ratings[movieId]?.rating === undefined ? [{ movieId, seenAt }] : [],
  );
}

function longestAgo(shown: Record<string, StoredShowing>): string {
  const [[movieId]] = Object.entries(shown).sort(([, a], [, b]) => a.lastAt.getTime() - b.lastAt.getTime());
  return movieId;
}

function timesShown({ times, lastAt }: StoredShowing, at: Date): number {
  return remembered({ times, lastAt: lastAt.getTime() }, at.getTime());
}

/** How often each movie was shown, as it counts at a moment. */
export function shownMovies({ shown }: UserProfile, at: Date): Map<string, number> {
  return new Map(Object.entries(shown).map(([movieId, showing]) => [movieId, timesShown(showing, at)]));
}

/** How many things a profile says of movies: what it weighs. */
export function movieCount({ ratings, watchlist, notInterested, seen, shown }: UserProfile): number {
  const all = [ratings, watchlist, notInterested, seen, shown];
  return all.reduce((count, entries) => count + Object.keys(entries).length, 0);
}

/** The movies that are on one of a user's lists. */
export function listedMovies(entries: Record<string, StoredFeedback>): Set<string> {
  return new Set(Object.keys(entries).filter((movieId) => entries[movieId].on));
}

/** What somebody has at home. */
export function ownedMovies({ owned }: UserProfile): Set<string> {
  return new Set(owned?.movieIds);
}

/** Whether anything is known that makes a list personal. */
export function isPersonal(profile: UserProfile): boolean {
  return (
    ratedMovies(profile).length > 0 ||
    listedMovies(profile.watchlist).size > 0 ||
    listedMovies(profile.notInterested).size > 0 ||
    listedMovies(profile.seen).size > 0
  );
}
