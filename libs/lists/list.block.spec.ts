import { describe, expect, it } from '@jest/globals';
import { REASON_CODES } from '#contracts/recommender/reason.js';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';
import { decodeBlock, encodeBlock } from './list.block.js';

const movie = (movieId: string, more: Partial<RankedMovie> = {}): RankedMovie => ({
  movieId,
  score: 0.8912,
  predictedRating: 4.4,
  contributions: { collaborative: 0.9, plot: -0.0088, genres: 0, people: 0, keywords: 0, popularity: 0 },
  reasons: [{ code: 'liked', params: { movieId: '78' } }],
  ...more,
});

describe('a block of a list', () => {
  it('comes back as it was', () => {
    const movies = ['603', 'ml-2571', '007', '0', '99999999999999'].map((id) => movie(id));
    expect(decodeBlock(encodeBlock(movies))).toEqual(movies);
  });

  it('keeps every reason, whatever parameters it has', () => {
    const all = { movieId: 'ml-1', otherId: '603', name: 'Agnès Varda', count: 70_000, mean: 4.6, liked: 7 };
    const reasons = REASON_CODES.flatMap((code) => [
      { code, params: {} },
      { code, params: all },
      ...Object.entries(all).map(([name, value]) => ({ code, params: { [name]: value } })),
    ]);
    expect(decodeBlock(encodeBlock([movie('1', { reasons })]))[0].reasons).toEqual(reasons);
  });

  it('keeps the match, which blocks stored before there was one do not have', () => {
    const both = [movie('1', { match: 0 }), movie('2', { match: 97 }), movie('3')];
    expect(decodeBlock(encodeBlock(both))).toEqual(both);
  });

  it('may be empty', () => {
    expect(decodeBlock(encodeBlock([]))).toEqual([]);
  });

  it('is refused when it is none', () => {
    expect(() => decodeBlock(Buffer.from('not a block'))).toThrow();
  });
});
