import { describe, expect, it } from '@jest/globals';
import { tasteOf } from './taste';

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
      { name: '1970s', mine: 0.5, everyone: 0 },
      { name: '1980s', mine: 0.5, everyone: 0.25 },
      { name: '1990s', mine: 0, everyone: 0.75 },
    ]);
  });

  it('is empty shares, not errors, for who likes nothing yet', () => {
    expect(tasteOf([], []).genres).toEqual([]);
  });
});
