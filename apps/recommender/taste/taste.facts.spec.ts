import { describe, expect, it } from '@jest/globals';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { tasteFacts } from './taste.facts.js';

const movie = (id: string, directors: string[], cast: string[], countries?: string[]) =>
  ({ id, revision: 1, title: id, genres: [], keywords: [], directors, cast, countries }) as MovieSnapshot;
const MOVIES = [
  movie('1', ['Varda'], ['Deneuve', 'Piccoli'], ['FR']),
  movie('2', ['Varda'], ['Deneuve'], ['FR', 'IT']),
  movie('3', ['Lang'], ['Piccoli'], ['DE']),
  movie('4', ['Lang'], ['Deneuve'], ['DE']),
  movie('5', ['Once'], ['Deneuve', 'Deneuve'], ['JP']),
  movie('6', [], []),
];
const COUNTS: Record<string, number> = { '1': 1, '2': 1, '3': 2, '4': 0, '5': 6 };
const catalogue = {
  get: (id: string) => MOVIES.find((one) => one.id === id),
  ids: () => MOVIES.map(({ id }) => id),
  ratingStats: (id: string) => (id in COUNTS ? { count: COUNTS[id] } : undefined),
};
const rate = (stars: Record<string, number>) =>
  tasteFacts(
    Object.entries(stars).map(([movieId, rating]) => ({ movieId, rating, ratedAt: new Date(0) })),
    catalogue,
  );

describe('what ratings say of somebody', () => {
  const facts = rate({ '1': 5, '2': 4.5, '3': 2, '4': 3, '5': 5, gone: 1 });

  it('is whose films they like better than what they rate otherwise', () => {
    expect(facts.ratings).toBe(6);
    expect(facts.directors).toEqual([{ name: 'Varda', films: 2, meanStars: 4.75 }]);
    expect(facts.actors).toEqual([{ name: 'Deneuve', films: 4, meanStars: 4.38 }]);
  });

  it('puts five liked films before two', () => {
    const many = Array.from({ length: 7 }, (_, n) => movie(String(n), [n < 5 ? 'Five' : 'Two'], []));
    const all = [...many, movie('x', ['Low'], []), movie('y', ['Low'], [])];
    const { directors } = tasteFacts(
      all.map(({ id, directors: [name] }) => ({
        movieId: id,
        rating: name === 'Low' ? 1 : 5,
        ratedAt: new Date(0),
      })),
      { ...catalogue, get: (id) => all.find((one) => one.id === id), ids: () => [] },
    );
    expect(directors.map(({ name }) => name)).toEqual(['Five', 'Two']);
  });

  it('is from where the films they like come, against what everyone rates', () => {
    expect(facts.countries).toEqual([
      { code: 'FR', mine: 0.5, everyone: 0.15 },
      { code: 'JP', mine: 0.3333, everyone: 0.6 },
      { code: 'IT', mine: 0.1667, everyone: 0.05 },
      { code: 'DE', mine: 0, everyone: 0.2 },
    ]);
  });

  it('is nothing of who has rated nothing', () => {
    expect(rate({})).toMatchObject({ ratings: 0, directors: [], actors: [] });
  });
});
