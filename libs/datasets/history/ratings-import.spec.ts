import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import { DatasetError } from '../records/dataset.error.js';
import { zip } from '../download/zip.fixture.js';
import { writeRatingsCsv } from './ratings-export.js';
import { type HistoryOptions, type ImportedRating, readRatingsImport } from './ratings-import.js';

async function read(source: string | Readable, options: HistoryOptions = {}): Promise<ImportedRating[]> {
  return (await readWhole(source, options)).rows;
}

async function readWhole(source: string | Readable, options: HistoryOptions = {}) {
  const rows: ImportedRating[] = [];
  const reading = readRatingsImport(source, options);
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return { rows, summary: value };
    rows.push(value);
  }
}

describe('readRatingsImport', () => {
  it('reads a MovieLens history of one user', async () => {
    const rows = await read(
      'userId,movieId,rating,timestamp\n7,31,2.5,1260759144\n7,32,0.5,1260759145\n8,31,4,1260759146\n',
    );
    expect(rows).toEqual([
      { row: 2, movielensId: '31', rating: 2.5, ratedAt: new Date('2009-12-14T02:52:24Z') },
      { row: 3, movielensId: '32', rating: 1, raised: true, ratedAt: new Date('2009-12-14T02:52:25Z') },
      { row: 4, problem: 'belongs to user 8, the rows before it to user 7' },
    ]);
  });

  it('reads the export of movielens.org', async () => {
    const rows = await read(
      'movie_id,imdb_id,tmdb_id,rating,average_rating,title\n1,0114709,862,4.5,3.9,Toy Story (1995)\n9,,,3,2,Odd\n',
    );
    expect(rows).toEqual([
      {
        row: 2,
        movielensId: '1',
        movieId: '862',
        imdbId: 'tt0114709',
        title: 'Toy Story',
        year: 1995,
        rating: 4.5,
      },
      { row: 3, movielensId: '9', title: 'Odd', rating: 3 },
    ]);
  });

  it('reads IMDb, halving its ten steps', async () => {
    const header =
      'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres';
    const rows = await read(
      `\ufeff${header}\r\ntt0133093,9,2024-03-01,The Matrix,The Matrix,u,Movie,8.7,136,1999,"Action, Sci-Fi"\r\n` +
        'tt0000002,1,2024-03-02,Bad,Bad,u,Movie,1,80,2000,Drama\r\ntt0000003,11,,Worse,Worse,u,Movie,1,80,2001,Drama\r\n',
    );
    expect(rows).toEqual([
      {
        row: 2,
        imdbId: 'tt0133093',
        title: 'The Matrix',
        originalTitle: 'The Matrix',
        year: 1999,
        rating: 4.5,
        ratedAt: new Date('2024-03-01'),
      },
      {
        row: 3,
        imdbId: 'tt0000002',
        title: 'Bad',
        originalTitle: 'Bad',
        year: 2000,
        rating: 1,
        raised: true,
        ratedAt: new Date('2024-03-02'),
      },
      { row: 4, title: 'Worse', year: 2001, problem: 'rating "11" is not a whole number from 1 to 10' },
    ]);
  });

  it('reads Letterboxd', async () => {
    const rows = await read(
      'Date,Name,Year,Letterboxd URI,Rating\n2023-01-05,"Good, the Bad and the Ugly, The",1966,https://boxd.it/a,0.5\n2023-01-06,Heat,1995,u,\n',
    );
    expect(rows).toEqual([
      {
        row: 2,
        title: 'Good, the Bad and the Ugly, The',
        year: 1966,
        rating: 1,
        raised: true,
        ratedAt: new Date('2023-01-05'),
      },
      { row: 3, title: 'Heat', year: 1995, problem: 'has no rating' },
    ]);
  });

  it('refuses single rows of its own export and reads the others', async () => {
    const rows = await read(
      'movieId,title,year,rating,ratedAt\n603,The Matrix,1999,4.5,2024-01-01T10:00:00.000Z\n603,The Matrix,1999,0.5,\n' +
        '{"$gt":""},x,1999,3,\nml-12,Odd,,4,yesterday\n603,cut\n603,"open,1999,3,\n',
    );
    expect(rows).toEqual([
      {
        row: 2,
        movieId: '603',
        title: 'The Matrix',
        year: 1999,
        rating: 4.5,
        ratedAt: new Date('2024-01-01T10:00:00Z'),
      },
      { row: 3, title: 'The Matrix', year: 1999, problem: 'rating "0.5" is not from 1 to 5 in steps of 0.5' },
      { row: 4, title: 'x', year: 1999, problem: 'movieId "{"$gt":""}" is not an id' },
      { row: 5, movieId: 'ml-12', title: 'Odd', rating: 4 },
      { row: 6, problem: 'has 2 fields where the header has 5' },
      { row: 7, problem: 'opens a quote that is never closed' },
    ]);
  });

  it.each(['title;rating\nHeat;5\n', '{"ratings": []}', '%PDF-1.7\n', '"never closed'])(
    'refuses %j with the columns it expects',
    async (text) => {
      await expect(read(text)).rejects.toThrow(DatasetError);
    },
  );

  it.each([
    [
      'a workbook',
      Buffer.from('PK\x03\x04\x14\x00[Content_Types].xml', 'latin1'),
      /Excel workbook.*save it as CSV/,
    ],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Excel workbook/],
    [
      'a damaged archive',
      Buffer.from('PK\x03\x04\x14\x00ratings.csv', 'latin1'),
      /archive could not be unpacked/,
    ],
    ['JSON of something else', Buffer.from('{"ratings": 7}'), /JSON without a list of films/],
    ['damaged JSON', Buffer.from('[{"rating": 7}'), /JSON and is damaged/],
    ['damaged XML', Buffer.from('<?xml version="1.0"?><a><b>'), /XML and is damaged/],
    ['a web page', Buffer.from('\n<!DOCTYPE html><p>Log in'), /web page: download the export again/],
    ['bytes', Buffer.from([1, 2, 3, 0, 255, 254, 7, 9, 9]), /no text/],
    ['bytes in a later line', Buffer.from(`Date,Name\n${'\x01\x02\x03'.repeat(9)}`), /no text/],
    [
      'films of Letterboxd’s that do not say what they are',
      Buffer.from('Date,Name,Year,Letterboxd URI\n'),
      /watched\.csv, watchlist\.csv.*keep that name/,
    ],
    ['Netflix’ history', Buffer.from('Title,Date\nHeat,1/2/24\n'), /Netflix’ viewing history/],
  ])('names %s, and what to do with it', async (_, file, message) => {
    const refusal = await read(Readable.from([file.subarray(0, 3), file.subarray(3)])).catch(
      (error) => error,
    );
    expect(refusal).toBeInstanceOf(DatasetError);
    expect(refusal.message).toMatch(message);
    expect(refusal.message).not.toMatch(/[\p{Cc}\uFFFD]/u);
  });

  it('says which columns it knows', async () => {
    await expect(read('title;rating\n')).rejects.toThrow(
      /unknown columns "title, rating".*IMDb \(Const, Your Rating/u,
    );
    await expect(read('')).rejects.toThrow('the file is empty');
  });

  it('gives back exactly what was exported', async () => {
    const ratedAt = new Date('2024-05-06T07:08:09.010Z');
    const titles = [
      'Heat',
      'Good, "Bad"',
      '=1+1',
      "'71",
      "'=x",
      '+1',
      '-30-',
      '@home',
      'two\r\nlines',
      ' spaced ',
    ];
    const exported = titles.map((title, at) => ({
      movieId: `${at + 1}`,
      title,
      year: 1990 + at,
      rating: 3.5,
      ratedAt,
    }));
    const csv = writeRatingsCsv([...exported, { movieId: 'ml-5', title: 'No Year', rating: 1, ratedAt }]);
    expect(csv).not.toMatch(/,"?[=+@-]/u);
    const rows = await read(Readable.from([csv.slice(0, 40), csv.slice(40)]));
    expect(rows).toEqual([
      ...exported.map(({ movieId, ...rest }, at) => ({ row: at + 2, movieId, ...rest })),
      { row: 12, movieId: 'ml-5', title: 'No Year', rating: 1, ratedAt },
    ]);
  });
});

const IMDB = [
  'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Year',
  "tt0211915,9,2024-05-01,Amélie,Le Fabuleux Destin d'Amélie Poulain,u,Movie,8.3,2001",
  'tt0114369,8,2024-05-02,Se7en,Se7en,u,Movie,8.6,1995',
];
const withLines = (end: string, separator = ',') =>
  IMDB.map((line) => line.replaceAll(',', separator) + end).join('');

describe('the same history, however it is written', () => {
  const expected = [
    {
      row: 2,
      imdbId: 'tt0211915',
      title: 'Amélie',
      originalTitle: "Le Fabuleux Destin d'Amélie Poulain",
      year: 2001,
      rating: 4.5,
      ratedAt: new Date('2024-05-01'),
    },
    {
      row: 3,
      imdbId: 'tt0114369',
      title: 'Se7en',
      originalTitle: 'Se7en',
      year: 1995,
      rating: 4,
      ratedAt: new Date('2024-05-02'),
    },
  ];
  const big = (text: string) => {
    const bytes = Buffer.from(text, 'utf16le');
    return bytes.swap16();
  };

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeff' + withLines('\r\n'))],
    ['UTF-16', Buffer.from('\ufeff' + withLines('\r\n'), 'utf16le')],
    ['UTF-16 the other way round', big('\ufeff' + withLines('\r\n'))],
    ['UTF-16 without a mark', Buffer.from(withLines('\n'), 'utf16le')],
    ['cp1252', Buffer.from(withLines('\r\n'), 'latin1')],
    ['lines of an old Macintosh', Buffer.from(withLines('\r'))],
    ['semicolons', Buffer.from(withLines('\r\n', ';'))],
    ['tabs', Buffer.from(withLines('\n', '\t'))],
    ['bars', Buffer.from(withLines('\n', '|'))],
    ['Excel’s hint', Buffer.from('sep=;\r\n' + withLines('\r\n', ';'))],
    ['small letters', Buffer.from(withLines('\n').toLowerCase().replace('amélie', 'Amélie'))],
  ])('is read from %s', async (how, bytes) => {
    const rows = await read(Readable.from([bytes.subarray(0, 100), bytes.subarray(100)]));
    if (how === 'small letters')
      expect(rows).toMatchObject([{ imdbId: 'tt0211915', rating: 4.5 }, { rating: 4 }]);
    else expect(rows).toEqual(expected);
  });

  it('keeps the letters that only cp1252 has, and those of UTF-8 beside damage', async () => {
    const head = 'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,';
    const windows = Buffer.concat([
      Buffer.from(head),
      Buffer.from([0x80, 0x93, 0xe9]),
      Buffer.from(',1999,x,4\n'),
    ]);
    expect(await read(Readable.from([windows]))).toMatchObject([{ title: '€“é' }]);
    const damaged = [
      Buffer.from(head + 'Amélie,2001,x,4\n'),
      Buffer.from([0x41, 0xe9, 0x2c]),
      Buffer.from(',,,\n'),
    ];
    expect(await read(Readable.from(damaged))).toMatchObject([{ title: 'Amélie' }, { row: 3 }]);
  });
});

describe('what is odd in a file', () => {
  const letterboxd = (...lines: string[]) => ['Date,Name,Year,Letterboxd URI,Rating', ...lines].join('\n');

  it('reads decimal commas', async () => {
    expect(await read(letterboxd('2024-01-01,Alien,1979,x,"4,5"'))).toMatchObject([{ rating: 4.5 }]);
  });

  it.each([
    [
      'nowhere',
      ['2024-01-03,"Aliens,1986,x,4', '2024-01-04,The Matrix,1999,x,4', '2024-01-05,Se7en,1995,x,3'],
    ],
    [
      'in a title further down',
      [
        '2024-01-03,"Aliens,1986,x,4',
        '2024-01-04,The Matrix,1999,x,4',
        '2024-01-05,"Crouching Tiger, Hidden Dragon",2000,x,3',
      ],
    ],
  ])('loses one row to a quote that is closed %s', async (_, lines) => {
    const rows = await read(letterboxd('2024-01-01,Alien,1979,x,4', ...lines));
    expect(rows.map(({ row, title, problem }) => [row, problem ?? title]).sort()).toEqual([
      [2, 'Alien'],
      [3, 'opens a quote that is never closed'],
      [4, 'The Matrix'],
      [5, lines[2].includes('Tiger') ? 'Crouching Tiger, Hidden Dragon' : 'Se7en'],
    ]);
  });

  it('keeps a text of several lines, and the numbers of the rows after it', async () => {
    const text =
      'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Review,Tags,Watched Date\n' +
      '2024-01-03,Heat,1995,x,4,Yes,"Long.\n\nVery, ""very"" long.\n",,2024-01-02\n2024-01-04,Alien,1979,x,,,,,2012-08-08\n';
    const [heat, alien] = await read(text);
    expect(heat).toMatchObject({
      row: 2,
      title: 'Heat',
      rating: 4,
      rewatch: true,
      ratedAt: new Date('2024-01-02'),
    });
    expect(alien).toEqual({ row: 3, title: 'Alien', year: 1979, seen: true, seenAt: new Date('2012-08-08') });
  });

  it('passes over rows with a title that is too long, and reads milliseconds', async () => {
    const rows = await read(`userId,movieId,rating,timestamp\n7,31,4,1260759144000\n7,32,4,99999999999999\n`);
    expect(rows.map(({ ratedAt }) => ratedAt)).toEqual([new Date('2009-12-14T02:52:24Z'), undefined]);
    expect(await read(letterboxd(`2024-01-01,${'x'.repeat(501)},1999,x,4`))).toEqual([
      { row: 2, title: 'x'.repeat(500), year: 1999, problem: 'has a title of more than 500 characters' },
    ]);
  });

  it('takes no date that has not been, and no character that nobody sees', async () => {
    const [future, hidden] = await read(
      letterboxd('2099-01-01,Alien,1979,x,4', '2024-01-01,The\0 Matrix,1999,x,4'),
    );
    expect(future).toEqual({ row: 2, title: 'Alien', year: 1979, rating: 4 });
    expect(hidden.title).toBe('The Matrix');
  });

  it.each([
    ['day first', ['13/05/2023', '02/06/2023'], ['2023-05-13', '2023-06-02']],
    ['month first', ['5/13/2023', '2/6/2023'], ['2023-05-13', '2023-02-06']],
    ['points', ['06.01.2023', '1.2.23'], ['2023-01-06', '2023-02-01']],
    ['either', ['1/2/2023', '3/4/2023'], [undefined, undefined]],
    ['no day', ['31/02/2023', 'yesterday'], [undefined, undefined]],
    ['words', ['Fri Aug 19 00:00:00 2016', 'Jan 2nd 2024, 03:04'], ['2016-08-19', '2024-01-02']],
  ])('reads dates as the whole file has them: %s', async (_, written, expected) => {
    const rows = await read(letterboxd(...written.map((date) => `"${date}",Alien,1979,x,4`)));
    expect(rows.map(({ ratedAt }) => ratedAt?.toISOString().slice(0, 10))).toEqual(expected);
  });
});

describe('the exports of other services', () => {
  const movie = {
    title: 'The Matrix',
    year: 1999,
    ids: { trakt: 481, slug: 'x', imdb: 'tt0133093', tmdb: 603 },
  };
  const matrix = { movieId: '603', imdbId: 'tt0133093', title: 'The Matrix', year: 1999 };
  const day = new Date('2024-01-02');
  const moment = '2024-01-02T03:04:05.000Z';

  it.each<[string, string, string, object[]]>([
    [
      'Letterboxd’s watched films',
      'watched.csv',
      'Date,Name,Year,Letterboxd URI\n2024-01-02,Heat,1995,x\n',
      [{ title: 'Heat', seen: true, seenAt: day }],
    ],
    [
      'Letterboxd’s watchlist',
      'watchlist (1).csv',
      'Date,Name,Year,Letterboxd URI\n2024-01-02,Heat,1995,x\n',
      [{ title: 'Heat', watchlist: true, addedAt: day }],
    ],
    [
      'IMDb’s list of 2025',
      'list.csv',
      'Position,Const,Created,Modified,Description,Title,Title Type,Year,Your Rating,Date Rated\n1,tt0133093,2025-07-09,,,The Matrix,Movie,1999,9,2024-01-02\n2,tt0114369,2025-07-09,,,Se7en,Movie,1995,,\n',
      [{ imdbId: 'tt0133093', rating: 4.5, ratedAt: day }, { problem: 'has no rating' }],
    ],
    [
      'IMDb’s watchlist',
      'WATCHLIST.csv',
      'Position,Const,Created,Title,Year,Your Rating,Date Rated\n1,tt0114369,2024-01-02,Se7en,1995,,\n',
      [{ imdbId: 'tt0114369', watchlist: true, addedAt: day }],
    ],
    [
      'IMDb of 2017',
      'ratings.csv',
      'Const,Your Rating,Date Added,Title,Title Type,Year\ntt0133093,9,2024-01-02,The Matrix,movie,1999\n',
      [{ imdbId: 'tt0133093', rating: 4.5, ratedAt: day }],
    ],
    [
      'IMDb of 2016',
      'ratings.csv',
      '"position","const","created","Title","You rated","Year"\n"1","tt0133093","Tue Jan 2 00:00:00 2024","The Matrix","9","1999"\n',
      [{ imdbId: 'tt0133093', rating: 4.5, ratedAt: day }],
    ],
    [
      'Trakt’s ratings',
      'ratings-movies.json',
      JSON.stringify([
        { rated_at: moment, rating: 9, type: 'movie', movie },
        { rated_at: moment, rating: 1, type: 'episode', episode: { title: 'x' } },
      ]),
      [
        { row: 1, ...matrix, rating: 4.5, ratedAt: new Date(moment) },
        { row: 2, problem: 'is no film but "episode"' },
      ],
    ],
    [
      'Trakt’s history',
      'watched-history-1.json',
      JSON.stringify([{ watched_at: moment, action: 'watch', type: 'movie', movie }]),
      [{ ...matrix, seen: true, seenAt: new Date(moment) }],
    ],
    [
      'Trakt’s watchlist',
      'lists-watchlist.json',
      JSON.stringify([{ listed_at: moment, type: 'movie', movie }]),
      [{ ...matrix, watchlist: true, addedAt: new Date(moment) }],
    ],
    [
      'another list of Trakt’s',
      'lists-list-7-best.json',
      JSON.stringify([{ listed_at: moment, type: 'movie', movie }]),
      [{ problem: 'is on a list that is neither history nor watchlist' }],
    ],
    [
      'Simkl’s JSON',
      'simkl.json',
      JSON.stringify({
        movies: [
          {
            status: 'completed',
            user_rating: 9,
            last_watched_at: moment,
            movie: { ...movie, ids: { simkl: 1, imdb: 'tt0133093', tmdb: '603' } },
          },
          {
            status: 'plantowatch',
            user_rating: null,
            added_to_watchlist_at: moment,
            movie: { ...movie, ids: { simkl: 1, tmdb: '603' } },
          },
        ],
        shows: [{ show: { title: 'Lost' } }],
      }),
      [
        { ...matrix, rating: 4.5, seen: true },
        { movieId: '603', watchlist: true },
        { problem: 'is a series or an episode, not a film' },
      ],
    ],
    [
      'Simkl’s CSV',
      'simkl.csv',
      'SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB\n54013,The Matrix,movie,1999,completed,,2024-01-02,9,,,603,tt0133093\n',
      [{ ...matrix, rating: 4.5, ratedAt: day, seen: true, seenAt: day }],
    ],
    [
      'TMDB',
      'ratings.csv',
      'TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated\n603,tt0133093,movie,The Matrix,1999-03-30T00:00:00Z,,,8.2,9.0,2024-01-02\n1396,tt0903747,tv,Breaking Bad,2008-01-20T00:00:00Z,,,8.9,10,2024-01-02\n',
      [{ ...matrix, rating: 4.5, ratedAt: day }, { problem: 'is no film but "tv"' }],
    ],
    [
      'Yamtrack',
      'yamtrack.csv',
      'media_id,source,media_type,title,image,season_number,episode_number,score,status,notes,start_date,end_date,progress\n603,tmdb,movie,The Matrix,,,,9,Completed,,,2024-01-02,1\n604,tmdb,movie,Later,,,,,Planning,,,,\n605,tmdb,movie,Dropped,,,,,Dropped,,,,\n',
      [
        { movieId: '603', rating: 4.5, seen: true, seenAt: day },
        { movieId: '604', watchlist: true },
        { problem: /neither watched/ },
      ],
    ],
    [
      'Movary’s ratings',
      'ratings.csv',
      'title,year,tmdbId,imdbId,userRating\n"The Matrix",1999,603,tt0133093,9\n',
      [{ ...matrix, rating: 4.5 }],
    ],
    [
      'Movary’s history',
      'history.csv',
      'title,year,tmdbId,imdbId,watchedAt,comment\n"The Matrix",1999,603,tt0133093,2024-01-02,\n',
      [{ ...matrix, seen: true, seenAt: day }],
    ],
    [
      'Ryot',
      'ryot.json',
      JSON.stringify({
        metadata: [
          {
            lot: 'movie',
            source: 'tmdb',
            identifier: '603',
            source_id: 'The Matrix',
            reviews: [{ rating: '90.0', review: { date: moment } }],
            seen_history: [{ ended_on: '2023-01-01' }, { ended_on: '2024-01-02' }],
            collections: ['Completed'],
          },
          { lot: 'book', source: 'openlibrary', identifier: 'x', collections: [] },
        ],
      }),
      [
        { row: 1, movieId: '603', rating: 4.5, seen: true, seenAt: new Date('2023-01-01') },
        { row: 1, movieId: '603', rating: 4.5, seen: true, seenAt: day },
        { row: 2, problem: 'is no film but "book"' },
      ],
    ],
    [
      'Criticker’s XML',
      'c.xml',
      '<?xml version="1.0"?><recentratings><film><filmid>1</filmid><filmname>Matrix, The (1999)</filmname><rating>90</rating><quote>A &lt;b&gt;</quote><reviewdate>Jan 2nd 2024, 03:04</reviewdate><tier>9</tier><imdbid>tt0133093</imdbid></film></recentratings>',
      [{ imdbId: 'tt0133093', title: 'Matrix, The', year: 1999, rating: 4.5, ratedAt: day }],
    ],
    [
      'MyAnimeList',
      'mal.xml',
      '<?xml version="1.0"?><myanimelist><myinfo><user_id>1</user_id></myinfo><anime><series_title><![CDATA[Spirited Away]]></series_title><series_type>Movie</series_type><my_score>9</my_score><my_finish_date>2024-01-02</my_finish_date><my_status>Completed</my_status></anime></myanimelist>',
      [{ title: 'Spirited Away', rating: 4.5, seen: true, seenAt: day }],
    ],
  ])('are read: %s', async (_, name, text, expected) => {
    const rows = await read(text, { name });
    expect(rows).toHaveLength(expected.length);
    for (const [at, { problem, ...known }] of (expected as ImportedRating[]).entries()) {
      expect(rows[at]).toMatchObject(known);
      if (problem === undefined) expect(rows[at]).not.toHaveProperty('problem');
      else expect(rows[at].problem).toMatch(problem);
    }
  });

  it('are read from an archive, without what was deleted and without lists', async () => {
    const film = 'Date,Name,Year,Letterboxd URI';
    const { rows, summary } = await readWhole(
      Readable.from([
        zip({
          'profile.csv': 'Date Joined,Username\n2020-01-01,ada\n',
          'ratings.csv': `${film},Rating\n2024-01-02,Heat,1995,x,4\n`,
          'watched.csv': `${film}\n2024-01-02,Heat,1995,x\n`,
          'watchlist.csv': `${film}\n2024-01-02,Alien,1979,x\n`,
          'likes/films.csv': `${film}\n2024-01-02,Heat,1995,x\n`,
          'deleted/diary.csv': `${film},Rating,Rewatch,Tags,Watched Date\n2024-01-02,Gone,1995,x,1,,,2024-01-02\n`,
          'lists/best.csv': 'Letterboxd list export v7\n',
        }),
      ]),
    );
    expect(rows).toMatchObject([
      { row: 2, file: 'ratings.csv', title: 'Heat', rating: 4, standing: true },
      { row: 2, file: 'watched.csv', title: 'Heat', seen: true },
      { row: 2, file: 'watchlist.csv', title: 'Alien', watchlist: true },
      { row: 2, file: 'likes/films.csv', title: 'Heat', liked: true },
    ]);
    expect(summary).toMatchObject({ format: 'Letterboxd', scale: '0.5–5' });
    expect(summary.files).toHaveLength(5);
  });

  it('are read from an archive whatever else is in it, and what is damaged is no row that was lost without a word', async () => {
    const movie = { title: 'Heat', year: 1995, ids: { tmdb: 949 } };
    const { rows, summary } = await readWhole(
      Readable.from([
        zip({
          'user-profile.json': '{"username": "ada", "ids": {"slug": "ada"}}',
          'blank.csv': ' \n',
          'empty.xml': '<films></films>',
          'lists-lists.json': '[]',
          'ratings-movies.json': JSON.stringify([{ rating: 9, type: 'movie', movie }]),
          'watched-history-1.json': '[{"watched_at": "2026-',
        }),
      ]),
    );
    expect(rows).toEqual([
      { row: 1, file: 'ratings-movies.json', title: 'Heat', year: 1995, movieId: '949', rating: 4.5 },
      { row: 1, file: 'watched-history-1.json', problem: expect.stringContaining('is damaged') },
    ]);
    expect(summary.format).toBe('Trakt');
    expect(summary.files.map(({ file, rows: count }) => [file, count])).toEqual([
      ['user-profile.json', 0],
      ['blank.csv', 0],
      ['empty.xml', 0],
      ['lists-lists.json', 0],
      ['ratings-movies.json', 1],
      ['watched-history-1.json', 0],
    ]);
    await expect(read(Readable.from([zip({ 'user-profile.json': '{"username": "ada"}' })]))).rejects.toThrow(
      'user-profile.json: the file is JSON without a list of films in it',
    );
  });

  it('are told by file: what its rows say, not what its format could', async () => {
    const movie = { title: 'Heat', year: 1995, ids: { tmdb: 949 } };
    const entry = { type: 'movie', movie };
    const { summary } = await readWhole(
      Readable.from([
        zip({
          'lists-list-7-best.json': JSON.stringify([{ ...entry, listed_at: '2024-01-02T20:00:00.000Z' }]),
          'lists-watchlist.json': JSON.stringify([{ ...entry, listed_at: '2024-01-02T20:00:00.000Z' }]),
          'ratings-movies.json': JSON.stringify([{ ...entry, rating: 9 }]),
          'watched-history-1.json': JSON.stringify([{ ...entry, watched_at: '2024-01-02T20:00:00.000Z' }]),
        }),
      ]),
    );
    expect(summary.files.map(({ file, holds }) => [file, holds])).toEqual([
      ['lists-list-7-best.json', undefined],
      ['lists-watchlist.json', 'watchlist'],
      ['ratings-movies.json', 'ratings'],
      ['watched-history-1.json', 'watched films'],
    ]);
  });

  it('name each day on which a film was watched, where an entry lists them', async () => {
    const seen = ['2020-01-01', '2022-02-02', '2024-03-03'];
    const entry = {
      ...{ lot: 'movie', source: 'tmdb', identifier: '603', source_id: 'The Matrix' },
      reviews: [{ rating: '90', review: { date: '2024-03-03' } }],
      seen_history: seen.map((ended_on) => ({ ended_on })),
    };
    const rows = await read(
      JSON.stringify({ movies: [entry, { ...entry, identifier: '604', seen_history: [] }] }),
    );
    expect(
      rows.map(({ row, movieId, rating, seenAt }) => [
        row,
        movieId,
        rating,
        seenAt?.toISOString().slice(0, 10),
      ]),
    ).toEqual([...seen.map((day) => [1, '603', 4.5, day]), [2, '604', 4.5, undefined]]);
  });

  it('were watched although their service writes 0 for what was not rated', async () => {
    const diary =
      'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date\n2024-01-02,Heat,1995,x,0,,,2024-01-01\n';
    const form = 'imdbID,tmdbID,Title,Year,Rating,WatchedDate,Rewatch\n,949,Heat,1995,0.0,2024-01-01,false\n';
    for (const text of [diary, form]) {
      const [row] = await read(text);
      expect(row).toMatchObject({ title: 'Heat', seen: true, seenAt: new Date('2024-01-01') });
      expect(row).not.toHaveProperty('rating');
    }
  });

  it('have a year in any of the ways that years are written, and may be followed by blank cells', async () => {
    const ratings = 'Date,Name,Year,Letterboxd URI,Rating\n';
    const years = ['1995', '1995.0', '(1995)', '1995–1996', '1995-', '95', '19955'];
    const rows = await read(ratings + years.map((year) => `2024-01-02,Heat,${year},x,4,, \n`).join(''));
    expect(rows.map(({ year, rating }) => [year, rating])).toEqual([
      ...Array.from({ length: 5 }, () => [1995, 4]),
      [undefined, 4],
      [undefined, 4],
    ]);
  });

  it.each([
    ['too much in it', { 'ratings.csv': 'x'.repeat(65 * 1024 * 1024) }, /too large|densely/],
    [
      'too many files',
      Object.fromEntries(Array.from({ length: 2001 }, (_, at) => [`${at}.csv`, 'x'])),
      /more than 2000 files/,
    ],
    ['nothing to read', { 'photo.jpg': 'x' }, /no CSV, JSON or XML/],
    ['no history', { 'a.csv': 'what,is,this\n' }, /a\.csv: unknown columns/],
  ])('are refused as an archive with %s', async (_, files, message) => {
    await expect(read(Readable.from([zip(files)]))).rejects.toThrow(message);
  });
});

describe('a table of no known kind', () => {
  const text = 'Tytuł;Rok;Ocena;Data\nMatrix;1999;9;13.05.2023\nHeat;1995;;\n';

  it('is read by what its columns are called, when that is asked for', async () => {
    await expect(read(text)).rejects.toThrow(/unknown columns/);
    const { rows, summary } = await readWhole(text, { lenient: true });
    expect(rows).toMatchObject([
      { title: 'Matrix', year: 1999, rating: 4.5, ratedAt: new Date('2023-05-13') },
      { problem: 'has no rating' },
    ]);
    expect(summary).toMatchObject({
      format: 'a table',
      scale: '1–10',
      mapping: { title: 'Tytuł', year: 'Rok', rating: 'Ocena', date: 'Data' },
      columns: [{ name: 'Tytuł', samples: ['Matrix', 'Heat'] }, { name: 'Rok' }, {}, {}],
    });
  });

  it('shows its columns when nothing can be guessed, and is read as the person says', async () => {
    const odd = 'a,b,c\nMatrix,1999,80\n';
    expect(await readWhole(odd, { lenient: true })).toMatchObject({
      rows: [],
      summary: { columns: [{ name: 'a', samples: ['Matrix'] }, {}, {}] },
    });
    const mapping = { title: 'a', year: 'b', rating: 'c', scale: 100 };
    expect(await read(odd, { mapping })).toEqual([{ row: 2, title: 'Matrix', year: 1999, rating: 4 }]);
    expect(await read(odd, { mapping: { title: 'a', holds: 'watchlist' } })).toEqual([
      { row: 2, title: 'Matrix', watchlist: true },
    ]);
  });

  it.each([
    ['★★★★½ ★★★ ½', [4.5, 3, 1]],
    ['8/10 10/10 7.5/10', [4, 5, 4]],
    ['3/5 4.5/5 5/5', [3, 4.5, 5]],
    ['80% 100% 9%', [4, 5, 1]],
    ['4,5 3,0 1', [4.5, 3, 1]],
  ])('is read where ratings are written as %s', async (ratings, stars) => {
    const text = `Movie title;Rating\n${ratings
      .split(' ')
      .map((rating) => `Heat;${rating}\n`)
      .join('')}`;
    const rows = await read(text, { lenient: true });
    expect(rows.map(({ rating }) => rating)).toEqual(stars);
  });

  it('may be a line of JSON each', async () => {
    const text = '{"title":"Heat","year":1995,"rating":5}\n{"title":"Alien","year":1979,"rating":4}\n';
    expect(await read(text, { lenient: true })).toEqual([
      { row: 1, title: 'Heat', year: 1995, rating: 5 },
      { row: 2, title: 'Alien', year: 1979, rating: 4 },
    ]);
  });

  it('asks whose rows of a data set are meant', async () => {
    const many = 'userId,movieId,rating,timestamp\n7,31,4,1\n8,31,2,1\n';
    const { rows, summary } = await readWhole(many, { user: '8' });
    expect(rows).toMatchObject([{ problem: 'belongs to user 7' }, { rating: 2 }]);
    expect(summary.users).toEqual(['7', '8']);
  });
});

/** Files as people's programs wrote them; beside the repository on some machines. */
const cases = join(projectRoot(), '..', 'shared', 'cases');

(existsSync(cases) ? describe : describe.skip)('a file as somebody has it', () => {
  it.each(existsSync(cases) ? readdirSync(cases) : ['none'])(
    'gives rows or says what is wrong: %s',
    async (name) => {
      const outcome = await read(createReadStream(join(cases, name)), { name }).catch(
        (error: unknown) => error,
      );
      if (!Array.isArray(outcome)) return expect(outcome).toBeInstanceOf(DatasetError);
      for (const { rating, seen, watchlist, problem } of outcome as ImportedRating[])
        expect((rating ?? seen ?? watchlist) === undefined).toBe(problem !== undefined);
    },
  );
});
