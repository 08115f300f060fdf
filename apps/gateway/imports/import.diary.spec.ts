import { MAX_REWATCHES } from '#contracts/protocol/limits.js';
import { describe, expect, it } from '@jest/globals';
import type { FoundRow } from './history.matches.js';
import { planDiary } from './import.diary.js';

const now = new Date('2026-11-27T12:00:00Z');
const addedAt = '2022-01-01T00:00:00.000Z';
const watched = (day: string, more: Partial<FoundRow> = {}): FoundRow => ({
  ...{ row: 2, movieId: '603', seen: true, seenAt: new Date(`${day}T00:00:00Z`) },
  ...more,
});
const again = (...days: string[]) => days.map((day) => ({ movieId: '603', day }));

describe('the diary that an import brings', () => {
  it('keeps every day, the earliest as the first', () => {
    const rows = [watched('2021-05-06'), watched('2019-01-02'), watched('2024-03-04', { rewatch: true })];
    expect(planDiary([...rows, watched('2021-05-06')], {}, now)).toEqual({
      seen: [{ movieId: '603', seenAt: '2019-01-02' }],
      rewatches: again('2021-05-06', '2024-03-04'),
      refused: [],
    });
  });

  it('does not know the first day when the earliest row says that it was not the first', () => {
    const rows = [watched('2021-05-06', { rewatch: true }), watched('2024-01-01', { marked: true })];
    const { seen, rewatches } = planDiary(rows, {}, now);
    expect(seen).toEqual([{ movieId: '603' }]);
    expect(rewatches).toEqual(again('2021-05-06'));
  });

  it('takes the day of a mark where no viewing is known', () => {
    const marked = [watched('2024-01-01', { marked: true })];
    expect(planDiary(marked, {}, now).seen).toEqual([{ movieId: '603', seenAt: '2024-01-01' }]);
    const viewed = [...marked, watched('2024-02-02')];
    expect(planDiary(viewed, {}, now)).toMatchObject({ seen: [{ seenAt: '2024-02-02' }], rewatches: [] });
    const here = { seen: [{ movieId: '603', addedAt, seenAt: '2023-01-01' }] };
    expect(planDiary(marked, here, now)).toMatchObject({ seen: [], rewatches: [] });
  });

  it('adds to what is here, and a day that is here already changes nothing', () => {
    const here = {
      seen: [{ movieId: '603', addedAt, seenAt: '2020-01-01' }],
      rewatches: [{ movieId: '603', seenAt: '2021-01-01' }],
    };
    const known = [watched('2020-01-01'), watched('2021-01-01')];
    expect(planDiary(known, here, now)).toEqual({ seen: [], rewatches: [], refused: [] });
    expect(planDiary([...known, watched('2018-01-01')], here, now)).toMatchObject({
      seen: [{ movieId: '603', seenAt: '2018-01-01' }],
      rewatches: again('2020-01-01'),
    });
  });

  it('leaves out the oldest viewings beyond those that are kept, and says which', () => {
    const dayOf = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);
    const rows = Array.from({ length: MAX_REWATCHES + 3 }, (_, n) => watched(dayOf(n), { row: n + 2 }));
    const { seen, rewatches, refused } = planDiary(rows, {}, now);
    expect(seen).toEqual([{ movieId: '603', seenAt: dayOf(0) }]);
    expect(rewatches).toEqual(again(...rows.slice(3).map((_, n) => dayOf(n + 3))));
    expect(refused.map(({ row }) => row)).toEqual([3, 4]);
    expect(refused[0].why).toContain('watched again');
  });
});
