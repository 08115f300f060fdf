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

  it('takes numbers in words, Roman and Arabic numerals for one, and almost forgets blanks', () => {
    expect(score('7 samurai', 'Seven Samurai')).toBe(1);
    expect(score('rocky two', 'Rocky II')).toBe(1);
    expect(score('walle', 'WALL·E')).toBeGreaterThan(0.9);
    expect(score('walle', 'WALL·E')).toBeLessThan(score('wall e', 'WALL·E'));
    expect(score('spiderman', 'Spider-Man')).toBeGreaterThan(score('spiderman', 'Spider-Man 2'));
  });

  it('grows with how well known the movie is, but only the whole title is 1', () => {
    const known = (query: string, title: string, weight: number) =>
      titleScore(query, titleKeys(title), { weight });
    expect(known('star', 'Star Wars', 1)).toBeGreaterThan(known('star', 'Star Kid', 0));
    expect(known('star', 'Star!', 0)).toBeGreaterThan(known('star', 'Star Wars', 1));
    expect(known('star wars', 'Wars, Star', 1)).toBeLessThan(1);
  });

  it('puts a mistyped title below any that has the words, and initials above', () => {
    const mistyped = titleScore('godfathr', titleKeys('The Godfather'), { weight: 1, quality: 0.7 });
    expect(mistyped).toBeLessThan(0.6);
    expect(mistyped).toBeGreaterThan(titleScore('godfathr', titleKeys('Godfather Blues'), { quality: 0.7 }));
    const initials = { weight: 1, byInitials: true };
    expect(titleScore('lotr', titleKeys('The Lord of the Rings'), initials)).toBeGreaterThan(0.6);
  });

  it('is lower when the last word is unfinished', () => {
    expect(score('god', 'Oh, God!')).toBeGreaterThan(score('god', 'Godzilla'));
    expect(score('matr', 'The Matrix')).toBeGreaterThan(0.6);
  });
});
