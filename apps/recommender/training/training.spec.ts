import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { movieCard } from '#contracts/catalog/movie.card.js';
import { modelId } from '../model/current.model.js';
import { plotsByMovie, plotTable } from './plot.table.js';
import { movieRatingStats } from '../profiles/movie.rating-stats.js';
import { fingerprint, rankingItem } from './training.data.js';

const MOVIE = {
  id: '603',
  revision: 3,
  title: 'The Matrix',
  genres: ['Action'],
  keywords: [],
  cast: ['Keanu Reeves', 'Lana Wachowski'],
  directors: ['Lana Wachowski'],
};

describe('the data of a training', () => {
  it('counts and averages the ratings of each movie', () => {
    const ratings = new InteractionsBuilder()
      .add('a', '603', 5, 0)
      .add('b', '603', 4, 0)
      .add('b', '604', 2, 0)
      .build();
    expect(movieRatingStats(ratings)).toEqual({
      ids: ['603', '604'],
      counts: Int32Array.of(2, 1),
      // As if five more had given 3.5.
      means: Float32Array.of((9 + 17.5) / 7, (2 + 17.5) / 6),
    });
  });

  it('names each person of a movie once, and gives votes only where there are some', () => {
    expect(rankingItem(MOVIE).people).toEqual(['Lana Wachowski', 'Keanu Reeves']);
    expect(rankingItem({ ...MOVIE, voteAverage: 0, voteCount: 0 })).not.toHaveProperty('votes');
    expect(rankingItem({ ...MOVIE, voteAverage: 7.9, voteCount: 9 }).votes).toEqual({
      average: 7.9,
      count: 9,
    });
  });

  it('has a fingerprint that changes with a rating, a movie or a weight, and with nothing else', () => {
    const print = (stars: number, title: string, weight: number) =>
      fingerprint(
        {
          items: [rankingItem({ ...MOVIE, genres: [title] })],
          ratings: new InteractionsBuilder().add('a', '603', stars, 0).build(),
        },
        { weight },
      );
    expect(print(5, 'Action', 1)).toBe(print(5, 'Action', 1));
    expect(
      new Set([print(5, 'Action', 1), print(4, 'Action', 1), print(5, 'Drama', 1), print(5, 'Action', 2)])
        .size,
    ).toBe(4);
  });

  it('keeps plot vectors in shared memory, those of another length left out', () => {
    const table = plotTable(
      new Map([
        ['603', Float32Array.of(1, 2)],
        ['604', Float32Array.of(1, 2, 3)],
        ['605', Float32Array.of(3, 4)],
      ]),
    );
    expect(table.vectors.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...plotsByMovie(table)].map(([id, vector]) => [id, [...vector]])).toEqual([
      ['603', [1, 2]],
      ['605', [3, 4]],
    ]);
  });

  it('dates a model', () => {
    expect(modelId(new Date('2026-11-23T15:04:05.678Z'), '0123456789ab')).toBe('m-20261123150405-012345');
  });

  it('shows how a movie was rated only where a user rated it', () => {
    expect(movieCard(MOVIE, { count: 5, mean: 4.3333 })).toMatchObject({
      averageRating: 4.33,
      ratingCount: 5,
    });
    expect(movieCard(MOVIE)).not.toHaveProperty('ratingCount');
  });
});
