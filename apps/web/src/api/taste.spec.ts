import { describe, expect, it } from '@jest/globals';
import { againstCrowd, hiddenFavourites, tasteOf } from './taste';

const film = (id: string, year: number, genres: string[], ratingCount = 1) => ({
  id,
  title: id,
  year,
  genres,
  ratingCount,
});
const rated = (movie: ReturnType<typeof film>, rating: number) => ({ movie, rating, ratedAt: '' });

describe('a taste', () => {
  const taste = tasteOf(
    [
      rated(film('a', 1979, ['Horror', 'Science Fiction']), 5),
      rated(film('b', 1982, ['Science Fiction']), 4),
      rated(film('c', 1997, ['Romance']), 1),
    ],
    [film('d', 1994, ['Drama'], 3), film('e', 1982, ['Science Fiction'], 1)],
  );

  it('shares a film between its genres, and leaves out what I did not like', () => {
    expect(taste.genres).toEqual([
      { name: 'Science Fiction', mine: 0.75, everyone: 0.25 },
      { name: 'Horror', mine: 0.25, everyone: 0 },
      { name: 'Drama', mine: 0, everyone: 0.75 },
    ]);
  });

  it('puts decades in order, and weighs everyone’s films by how often they were rated', () => {
    expect(taste.decades).toEqual([
      { name: '1970', mine: 0.5, everyone: 0 },
      { name: '1980', mine: 0.5, everyone: 0.25 },
      { name: '1990', mine: 0, everyone: 0.75 },
    ]);
  });

  it('is empty shares, not errors, for who likes nothing yet', () => {
    expect(tasteOf([], []).genres).toEqual([]);
  });
});

describe('hidden favourites', () => {
  const popular = [10, 20, 30, 40, 50].map((count) => film(String(count), 1990, [], count));
  const known = (id: string, count: number, stars: number) => rated(film(id, 1990, [], count), stars);

  it('are films I gave four stars that few have rated, the least known first', () => {
    const mine = [
      known('a', 15, 4),
      known('b', 3, 5),
      known('c', 2, 3.5),
      known('d', 20, 5),
      known('e', 40, 5),
    ];
    const { fewerThan, films } = hiddenFavourites(mine, popular);
    expect(fewerThan).toBe(20);
    expect(films.map(({ movie }) => movie.id)).toEqual(['b', 'a']);
  });

  it('are none where there is nothing to compare with', () => {
    expect(hiddenFavourites([known('a', 0, 5)], [])).toEqual({ fewerThan: 0, films: [] });
  });
});

describe('me against the crowd', () => {
  const shown = (id: string, average: number | undefined, stars: number, count = 9) =>
    rated({ ...film(id, 1990, [], count), averageRating: average } as ReturnType<typeof film>, stars);

  it('is compared film by film, where there is a crowd', () => {
    const crowd = againstCrowd([
      shown('same', 3.5, 4),
      shown('mine', 2, 5),
      shown('theirs', 4.5, 1),
      shown('theirs too', 4, 3),
      shown('few', 1, 5, 4),
      shown('unrated', undefined, 5, 0),
    ])!;
    expect(crowd).toMatchObject({ films: 4, mine: 3.25, everyone: 3.5, agreed: 1 });
    expect(crowd.higher.map(({ movie }) => movie.id)).toEqual(['mine']);
    expect(crowd.lower.map(({ movie }) => movie.id)).toEqual(['theirs', 'theirs too']);
  });

  it('is nothing without one', () => {
    expect(againstCrowd([shown('few', 1, 5, 4)])).toBeUndefined();
  });
});
