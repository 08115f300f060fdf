import { describe, expect, it } from '@jest/globals';
import type { UserSnapshot } from '#contracts/users/users.rpc.js';
import {
  emptyProfile,
  applyUpdates,
  isPersonal,
  listedMovies,
  ratedMovies,
  type UserProfile,
  type ProfileUpdate,
} from './user.profile.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const USER = '66f2c3a17d3e2b0012ab34cd';

const rated = (version: number, movieId: string, rating?: number): ProfileUpdate => ({
  kind: 'ratings',
  version,
  changes: [{ movieId, rating, ratedAt: '2025-05-05T00:00:00Z' }],
});

/** What is told to others, without what depends on how many writes it took. */
function known(profile: UserProfile) {
  const stars = Object.fromEntries(ratedMovies(profile).map(({ movieId, rating }) => [movieId, rating]));
  const list = (name: 'watchlist' | 'notInterested') => [...listedMovies(profile[name])].sort();
  return {
    stars,
    watchlist: list('watchlist'),
    notInterested: list('notInterested'),
    version: profile.lastSeenVersion,
  };
}

function random(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/** A user's history of `length` changes, and what their owner says of them at each version. */
function history(
  length: number,
  next: () => number,
): { changes: ProfileUpdate[]; snapshots: UserSnapshot[] } {
  const changes: ProfileUpdate[] = [];
  const snapshots: UserSnapshot[] = [];
  const stars = new Map<string, number>();
  const lists = { watchlist: new Set<string>(), 'not-interested': new Set<string>() };
  for (let version = 1; version <= length; version++) {
    const movieId = String(1 + Math.floor(next() * 6));
    const what = next();
    if (what < 0.6) {
      const rating = next() < 0.3 ? undefined : 1 + Math.floor(next() * 9) / 2;
      if (rating === undefined) stars.delete(movieId);
      else stars.set(movieId, rating);
      changes.push(rated(version, movieId, rating));
    } else {
      const kind = what < 0.8 ? 'watchlist' : 'not-interested';
      const on = next() < 0.6;
      if (on) lists[kind].add(movieId);
      else lists[kind].delete(movieId);
      changes.push({ kind: 'feedback', version, changes: [{ movieId, kind, on }] });
    }
    snapshots.push({
      userId: USER,
      version,
      community: false,
      ratings: [...stars].map(([id, rating]) => ({ movieId: id, rating, ratedAt: '2025-05-05T00:00:00Z' })),
      watchlist: [...lists.watchlist],
      notInterested: [...lists['not-interested']],
    });
  }
  return { changes, snapshots };
}

describe('folding news into a taste', () => {
  it('ends the same whatever the order, the repetitions and the batches', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed);
      const { changes, snapshots } = history(25, next);
      const snapshot: ProfileUpdate = {
        kind: 'snapshot',
        snapshot: snapshots[Math.floor(next() * snapshots.length)],
      };
      const deliveries = shuffled([...changes, ...changes.filter(() => next() < 0.4), snapshot], next);
      let profile = emptyProfile(USER);
      while (deliveries.length > 0)
        profile = applyUpdates(profile, deliveries.splice(0, 1 + Math.floor(next() * 3)), NOW).profile;
      const { ratings, watchlist, notInterested, version } = snapshots.at(-1)!;
      expect({ seed, ...known(profile) }).toEqual({
        seed,
        stars: Object.fromEntries(ratings.map(({ movieId, rating }) => [movieId, rating])),
        watchlist: watchlist.sort(),
        notInterested: notInterested.sort(),
        version,
      });
    }
  });

  it('returns the very same taste for news it has seen', () => {
    const { profile, changedRatings } = applyUpdates(emptyProfile(USER), [rated(1, '603', 5)], NOW);
    expect(changedRatings).toBe(1);
    expect(applyUpdates(profile, [rated(1, '603', 5)], NOW)).toEqual({ profile, changedRatings: 0 });
    expect(applyUpdates(profile, [rated(1, '603', 5)], NOW).profile).toBe(profile);
  });

  it('does not bring back a rating that was taken back', () => {
    const removed = applyUpdates(emptyProfile(USER), [rated(2, '603')], NOW).profile;
    expect(ratedMovies(applyUpdates(removed, [rated(1, '603', 5)], NOW).profile)).toEqual([]);
    expect(ratedMovies(applyUpdates(removed, [rated(3, '603', 4)], NOW).profile)).toMatchObject([
      { rating: 4 },
    ]);
  });

  it('does not bring back a rating older than a snapshot that does not have it', () => {
    const snapshot: ProfileUpdate = {
      kind: 'snapshot',
      snapshot: { userId: USER, version: 5, community: false, ratings: [], watchlist: [], notInterested: [] },
    };
    const profile = applyUpdates(emptyProfile(USER), [snapshot, rated(4, '603', 5)], NOW).profile;
    expect(ratedMovies(profile)).toEqual([]);
    expect(profile.lastSeenVersion).toBe(5);
  });

  it('keeps nothing of a deleted person, whatever arrives later', () => {
    const profile = applyUpdates(emptyProfile(USER), [rated(1, '603', 5), { kind: 'deletion' }], NOW).profile;
    expect(profile).toMatchObject({ ratings: {}, watchlist: {}, notInterested: {}, deletedAt: NOW });
    expect(applyUpdates(profile, [rated(2, '604', 5)], NOW).profile).toBe(profile);
  });

  it('dates every change later than the one before, even when the clock goes back', () => {
    const first = applyUpdates(emptyProfile(USER), [rated(1, '603', 5)], NOW).profile;
    const second = applyUpdates(first, [rated(2, '603', 4)], new Date(0)).profile;
    expect(second.changedAt.getTime()).toBe(NOW.getTime() + 1);
    expect(second.revision).toBe(2);
  });

  it('marks the people of a data set as community', () => {
    const change: ProfileUpdate = { kind: 'ratings', version: 1, changes: [], imported: true };
    expect(applyUpdates(emptyProfile(USER), [change], NOW).profile.imported).toBe(true);
  });

  it('calls a taste personal from the first rating or dismissal on, and no longer after it is undone', () => {
    const dismiss = (version: number, on: boolean): ProfileUpdate => ({
      kind: 'feedback',
      version,
      changes: [{ movieId: '603', kind: 'not-interested', on }],
    });
    const dismissed = applyUpdates(emptyProfile(USER), [dismiss(1, true)], NOW).profile;
    expect(isPersonal(emptyProfile(USER))).toBe(false);
    expect(isPersonal(dismissed)).toBe(true);
    expect(isPersonal(applyUpdates(dismissed, [dismiss(2, false)], NOW).profile)).toBe(false);
  });
});
