import { describe, expect, it } from '@jest/globals';
import type { FoundRow } from './history.matches.js';
import { planImport } from './import.plan.js';

const now = new Date('2026-11-27T12:00:00Z');
const nothing = { ratings: [], watchlist: [], seen: [] };
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const rated = (rating: number, ratedAt?: string, more: Partial<FoundRow> = {}): FoundRow => ({
  row: 2,
  movieId: '603',
  rating,
  ...(ratedAt && { ratedAt: day(ratedAt) }),
  ...more,
});
const plan = (rows: FoundRow[], here: Parameters<typeof planImport>[1] = nothing, wins = 'newer' as const) =>
  planImport(rows, here, wins, now);

describe('what an import writes', () => {
  it('is the latest of several ratings of a film, or the one that stands', () => {
    const diary = [rated(5, '2024-02-01'), rated(3, '2019-05-01'), rated(2)];
    expect(plan(diary).ratings).toEqual([{ movieId: '603', rating: 5, ratedAt: '2024-02-01T00:00:00.000Z' }]);
    expect(plan([rated(4, '2012-01-01', { standing: true }), ...diary]).ratings[0].rating).toBe(4);
    expect(plan([rated(1), rated(2)]).ratings[0]).toEqual({
      movieId: '603',
      rating: 2,
      ratedAt: now.toISOString(),
    });
  });

  it.each([
    ['newer', '2025-01-01', 'file'],
    ['newer', '2023-01-01', 'here'],
    ['newer', undefined, 'file'],
    ['here', '2025-01-01', 'here'],
    ['file', '2023-01-01', 'file'],
  ] as const)('decides for the %s where the film is rated here: %s', (wins, ratedAt, winner) => {
    const here = {
      ...nothing,
      ratings: [{ movieId: '603', rating: 2, ratedAt: '2024-01-01T00:00:00.000Z' }],
    };
    const { ratings, conflicts } = planImport([rated(5, ratedAt)], here, wins, now);
    expect(conflicts).toMatchObject([
      { movieId: '603', here: { rating: 2 }, there: { rating: 5 }, wins: winner },
    ]);
    expect(ratings).toHaveLength(winner === 'file' ? 1 : 0);
    expect(planImport([rated(2, ratedAt)], here, wins, now)).toMatchObject({
      same: 1,
      ratings: [],
      conflicts: [],
    });
  });

  it('has no date that lies ahead, and nothing that is here already', () => {
    const tomorrow = new Date(now.getTime() + 20 * 3600 * 1000);
    const rows: FoundRow[] = [
      { row: 2, movieId: '1', seen: true, seenAt: tomorrow },
      { row: 3, movieId: '2', seen: true, seenAt: day('2020-01-01') },
      { row: 4, movieId: '2', seen: true, seenAt: day('2021-01-01') },
      { row: 5, movieId: '3', seen: true },
      { row: 6, movieId: '4', watchlist: true },
      { row: 7, movieId: '5', watchlist: true, addedAt: tomorrow },
    ];
    const at = '2022-01-01T00:00:00.000Z';
    const here = {
      ratings: [],
      seen: [
        { movieId: '2', addedAt: at, seenAt: '2020-06-01' },
        { movieId: '3', addedAt: at },
      ],
      watchlist: [{ movieId: '4', addedAt: at }],
    };
    expect(plan(rows, here)).toMatchObject({
      seen: [
        { movieId: '1', seenAt: '2026-11-27' },
        { movieId: '2', seenAt: '2020-01-01' },
      ],
      rewatches: [
        { movieId: '2', day: '2020-06-01' },
        { movieId: '2', day: '2021-01-01' },
      ],
      watchlist: [{ movieId: '5', addedAt: now.toISOString() }],
    });
  });
});
