import { describe, expect, it } from '@jest/globals';
import { choices, type Entry, found, type Sort, type Wanted } from './film-finder';

const film = (
  title: string,
  more: Partial<Entry> & { year?: number; runtime?: number; genres?: string[] } = {},
) => {
  const { year, runtime, genres = [], ...entry } = more;
  return { movie: { id: title, title, year, runtime, genres }, added: '2026-01-01', ...entry } as Entry;
};
const LIST = [
  film('Amélie', { year: 2001, runtime: 122, genres: ['Comedy'], stars: 4, added: '2026-01-03', match: 0.4 }),
  film('Heat', { year: 1995, runtime: 170, genres: ['Crime'], stars: 5, added: '2026-01-02', match: 0.9 }),
  film('Paris is Burning', {
    year: 1990,
    runtime: 71,
    stars: 3,
    added: '2026-01-01',
    watched: ['2025-12-31'],
  }),
  film('Nobody Knows', { added: '2026-01-04' }),
];
const titles = (wanted: Wanted, sort: Sort = 'newest') =>
  found(LIST, wanted, sort).map(({ movie }) => movie.title);

describe('a list of mine', () => {
  it('is searched by words of the title, without accents and in any order', () => {
    expect(titles({ q: 'amelie' })).toEqual(['Amélie']);
    expect(titles({ q: ' burn PARIS ' })).toEqual(['Paris is Burning']);
    expect(titles({ q: 'paris heat' })).toEqual([]);
  });

  it('is filtered by genre, decade, length and stars', () => {
    expect(titles({ genre: 'Crime' })).toEqual(['Heat']);
    expect(titles({ decade: 1990 })).toEqual(['Heat', 'Paris is Burning']);
    expect(titles({ length: 'short' })).toEqual(['Paris is Burning']);
    expect(titles({ length: 'long' })).toEqual(['Amélie', 'Heat']);
    expect(titles({ stars: 4 })).toEqual(['Amélie', 'Heat']);
    expect(titles({ stars: 4, decade: 1990, length: 'long', q: 'h' })).toEqual(['Heat']);
  });

  it.each<[Sort, string]>([
    ['newest', 'Nobody Knows'],
    ['oldest', 'Paris is Burning'],
    ['match', 'Heat'],
    ['watched', 'Paris is Burning'],
    ['best', 'Heat'],
    ['worst', 'Paris is Burning'],
    ['title', 'Amélie'],
    ['year', 'Amélie'],
    ['shortest', 'Paris is Burning'],
    ['longest', 'Heat'],
  ])('sorted by %s begins with %s', (sort, first) => {
    expect(titles({}, sort)[0]).toBe(first);
  });

  it('has what is unknown last, whichever way it is sorted', () => {
    for (const sort of ['best', 'worst', 'year', 'shortest', 'longest', 'match'] as const)
      expect(titles({}, sort).at(-1)).toBe(sort === 'match' ? 'Paris is Burning' : 'Nobody Knows');
  });

  it('offers what it has to choose from', () => {
    expect(choices(LIST)).toEqual({ genres: ['Comedy', 'Crime'], decades: [2000, 1990] });
  });
});
