import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeedbackKind } from '#contracts/users/users.events.js';
import type { UserSnapshot } from '#contracts/users/users.rpc.js';
import {
  applyUpdates,
  emptyProfile,
  listedMovies,
  type ProfileUpdate,
  ratedMovies,
  type UserProfile,
} from './user.profile.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const USER = '66f2c3a17d3e2b0012ab34cd';
const MOVIES = ['1', '2', '3', '4', 'ml-5'];

/** What a user does at one version: rates movies (null takes a rating back), or puts them on a list and takes them off. */
type UserAction =
  | { ratings: [movieId: string, stars: number | null][] }
  | { kind: FeedbackKind | 'seen'; marks: [movieId: string, on: boolean][] };

const movies = <T>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...MOVIES), value), {
    selector: ([id]) => id,
    minLength: 1,
    maxLength: 3,
  });
const stars = fc.option(
  fc.integer({ min: 2, max: 10 }).map((halves) => halves / 2),
  { freq: 3 },
);
const action: fc.Arbitrary<UserAction> = fc.oneof(
  fc.record({ ratings: movies(stars) }),
  fc.record({
    kind: fc.constantFrom<FeedbackKind | 'seen'>('watchlist', 'not-interested', 'seen'),
    marks: movies(fc.boolean()),
  }),
);

interface History {
  /** One per version, from version 1 on. */
  events: ProfileUpdate[];
  /** What the users service says of the user after each version. */
  snapshots: UserSnapshot[];
}

/** The two ways in which a user's actions become known: as events, and as snapshots. */
function historyOf(actions: UserAction[]): History {
  const events: ProfileUpdate[] = [];
  const snapshots: UserSnapshot[] = [];
  const rated = new Map<string, UserSnapshot['ratings'][number]>();
  const lists = {
    watchlist: new Set<string>(),
    'not-interested': new Set<string>(),
    seen: new Set<string>(),
  };
  for (const [at, action] of actions.entries()) {
    const version = at + 1;
    const ratedAt = new Date(NOW.getTime() + version).toISOString();
    if ('ratings' in action) {
      const changes = action.ratings.map(([movieId, rating]) => ({
        movieId,
        ratedAt,
        ...(rating !== null && { rating }),
      }));
      events.push({ kind: 'ratings', version, changes });
      for (const { movieId, rating } of changes) {
        if (rating === undefined) rated.delete(movieId);
        else rated.set(movieId, { movieId, rating, ratedAt });
      }
    } else {
      const { kind, marks } = action;
      const changes = marks.map(([movieId, on]) => ({ movieId, on }));
      events.push(
        kind === 'seen'
          ? { kind, version, changes }
          : { kind: 'feedback', version, changes: changes.map((change) => ({ ...change, kind })) },
      );
      for (const [movieId, on] of marks) {
        if (on) lists[kind].add(movieId);
        else lists[kind].delete(movieId);
      }
    }
    snapshots.push({
      userId: USER,
      version,
      community: false,
      ratings: [...rated.values()],
      watchlist: [...lists.watchlist],
      notInterested: [...lists['not-interested']],
      seen: [...lists.seen].map((movieId) => ({ movieId })),
    });
  }
  return { events, snapshots };
}

const history = fc.array(action, { minLength: 1, maxLength: 15 }).map(historyOf);
const asUpdate = (snapshot: UserSnapshot): ProfileUpdate => ({ kind: 'snapshot', snapshot });

/** All of `updates`, some of them again, in any order, in batches of any size. */
function deliveries(updates: ProfileUpdate[]): fc.Arbitrary<ProfileUpdate[][]> {
  return fc
    .tuple(fc.array(fc.constantFrom(...updates), { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 4 })))
    .chain(([again, sizes]) =>
      fc.shuffledSubarray([...updates, ...again], { minLength: updates.length + again.length }).map((all) => {
        const batches: ProfileUpdate[][] = [];
        for (let at = 0, batch = 0; at < all.length; batch++) {
          const size = sizes[batch] ?? 1;
          batches.push(all.slice(at, at + size));
          at += size;
        }
        return batches;
      }),
    );
}

const applyAll = (batches: ProfileUpdate[][]): UserProfile =>
  batches.reduce((profile, batch) => applyUpdates(profile, batch, NOW).profile, emptyProfile(USER));

/** What counts of a profile: not how many writes it took. */
function known(profile: UserProfile) {
  return {
    ratings: ratedMovies(profile).sort((a, b) => a.movieId.localeCompare(b.movieId)),
    watchlist: [...listedMovies(profile.watchlist)].sort(),
    notInterested: [...listedMovies(profile.notInterested)].sort(),
    seen: [...listedMovies(profile.seen)].sort(),
    isDeleted: profile.deletedAt !== undefined,
  };
}

describe('for any history of a user', () => {
  it('the profile ends as the user left it, whatever the order, the repetitions and the batches', () => {
    const cases = history.chain(({ events, snapshots }) =>
      fc
        .subarray(snapshots)
        .chain((some) => deliveries([...events, ...some.map(asUpdate)]))
        .map((batches) => ({ batches, last: snapshots.at(-1)! })),
    );
    fc.assert(
      fc.property(cases, ({ batches, last }) => {
        const profile = applyAll(batches);
        expect(profile.lastSeenVersion).toBe(last.version);
        expect(known(profile)).toEqual({
          ratings: last.ratings
            .map(({ ratedAt, ...rest }) => ({ ...rest, ratedAt: new Date(ratedAt) }))
            .sort((a, b) => a.movieId.localeCompare(b.movieId)),
          watchlist: last.watchlist.toSorted(),
          notInterested: last.notInterested.toSorted(),
          seen: last.seen!.map(({ movieId }) => movieId).toSorted(),
          isDeleted: false,
        });
      }),
    );
  });

  it('two replicas that heard the same part of it, each in its own order, know the same', () => {
    const cases = history.chain(({ events, snapshots }) =>
      fc
        .tuple(fc.subarray([...events, ...snapshots.map(asUpdate)], { minLength: 1 }), fc.boolean())
        .map(([heard, deleted]) => (deleted ? [...heard, { kind: 'deletion' } as const] : heard))
        .chain((heard) => fc.tuple(deliveries(heard), deliveries(heard))),
    );
    fc.assert(
      fc.property(cases, ([one, other]) => {
        expect(known(applyAll(one))).toEqual(known(applyAll(other)));
      }),
    );
  });

  it('each update that changes something is one write, dated later than the last; any other is none', () => {
    const cases = history.chain(({ events, snapshots }) =>
      deliveries([...events, ...snapshots.map(asUpdate)]),
    );
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.date({ noInvalidDate: true, min: new Date(0), max: NOW })),
        (batches, clock) => {
          let profile = emptyProfile(USER);
          for (const [at, batch] of batches.entries()) {
            const before = structuredClone(profile);
            const { profile: after } = applyUpdates(profile, batch, clock[at] ?? NOW);
            expect(profile).toEqual(before);
            if (after !== profile) {
              expect(after.revision).toBe(before.revision + 1);
              expect(after.changedAt.getTime()).toBeGreaterThan(before.changedAt.getTime());
            }
            expect(applyUpdates(after, batch, NOW)).toEqual({ profile: after, changedRatings: 0 });
            profile = after;
          }
        },
      ),
    );
  });

  it('an update says how many ratings it changed', () => {
    const cases = history.chain(({ events, snapshots }) =>
      deliveries([...events, ...snapshots.map(asUpdate), { kind: 'deletion' }]),
    );
    const starsOf = (profile: UserProfile) =>
      new Map(ratedMovies(profile).map(({ movieId, rating }) => [movieId, rating]));
    fc.assert(
      fc.property(cases, (batches) => {
        let profile = emptyProfile(USER);
        for (const update of batches.flat()) {
          const { profile: after, changedRatings } = applyUpdates(profile, [update], NOW);
          const [was, is] = [starsOf(profile), starsOf(after)];
          expect(changedRatings).toBe(MOVIES.filter((id) => was.get(id) !== is.get(id)).length);
          profile = after;
        }
      }),
    );
  });
});
