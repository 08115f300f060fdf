import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import { DatasetError } from '../records/dataset.error.js';
import { writeRatingsCsv } from './ratings-export.js';
import { type ImportedRating, readRatingsImport } from './ratings-import.js';

async function read(source: string | Readable): Promise<ImportedRating[]> {
  const rows: ImportedRating[] = [];
  for await (const row of readRatingsImport(source)) rows.push(row);
  return rows;
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
        year: 1999,
        rating: 4.5,
        ratedAt: new Date('2024-03-01'),
      },
      {
        row: 3,
        imdbId: 'tt0000002',
        title: 'Bad',
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
      { row: 7, problem: 'opens a quote that is never closed; nothing after it could be read' },
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
    ['an archive', Buffer.from('PK\x03\x04\x14\x00ratings.csv', 'latin1'), /ZIP archive: unpack it/],
    ['UTF-16', Buffer.from('\ufeffDate,Name,Year\n', 'utf16le'), /UTF-16: save it as CSV in UTF-8/],
    ['UTF-16 without a mark', Buffer.from('Date,Name,Year\n', 'utf16le'), /UTF-16/],
    ['JSON', Buffer.from('{"ratings": []}'), /JSON.*export your ratings as CSV/],
    ['a web page', Buffer.from('\n<!DOCTYPE html><p>Log in'), /web page: download the export again/],
    ['Latin-1', Buffer.from('Titel,Länge\nÄ,1\n', 'latin1'), /another encoding than UTF-8/],
    ['bytes', Buffer.from([1, 2, 3, 0, 255, 254, 7, 9, 9]), /no text/],
    ['semicolons', Buffer.from('Date;Name;Year;Letterboxd URI;Rating\n'), /semicolons.*with commas/],
    ['Letterboxd’s watched.csv', Buffer.from('Date,Name,Year,Letterboxd URI\n'), /choose ratings\.csv/],
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
      /unknown columns "title;rating".*IMDb \(Const, Your Rating/u,
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

/** Files as people's programs wrote them; beside the repository on some machines. */
const cases = join(projectRoot(), '..', 'shared', 'cases');

(existsSync(cases) ? describe : describe.skip)('a file as somebody has it', () => {
  it.each(existsSync(cases) ? readdirSync(cases) : ['none'])(
    'gives rows or says what is wrong: %s',
    async (name) => {
      const outcome = await read(createReadStream(join(cases, name))).catch((error: unknown) => error);
      if (!Array.isArray(outcome)) return expect(outcome).toBeInstanceOf(DatasetError);
      for (const { rating, problem } of outcome as ImportedRating[])
        expect([rating, problem].filter((said) => said !== undefined)).toHaveLength(1);
    },
  );
});
