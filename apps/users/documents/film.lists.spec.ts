import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_REWATCHES } from '#contracts/protocol/limits.js';
import {
  applyWrites,
  type FilmLists,
  type FilmWrite,
  recentRemovals,
  rewatchKey,
  takenAt,
  tooManyRewatches,
} from './film.lists.js';

const now = new Date(Date.UTC(2026, 5));
const before = (ms: number) => new Date(now.getTime() - ms);
const nothing = (): FilmLists => ({
  ratings: {},
  watchlist: {},
  notInterested: {},
  seen: {},
  rewatches: {},
  removed: {},
});

interface Save {
  at: Date;
  writes: FilmWrite[];
}

function after(saves: Save[]): FilmLists {
  const lists = nothing();
  for (const { at, writes } of saves) applyWrites(lists, writes, at, now);
  return lists;
}

const film = fc.constantFrom('1', '2', '3');
const write = (at: Date): fc.Arbitrary<FilmWrite> =>
  fc.oneof(
    fc.record({
      list: fc.constant('ratings' as const),
      movieId: film,
      value: fc.option(
        fc.constantFrom(1, 3, 5).map((rating) => ({ rating, ratedAt: at })),
        {
          nil: undefined,
        },
      ),
    }),
    fc.record({
      list: fc.constant('seen' as const),
      movieId: film,
      value: fc.option(
        fc.constantFrom(undefined, '2026-01-01').map((seenAt) => ({ at, seenAt })),
        { nil: undefined },
      ),
    }),
    fc.record({
      list: fc.constantFrom('watchlist' as const, 'notInterested' as const, 'rewatches' as const),
      movieId: film,
      value: fc.option(fc.constant(at), { nil: undefined }),
    }),
  );
/** Each taken at another moment, each with at most one write a film and list. */
const saves: fc.Arbitrary<Save[]> = fc.uniqueArray(fc.nat(10_000), { maxLength: 12 }).chain((moments) =>
  fc.tuple(
    ...moments.map((ms) =>
      fc
        .uniqueArray(write(before(ms)), {
          selector: ({ list, movieId }) => `${list} ${movieId}`,
          minLength: 1,
          maxLength: 4,
        })
        .map((writes) => ({ at: before(ms), writes })),
    ),
  ),
);

describe('saves', () => {
  it('give the same lists in whatever order they arrive, and however often', () => {
    const arrivals = saves.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc
          .tuple(fc.shuffledSubarray(all), fc.shuffledSubarray(all, { minLength: all.length }))
          .map(([again, once]) => [...again, ...once]),
      ),
    );
    fc.assert(
      fc.property(arrivals, ([all, arrived]) => {
        const inOrder = [...all].sort((a, b) => a.at.getTime() - b.at.getTime());
        expect(recentRemovals(after(arrived).removed, now)).toEqual(
          recentRemovals(after(inOrder).removed, now),
        );
        expect({ ...after(arrived), removed: 0 }).toEqual({ ...after(inOrder), removed: 0 });
      }),
    );
  });

  it('say which of their writes count', () => {
    const lists = nothing();
    const [five, one] = [5, 1].map((rating) => ({ rating, ratedAt: before(0) }));
    applyWrites(lists, [{ list: 'ratings', movieId: '1', value: five }], before(10), now);
    lists.ratings['1'].at = before(10);
    const writes: FilmWrite[] = [
      { list: 'ratings', movieId: '1', value: one },
      { list: 'ratings', movieId: '2', value: one },
    ];
    expect(applyWrites(lists, writes, before(20), now)).toEqual([writes[1]]);
    expect(lists.ratings['1'].rating).toBe(5);
  });

  it('taken in the same millisecond count in the order of their arrival', () => {
    const lists = after([
      { at: now, writes: [{ list: 'watchlist', movieId: '1', value: now }] },
      { at: now, writes: [{ list: 'watchlist', movieId: '1' }] },
    ]);
    expect(lists.watchlist).toEqual({});
  });
});

describe('days on which a film was watched again', () => {
  const days = Array.from({ length: MAX_REWATCHES }, (_, n) => `2026-01-${n}`);
  const again = (movieId: string, day: string, value: Date | undefined = now): FilmWrite => ({
    list: 'rewatches',
    movieId: rewatchKey(movieId, day),
    value,
  });
  const { rewatches } = after([{ at: now, writes: days.map((day) => again('603', day)) }]);

  it('are so many a film, and no more', () => {
    expect(tooManyRewatches({ rewatches }, [again('603', '2026-02-01')])).toBe(true);
    expect(tooManyRewatches({ rewatches }, [again('60', '2026-02-01'), again('603', days[3])])).toBe(false);
    const all = [...days, '2026-02-01'].map((day) => again('78', day));
    expect(tooManyRewatches({ rewatches: {} }, all)).toBe(true);
    expect(tooManyRewatches({ rewatches: {} }, all.slice(1))).toBe(false);
  });

  it('may always be taken away', () => {
    const gone = { list: 'rewatches', movieId: rewatchKey('603', days[0]) } as const;
    expect(tooManyRewatches({ rewatches }, [gone])).toBe(false);
  });
});

describe('the moment a save was taken', () => {
  it('is what the gateway says, and now when it does not say or its clock is far ahead', () => {
    expect(takenAt(before(1000).toISOString(), now)).toEqual(before(1000));
    expect(takenAt(before(-2000).toISOString(), now)).toEqual(before(-2000));
    expect(takenAt(before(-6000).toISOString(), now)).toEqual(now);
    expect(takenAt(undefined, now)).toEqual(now);
  });
});

describe('removals', () => {
  it('are known for a day, and the latest thousand of a list', () => {
    const removals = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [String(i + 1), before(i * 1000)]),
    );
    const watchlist = { '1': before(25 * 3600 * 1000), '2': before(23 * 3600 * 1000) };
    const kept = recentRemovals({ ratings: removals, watchlist }, now);
    expect(Object.keys(kept.ratings!)).toHaveLength(1000);
    expect(kept.ratings!['1000']).toEqual(removals['1000']);
    expect(kept.watchlist).toEqual({ '2': watchlist['2'] });
  });
});
