import { titleKeys } from '#datasets/matching/title-key.js';
import { describe, expect, it } from '@jest/globals';
import { titleScore } from './title.score.js';

const score = (query: string, title: string) => titleScore(query, titleKeys(title));

describe('titleScore', () => {
  it('is 1 for the whole title, with or without its article, case and accents', () => {
    expect(score('the matrix', 'The Matrix')).toBe(1);
    expect(score('Matrix', 'The Matrix')).toBe(1);
    expect(score('Amelie', 'Amélie')).toBe(1);
    expect(score('se7en', 'Seven (a.k.a. Se7en)')).toBe(1);
  });

  it('grows with the matched part of the title, and stays above 0.6', () => {
    const scores = ['The Matrix', 'Matrix Reloaded', 'A Tale About the Great Matrix of Everything'].map(
      (title) => score('matrix', title),
    );
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.at(-1)).toBeGreaterThan(0.6);
  });

  it('is lower when the last word is unfinished', () => {
    expect(score('god', 'Oh, God!')).toBeGreaterThan(score('god', 'Godzilla'));
    expect(score('matr', 'The Matrix')).toBeGreaterThan(0.6);
  });
});
