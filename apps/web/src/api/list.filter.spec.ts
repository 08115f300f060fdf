import { describe, expect, it } from '@jest/globals';
import { filterParts, readFilter, without, writeFilter } from './list.filter';

const read = (search: string) => readFilter(new URLSearchParams(search));

describe('a filter in the address', () => {
  it('is read, and written back the same', () => {
    const search =
      'genre=Drama&genre=War&notGenre=Horror&yearFrom=1970&yearTo=1989&language=fr&runtimeMin=60&runtimeMax=120&diversity=0.4&known=-0.5';
    const filter = read(search);
    expect(filter).toEqual({
      genre: ['Drama', 'War'],
      notGenre: ['Horror'],
      yearFrom: 1970,
      yearTo: 1989,
      language: 'fr',
      runtimeMin: 60,
      runtimeMax: 120,
      diversity: 0.4,
      known: -0.5,
    });
    expect(String(writeFilter(new URLSearchParams(), filter))).toBe(search);
  });

  it('leaves out what is not one, and keeps the rest of the address', () => {
    expect(read('yearFrom=soon&language=french&diversity=7&')).toEqual({ diversity: 1 });
    expect(read('runtimeMax=99.6&yearTo=1980.2')).toEqual({ runtimeMax: 100, yearTo: 1980 });
    expect(read('')).toEqual({});
    expect(String(writeFilter(new URLSearchParams('film=603&genre=Drama'), {}))).toBe('film=603');
  });

  it('may be of what somebody can, and may, watch, each of which can be let go', () => {
    const filter = read('on=mine&certificationMax=DE%3A12');
    expect(filter).toEqual({ on: 'mine', certificationMax: 'DE:12' });
    expect(String(writeFilter(new URLSearchParams(), filter))).toBe('on=mine&certificationMax=DE%3A12');
    const parts = filterParts(filter);
    expect(parts.map(({ label }) => label)).toEqual(['on my services', 'up to DE 12']);
    expect(parts.map((part) => without(filter, part))).toEqual([
      { certificationMax: 'DE:12' },
      { on: 'mine' },
    ]);
    expect(read('on=yours&certificationMax=12')).toEqual({});
  });

  it('is told in words, part by part, and each part can be let go', () => {
    const filter = read('genre=Drama&notGenre=Horror&yearFrom=1970&language=ja&runtimeMax=90');
    const parts = filterParts(filter);
    expect(parts.map(({ label }) => label)).toEqual([
      'Drama',
      'no Horror',
      'from 1970',
      'Japanese',
      'at most 90 min',
    ]);
    expect(parts.map((part) => without(filter, part))).toEqual([
      { notGenre: ['Horror'], yearFrom: 1970, language: 'ja', runtimeMax: 90 },
      { genre: ['Drama'], yearFrom: 1970, language: 'ja', runtimeMax: 90 },
      { genre: ['Drama'], notGenre: ['Horror'], language: 'ja', runtimeMax: 90 },
      { genre: ['Drama'], notGenre: ['Horror'], yearFrom: 1970, runtimeMax: 90 },
      { genre: ['Drama'], notGenre: ['Horror'], yearFrom: 1970, language: 'ja' },
    ]);
  });
});
