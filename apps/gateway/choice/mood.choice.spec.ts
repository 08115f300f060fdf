import { describe, expect, it } from '@jest/globals';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';
import { byTasteAndMood } from './mood.choice.js';

const movies = (scores: Record<string, number>) =>
  Object.entries(scores).map(([movieId, score]) => ({ movieId, score }) as RankedMovie);
const order = (scores: Record<string, number>, fits: Record<string, [wanted: number, unwanted: number]>) =>
  byTasteAndMood(
    movies(scores),
    Object.entries(fits).map(([movieId, [wanted, unwanted]]) => ({ movieId, wanted, unwanted })),
  ).map(({ movie }) => movie.movieId);

const taste = { a: 0.9, b: 0.8, c: 0.7, d: 0.1 };

describe('films by taste and mood', () => {
  it('are in the order of taste when there is no mood, or one that tells none apart', () => {
    expect(order(taste, {})).toEqual(['a', 'b', 'c', 'd']);
    expect(order(taste, { a: [0.3, 0], b: [0.3, 0], c: [0.3, 0], d: [0.3, 0] })).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('are first what suits the mood', () => {
    expect(order(taste, { a: [0.1, 0], b: [0.1, 0], c: [0.6, 0], d: [0.1, 0] })[0]).toBe('c');
    const chosen = byTasteAndMood(movies(taste), [
      { movieId: 'c', wanted: 0.6, unwanted: 0 },
      { movieId: 'a', wanted: 0.1, unwanted: 0 },
    ]);
    expect(chosen.map(({ movie, suits }) => [movie.movieId, suits])[0]).toEqual(['c', true]);
    expect(chosen.find(({ movie }) => movie.movieId === 'a')?.suits).toBe(false);
  });

  it('are first what suits the mood even when one film that does not is liked far above all others', () => {
    const scores: Record<string, number> = { favourite: 1 };
    const fits: Record<string, [number, number]> = { favourite: [0.1, 0] };
    for (let n = 0; n < 20; n++) {
      scores[`other ${n}`] = 0.2 - n / 1000;
      fits[`other ${n}`] = [n % 2 === 0 ? 0.6 : 0.1, 0];
    }
    const found = order(scores, fits);
    expect(found[0]).toBe('other 0');
    expect(found[10]).toBe('favourite');
  });

  it('are last what names or resembles what is not wanted, even what fits the taste best', () => {
    expect(order(taste, { a: [0, 1], b: [0, 0.1], c: [0, 0.1], d: [0, 0.1] }).at(-1)).toBe('a');
    expect(order(taste, { a: [0, 0.6], b: [0, 0.1], c: [0, 0.1], d: [0, 0.1] }).at(-1)).toBe('a');
  });

  it('are no better for being far from what is not wanted', () => {
    expect(order({ a: 0.9, b: 0.8 }, { a: [0, 0.2], b: [0, 0.2] })).toEqual(['a', 'b']);
  });
});
