import { describe, expect, it } from '@jest/globals';
import { CastAndCrewByTitle } from './people-by-title.js';

describe('PeopleByTitle', () => {
  it('finds people by either title, in the year itself before its neighbours', () => {
    const castAndCrew = new CastAndCrewByTitle();
    castAndCrew.add('Godfather, The', 1972, { cast: [' Marlon Brando', 'Al Pacino', 'Al Pacino', '—'] });
    castAndCrew.add('The Godfather', 1972, { directors: ['Francis Ford Coppola'] });
    castAndCrew.add('The Godfather', 1973, { cast: ['Somebody Else'] });
    expect(castAndCrew.find({ genres: ['Drama'], title: 'The Godfather', year: 1972 })).toEqual({
      cast: [
        { name: 'Marlon Brando', order: 0 },
        { name: 'Al Pacino', order: 1 },
      ],
      directors: ['Francis Ford Coppola'],
    });
    expect(
      castAndCrew.find({ genres: ['Drama'], title: 'Der Pate', originalTitle: 'The Godfather', year: 1971 })
        .cast[0].name,
    ).toBe('Marlon Brando');
    expect(castAndCrew.find({ genres: ['Drama'], title: 'The Godfather', year: 1975 })).toEqual({
      cast: [],
      directors: [],
    });
    expect(castAndCrew.find({ genres: ['Drama'], title: 'The Godfather' })).toEqual({
      cast: [],
      directors: [],
    });
  });

  it('leaves out notes in brackets', () => {
    const castAndCrew = new CastAndCrewByTitle();
    castAndCrew.add('Antz', 1998, { cast: ['(voices)', 'Woody Allen', 'Sharon Stone (voice)'] });
    expect(
      castAndCrew.find({ genres: ['Drama'], title: 'Antz', year: 1998 }).cast.map(({ name }) => name),
    ).toEqual(['Woody Allen', 'Sharon Stone']);
  });

  it('takes one source whole and keeps ten of its cast', () => {
    const castAndCrew = new CastAndCrewByTitle();
    castAndCrew.add('Heat', 1995, { cast: [] });
    castAndCrew.add('Heat', 1995, {
      cast: Array.from({ length: 12 }, (_, at) => `Actor ${at}`),
      directors: ['Michael Mann'],
    });
    castAndCrew.add('Heat', 1995, { cast: ['Another Source'], directors: ['M. Mann'] });
    const found = castAndCrew.find({ genres: ['Drama'], title: 'Heat', year: 1995 });
    expect(found.cast.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(found.directors).toEqual(['Michael Mann']);
  });

  it('takes no cast for documentaries, whose subjects are listed there, and genres for movies without any', () => {
    const castAndCrew = new CastAndCrewByTitle();
    const said = { cast: ['On', 'George W. Bush', 'War on Terrorism'], genres: ['Documentary', 'Political'] };
    castAndCrew.add('Fahrenheit 9/11', 2004, { ...said, directors: ['Michael Moore'] });
    expect(castAndCrew.find({ title: 'Fahrenheit 9/11', year: 2004, genres: [] })).toEqual({
      cast: [],
      directors: ['Michael Moore'],
      genres: ['Documentary'],
    });
    expect([castAndCrew.leftOut, castAndCrew.documentaries]).toEqual([2, 1]);
  });
});
