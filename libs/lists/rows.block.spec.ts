import { describe, expect, it } from '@jest/globals';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';
import { type RankedRow, ROW_TITLE_CODES } from '#contracts/recommender/row.js';
import { decodeRows, encodeRows } from './rows.block.js';

const movie: RankedMovie = {
  movieId: '603',
  score: 0.8912,
  match: 89,
  predictedRating: 4.4,
  contributions: { collaborative: 0.9, plot: -0.0088, genres: 0, people: 0, keywords: 0, popularity: 0 },
  reasons: [{ code: 'liked', params: { movieId: '78' } }],
};

describe('rows as bytes', () => {
  it('come back as they were, whatever their titles say', () => {
    const rows = ROW_TITLE_CODES.map((code, at): RankedRow => ({
      id: `row-${at}`,
      title: { code, params: at % 2 ? {} : { movieId: 'ml-1', name: 'Agnès Varda', count: 3, minutes: 90 } },
      items: at % 3 ? [movie, { ...movie, movieId: 'ml-7' }] : [],
    }));
    expect(decodeRows(encodeRows(rows))).toEqual(rows);
  });

  it('are refused when they are none', () => {
    expect(() => decodeRows(Buffer.from('not rows'))).toThrow();
  });
});
