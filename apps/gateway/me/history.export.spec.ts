import type { MovieCard } from '#contracts/catalog/movie.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import { describe, expect, it } from '@jest/globals';
import { exportCsv, exportJson } from './history.export.js';

const ratedAt = '2024-01-02T00:00:00.000Z';
const data = {
  user: { id: 'ada', email: 'ada@example.com', displayName: 'Ada', registeredAt: ratedAt },
  ratings: Array.from({ length: 1200 }, (_, at) => ({ movieId: String(at + 1), rating: 4, ratedAt })),
  watchlist: [{ movieId: '1', addedAt: ratedAt }],
  notInterested: [],
  seen: [],
  rewatches: [],
} as UserExport;
const cards = new Map<string, MovieCard>([
  ['1', { id: '1', title: 'Heat, "the" film', year: 1995, genres: [] }],
]);

describe('the export of a long history', () => {
  it('is JSON in short pieces, with titles where they are known', () => {
    const shown = [{ movieId: '1', times: 2, lastAt: ratedAt }];
    const pieces = [...exportJson(data, cards, {}, shown)];
    const titled = { title: 'Heat, "the" film', year: 1995 };
    expect(JSON.parse(pieces.join(''))).toEqual({
      ...data,
      ratings: [{ ...data.ratings[0], ...titled }, ...data.ratings.slice(1)],
      watchlist: [{ ...data.watchlist[0], ...titled }],
      shown: [{ ...shown[0], ...titled }],
    });
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  });

  it('is CSV in short pieces under one header', () => {
    const pieces = [...exportCsv(data, cards)];
    const lines = pieces.join('').split('\r\n');
    expect(lines.slice(0, 3)).toEqual([
      'movieId,title,year,rating,ratedAt',
      '1,"Heat, ""the"" film",1995,4,2024-01-02T00:00:00.000Z',
      '2,,,4,2024-01-02T00:00:00.000Z',
    ]);
    expect(lines).toHaveLength(1202);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  });
});
