import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { movieCard } from '#contracts/catalog/movie.card.js';
import { modelId } from '../model/current.model.js';
import { plotsByMovie, plotTable } from './plot.table.js';
import { movieRatingStats } from '../profiles/movie.rating-stats.js';
import { allRatings, fingerprint, rankingItem } from './training.data.js';
import { NEWEST } from '#ranking/data/user-weights.js';
import { holdOutLast } from '../model/offline.metrics.js';
import { emptyProfile, type UserProfile } from '../profiles/user.profile.js';

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

  it('weighs accounts by age and variety, and people of a data set in full', async () => {
    const now = Date.parse('2026-06-01T00:00:00Z');
    const idMade = (days: number, n: number) =>
      Math.floor(now / 1000 - days * 86_400).toString(16) + `${n}`.padStart(16, '0');
    const profile = (userId: string, imported: boolean, count: number): UserProfile => ({
      ...emptyProfile(userId),
      imported,
      ratings: Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`${n}`, { rating: 5, ratedAt: new Date(now), version: 1 }]),
      ),
    });
    const genres = ['Action', 'Drama', 'Comedy', 'Horror', 'War', 'Western'];
    const profiles = [
      profile(idMade(0, 0), true, 1),
      profile(idMade(0, 1), false, 30),
      profile(idMade(60, 2), false, 30),
      profile(idMade(60, 3), false, 3),
    ];
    const ratings = await allRatings(
      (async function* () {
        yield* profiles;
      })(),
      (movieId) => [genres[Number(movieId) % genres.length]],
      now,
    );
    const [inDataSet, today, grown, quiet] = ratings.weights!;
    expect([inDataSet, today, grown]).toEqual([1, Math.fround(NEWEST), 1]);
    expect(quiet).toBeGreaterThan(NEWEST);
    expect(quiet).toBeLessThan(0.25);
    expect(holdOutLast(ratings, 1).shown.weights).toEqual(ratings.weights);
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

  it('keeps plot vectors in one piece that another process can be sent, those of another length left out', () => {
    const table = plotTable(
      new Map([
        ['603', Float32Array.of(1, 2)],
        ['604', Float32Array.of(1, 2, 3)],
        ['605', Float32Array.of(3, 4)],
      ]),
    );
    expect(deserialize(serialize(table))).toEqual(table);
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
