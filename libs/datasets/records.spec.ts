import { describe, expect, it } from '@jest/globals';
import { genreNames } from './records/genre-names.js';
import { imdbId } from './records/imdb-id.js';
import { personId } from './records/person-id.js';
import { starsOnGrid } from './records/rating.record.js';

describe('genreNames', () => {
  it("brings MovieLens's genres into TMDB's words", () => {
    expect(genreNames(['Sci-Fi', 'Children', "Children's", 'Musical', 'Film-Noir', 'Drama'])).toEqual([
      'Science Fiction',
      'Family',
      'Music',
      'Film Noir',
      'Drama',
    ]);
  });

  it('leaves out what is no genre', () => {
    expect(genreNames(['(no genres listed)', 'IMAX', 'TV Movie', 'Foreign', ''])).toEqual([]);
  });

  it('writes every genre in one way', () => {
    expect(genreNames(['comedy', ' drama', 'sci_fi', 'Comedy'])).toEqual([
      'Comedy',
      'Drama',
      'Science Fiction',
    ]);
  });
});

describe('personId', () => {
  it.each([
    ['Denis Villeneuve', 'denis-villeneuve'],
    ['Alejandro González Iñárritu', 'alejandro-gonzalez-inarritu'],
    ["Chris O'Donnell", 'chris-odonnell'],
    ['Robert Downey, Jr.', 'robert-downey-jr'],
    ['三船敏郎', '三船敏郎'],
    ['…', ''],
  ])('%s is %j', (name, id) => expect(personId(name)).toBe(id));
});

describe('imdbId', () => {
  it('is normalised to the stored form', () => {
    expect(['tt0133093', '133093', '0133093', 'TT0133093', ' 133093 '].map(imdbId)).toEqual(
      Array(5).fill('tt0133093'),
    );
    expect(imdbId('tt10872600')).toBe('tt10872600');
  });

  it('is undefined for anything but a number', () => {
    expect([undefined, '', 'nm0000206', '{"$gt":""}'].map(imdbId)).toEqual(Array(4).fill(undefined));
  });
});

describe('starsOnGrid', () => {
  it('knows no half star and no values off the scale', () => {
    expect([0.5, 1, 2.5, 3.7, 5].map(starsOnGrid)).toEqual([1, 1, 2.5, 3.5, 5]);
    expect([0, 0.4, 5.5, -1, Number.NaN].map(starsOnGrid)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
