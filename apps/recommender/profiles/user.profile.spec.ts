import { describe, expect, it } from '@jest/globals';
import {
  emptyProfile,
  applyUpdates,
  isPersonal,
  ownedMovies,
  ratedMovies,
  shownMovies,
  type ProfileUpdate,
} from './user.profile.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const USER = '66f2c3a17d3e2b0012ab34cd';

const rated = (version: number, movieId: string, rating?: number): ProfileUpdate => ({
  kind: 'ratings',
  version,
  changes: [{ movieId, rating, ratedAt: '2025-05-05T00:00:00Z' }],
});

describe('updates applied to a profile', () => {
  it('returns the very same profile for updates it has seen', () => {
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

  it('keeps nothing of a deleted user, whatever arrives later', () => {
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

  it('keeps the newest library, whatever the order, and none of a deleted user', () => {
    const library = (version: number, ...movieIds: string[]): ProfileUpdate => {
      return { kind: 'library', library: { version, movieIds } };
    };
    const first = applyUpdates(emptyProfile(USER), [library(2, '603', '78'), library(1, '1')], NOW).profile;
    expect([...ownedMovies(first)]).toEqual(['603', '78']);
    expect(first.listBehindSince).toEqual(first.changedAt);
    expect(applyUpdates(first, [library(2, '603', '78')], NOW).profile).toBe(first);
    expect(ownedMovies(applyUpdates(first, [library(3)], NOW).profile).size).toBe(0);
    const snapshot = {
      userId: USER,
      version: 1,
      community: false,
      ratings: [],
      watchlist: [],
      notInterested: [],
    };
    const owned = { version: 4, movieIds: ['5'] };
    const filled = applyUpdates(first, [{ kind: 'snapshot', snapshot: { ...snapshot, owned } }], NOW).profile;
    expect([...ownedMovies(filled)]).toEqual(['5']);
    expect(applyUpdates(filled, [{ kind: 'deletion' }], NOW).profile.owned).toBeUndefined();
  });

  describe('of what was shown', () => {
    const HOUR = 3600_000;
    const shown = (movieId: string, at: number): ProfileUpdate => ({
      kind: 'shown',
      movieIds: [movieId],
      shownAt: new Date(NOW.getTime() + at),
    });
    const user = applyUpdates(emptyProfile(USER), [rated(1, '603', 5)], NOW).profile;
    const visits = (count: number, everyMs: number) =>
      Array.from({ length: count }, (_, visit) => shown('13', visit * everyMs));

    it('count each movie once a visit, whatever comes twice or late', () => {
      const once = applyUpdates(user, [shown('13', 0), shown('13', HOUR), shown('13', -HOUR)], NOW).profile;
      expect(shownMovies(once, NOW).get('13')).toBe(1);
      expect(applyUpdates(once, [shown('13', 0)], NOW).profile).toBe(once);
      const twice = applyUpdates(once, [shown('13', 24 * HOUR)], NOW).profile;
      expect(shownMovies(twice, new Date(NOW.getTime() + 24 * HOUR)).get('13')).toBeCloseTo(1.98, 2);
    });

    it('are forgotten by half in a month', () => {
      const { profile } = applyUpdates(user, [shown('13', 0)], NOW);
      expect(shownMovies(profile, new Date(NOW.getTime() + 30 * 24 * HOUR)).get('13')).toBeCloseTo(0.5, 9);
    });

    it('ask for a new list only when patience ends', () => {
      const later = new Date(NOW.getTime() + 1000 * HOUR);
      const followed = { ...user, listBehindSince: undefined };
      const few = applyUpdates(followed, visits(5, 24 * HOUR), later).profile;
      expect(few).toMatchObject({ revision: user.revision + 1, changedAt: user.changedAt });
      expect(few.listBehindSince).toBeUndefined();
      const many = applyUpdates(followed, visits(20, 24 * HOUR), later).profile;
      expect(many).toMatchObject({ changedAt: later, listBehindSince: later });
    });

    it('remember the movies that were shown last', () => {
      const movieIds = Array.from({ length: 500 }, (_, at) => String(1000 - at));
      const first: ProfileUpdate = { kind: 'shown', movieIds, shownAt: NOW };
      const { profile } = applyUpdates(user, [first, shown('1', 7 * HOUR)], NOW);
      expect(Object.keys(profile.shown)).toHaveLength(500);
      expect(profile.shown).toHaveProperty('1');
    });
  });

  it('knows an imported user, from a rating, a snapshot, or an event of a version it has seen', () => {
    const imported: ProfileUpdate = { kind: 'ratings', version: 1, changes: [], imported: true };
    const snapshot = (community: boolean): ProfileUpdate => ({
      kind: 'snapshot',
      snapshot: { userId: USER, version: 1, community, ratings: [], watchlist: [], notInterested: [] },
    });
    const after = (...updates: ProfileUpdate[]) => applyUpdates(emptyProfile(USER), updates, NOW).profile;
    expect([imported, snapshot(true)].map((update) => after(update).imported)).toEqual([true, true]);
    expect([rated(1, '603', 5), snapshot(false)].map((update) => after(update).imported)).toEqual([
      false,
      false,
    ]);

    const user = after(rated(1, '603', 5));
    const known = applyUpdates(user, [imported], NOW).profile;
    expect(known).toMatchObject({ imported: true, revision: 2 });
    expect(applyUpdates(known, [imported], NOW).profile).toBe(known);
  });

  it('keeps no more of a rating that was taken back than that it was, and nothing once a snapshot knows', () => {
    const removed = applyUpdates(emptyProfile(USER), [rated(2, '603')], NOW).profile;
    expect(Object.keys(removed.ratings['603']).sort()).toEqual(['ratedAt', 'version']);
    const snapshot: ProfileUpdate = {
      kind: 'snapshot',
      snapshot: { userId: USER, version: 2, community: false, ratings: [], watchlist: [], notInterested: [] },
    };
    expect(applyUpdates(removed, [snapshot], NOW).profile.ratings).toEqual({});
  });

  it('calls a profile personal from the first rating or dismissal on, and no longer after it is undone', () => {
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

  it.each<[string, ProfileUpdate]>([
    ['a rating', rated(1, '603', 5)],
    [
      'a movie to watch',
      { kind: 'feedback', version: 1, changes: [{ movieId: '603', kind: 'watchlist', on: true }] },
    ],
  ])('calls a profile personal with nothing but %s', (_what, update) => {
    expect(isPersonal(applyUpdates(emptyProfile(USER), [update], NOW).profile)).toBe(true);
  });
});
