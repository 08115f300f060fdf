import { titleKeys } from '#datasets/matching/title-key.js';
import { describe, expect, it } from '@jest/globals';
import { matchByTitle, type TitledMovie } from './history.match.js';

const catalogue = keyed([
  ['1091', 'The Thing', 1982],
  ['60935', 'The Thing', 2011],
  ['10785', 'The Thing from Another World (The Thing)', 1951],
  ['603', 'The Matrix', 1999],
  ['807', 'Seven (a.k.a. Se7en)', 1995],
  ['a', 'Twins', 1988],
  ['b', 'Twins', 1988],
  ['nodate', 'Undated', undefined],
]);
const match = (title?: string, year?: number) => matchByTitle({ row: 2, title, year }, catalogue);

describe('matchByTitle', () => {
  it('finds a movie by title and year, wherever its article stands', () => {
    expect(match('Matrix, The', 1999)).toEqual({ movieId: '603' });
    expect(match('Se7en', 1995)).toEqual({ movieId: '807' });
  });

  it('accepts a year that is one off, and prefers the exact one', () => {
    expect(match('The Matrix', 1998)).toEqual({ movieId: '603' });
    expect(match('The Thing', 1982)).toEqual({ movieId: '1091' });
  });

  it('says which movies there are when no year fits', () => {
    expect(match('The Matrix', 2003)).toEqual({
      why: 'the catalogue has no film "The Matrix" (2003), only The Matrix (1999)',
    });
  });

  it('does not guess between several movies', () => {
    expect(match('The Thing')).toEqual({
      why: 'several films fit: The Thing (1982), The Thing (2011): a year would tell them apart',
    });
    expect(match('Twins', 1988)).toEqual({ why: 'several films fit: Twins (1988)' });
  });

  it('prefers a main title to an alternative one', () => {
    expect(match('The Thing', 1951)).toEqual({ movieId: '10785' });
    const both = keyed([
      ['own', 'Alien', 1979],
      ['other', 'Something (Alien)', 1979],
    ]);
    expect(matchByTitle({ row: 2, title: 'Alien', year: 1979 }, both)).toEqual({ movieId: 'own' });
  });

  it('says what is missing', () => {
    expect(match('Nobody Made This', 2001)).toEqual({
      why: 'the catalogue has no film "Nobody Made This" (2001)',
    });
    expect(match()).toEqual({ why: 'the row has neither an id nor a title' });
    expect(matchByTitle({ row: 2, movielensId: 7, imdbId: 'tt1' }, catalogue)).toEqual({
      why: 'the catalogue has no film with the MovieLens id 7 or the IMDb id tt1',
    });
    expect(match('Undated', 2000)).toEqual({
      why: 'the catalogue has no film "Undated" (2000), only Undated (year unknown)',
    });
  });
});

function keyed(movies: [id: string, title: string, year: number | undefined][]): Map<string, TitledMovie[]> {
  const byKey = new Map<string, TitledMovie[]>();
  for (const [id, title, year] of movies)
    titleKeys(title).forEach((key, rank) =>
      byKey.set(key, [...(byKey.get(key) ?? []), { id, title, year, rank }]),
    );
  return byKey;
}
