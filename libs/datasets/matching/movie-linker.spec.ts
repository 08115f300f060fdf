import { describe, expect, it } from '@jest/globals';
import { linkMovies, type MetadataTitle } from './movie-linker.js';

const row = (tmdbId: string, title: string, year?: number, originalTitle = title): MetadataTitle => ({
  tmdbId,
  title,
  originalTitle,
  year,
});

describe('linkFilms', () => {
  it('links a title that occurs once, article, accents and brackets aside', () => {
    const links = linkMovies(
      [
        { id: 1, title: 'Usual Suspects, The', year: 1995 },
        { id: 2, title: 'City of Lost Children, The (Cité des enfants perdus, La)', year: 1995 },
        { id: 3, title: 'Amelie', year: 2001 },
      ],
      [
        row('629', 'The Usual Suspects', 1995),
        row('902', 'La Cité des Enfants Perdus', 1996),
        row('194', 'Amélie', 2001),
      ],
    );
    expect(links.map(({ movielensId, tmdbId, by }) => [movielensId, tmdbId, by])).toEqual([
      [1, '629', 'title'],
      [2, '902', 'title'],
      [3, '194', 'title'],
    ]);
  });

  it('tells films of one title and year apart by the order of their neighbours', () => {
    const links = linkMovies(
      [
        { id: 1, title: 'Heat', year: 1995 },
        { id: 2, title: 'Hamlet', year: 2000 },
        { id: 3, title: 'Casino', year: 1995 },
        { id: 4, title: 'Hamlet', year: 2000 },
      ],
      [
        row('949', 'Heat', 1995),
        row('10688', 'Hamlet', 2000),
        row('524', 'Casino', 1995),
        row('125705', 'Hamlet', 2000),
      ],
    );
    expect(links.map(({ tmdbId }) => tmdbId)).toEqual(['949', '10688', '524', '125705']);
  });

  it('finds other spellings only between linked neighbours', () => {
    const between = [row('1', 'Heat', 1995), row('11', 'Star Wars', 1977), row('2', 'Casino', 1995)];
    const movielens = [
      { id: 1, title: 'Heat', year: 1995 },
      { id: 5, title: 'Star Wars: Episode IV - A New Hope', year: 1977 },
      { id: 9, title: 'Casino', year: 1995 },
    ];
    expect(linkMovies(movielens, between)[1]).toEqual({ movielensId: 5, tmdbId: '11', by: 'similar title' });
    const after = [between[0], between[2], between[1]];
    expect(linkMovies(movielens, after).map(({ movielensId }) => movielensId)).toEqual([1, 9]);
  });

  it('never links another year, nor a film whose place belongs to another', () => {
    const movielens = [
      { id: 1, title: 'Heat', year: 1995 },
      { id: 2, title: 'Musa the Warrior', year: 2001 },
      { id: 3, title: 'Casino', year: 1995 },
    ];
    const repeated = [
      row('1', 'Heat', 1986),
      row('5', 'The Warrior', 2001),
      row('2', 'Casino', 1995),
      row('5', 'The Warrior', 2001),
    ];
    expect(linkMovies(movielens, repeated).map(({ movielensId }) => movielensId)).toEqual([3]);
  });

  it('accepts a unique title out of order only when nothing else is that film', () => {
    const movielens = [
      { id: 1, title: 'Saturn 3', year: 1980 },
      { id: 2, title: 'Heat', year: 1995 },
      { id: 3, title: 'Casino', year: 1995 },
    ];
    const metadata = [row('1', 'Heat', 1995), row('2', 'Casino', 1995), row('3', 'Saturn 3', 1980)];
    expect(linkMovies(movielens, metadata)[0]).toEqual({
      movielensId: 1,
      tmdbId: '3',
      by: 'title out of order',
    });
  });
});
