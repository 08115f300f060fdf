import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { validated } from '../protocol/validation.js';
import { movieCard, shrunkMean } from './movie.card.js';
import { MOVIE_FIELDS, movieAs, type MovieForm } from './movie.fields.js';
import { MovieCard, MovieSnapshot } from './movie.js';
import { EXAMPLE_MOVIE } from './movie.example.js';

const namesIn = (form: MovieForm) =>
  Object.entries<{ in: readonly string[] }>(MOVIE_FIELDS)
    .filter(([, field]) => field.in.includes(form))
    .map(([name]) => name)
    .sort();

describe('the description of a movie', () => {
  it.each<MovieForm>(['record', 'card', 'details', 'snapshot'])('gives the %s exactly its fields', (form) => {
    expect(Object.keys(movieAs(form, EXAMPLE_MOVIE)).sort()).toEqual(namesIn(form));
  });

  it('makes classes that accept their own fields and no others', () => {
    const card = movieAs('card', EXAMPLE_MOVIE);
    expect(validated(MovieCard, card)).toEqual(card);
    const snapshot = { ...movieAs('snapshot', EXAMPLE_MOVIE), revision: 1 };
    expect(validated(MovieSnapshot, snapshot)).toEqual(snapshot);
    expect(() => validated(MovieSnapshot, { ...snapshot, plot: 'Prose.' })).toThrow('plot');
  });

  it('makes classes that name each field of the wrong type', () => {
    for (const name of namesIn('snapshot'))
      expect(() =>
        validated(MovieSnapshot, { ...movieAs('snapshot', EXAMPLE_MOVIE), revision: 1, [name]: true }),
      ).toThrow(name);
  });

  it('takes a snapshot of a catalog that knows only what every movie has', () => {
    const oldest = { id: '1', revision: 1, title: 'A', genres: [], keywords: [], cast: [], directors: [] };
    expect(validated(MovieSnapshot, oldest)).toEqual(oldest);
  });
});

describe('a card', () => {
  const movie = { id: '603', title: 'The Matrix', genres: ['Action'] };

  it('shows the mean in hundredths of a star, and none with fewer than five ratings', () => {
    expect(movieCard(movie, { count: 5, mean: 4.3333 })).toEqual({
      ...movie,
      ratingCount: 5,
      averageRating: 4.33,
    });
    expect(movieCard(movie, { count: 4, mean: 5 })).toEqual({ ...movie, ratingCount: 4 });
    expect(movieCard(movie, { count: 0, mean: 0 })).toEqual({ ...movie, ratingCount: 0 });
    expect(movieCard(movie)).toEqual(movie);
  });

  it('has a mean that a handful of people cannot move far', () => {
    expect(shrunkMean(5, 5)).toBeCloseTo(4.25);
    expect(shrunkMean(4, 1000)).toBeCloseTo(4, 2);
    for (const [n, mean] of [
      [0, 0],
      [20, 2.5],
      [300, 1],
    ])
      for (const k of [1, 10, 50]) {
        const lifted = shrunkMean((n * mean + k * 5) / (n + k), n + k);
        expect(lifted - shrunkMean(mean, n)).toBeLessThanOrEqual((k * 4) / (n + k + 5));
      }
  });
});
