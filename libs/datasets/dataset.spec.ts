import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatasetError } from './records/dataset.error.js';
import { openDataset } from './dataset.js';
import type { Dataset } from './records/dataset.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dataset-'))));
afterEach(() => rm(folder, { recursive: true }));

async function open(files: Record<string, string>): Promise<Dataset> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return openDataset(folder, { cacheDir: join(folder, 'unused') });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const summaryOf = (dataset: Dataset, file: string) =>
  dataset.summary.find((summary) => summary.file === file);

const movielens = {
  'movies.csv':
    '\ufeffmovieId,title,genres\r\n1,"Matrix, The (1999)",Action|Sci-Fi\r\n2,"Amelie (Fabuleux destin d\'Amélie Poulain, Le) (2001)",Romance\r\n' +
    '3,Only Here,(no genres listed)\r\n4,"Matrix, The (1999)",Action\r\nx,Broken (2000),Drama\r\n5, ,Drama\r\n',
  'links.csv': 'movieId,imdbId,tmdbId\n1,0133093,603\n2,0211915,194\n3,15,\n4,0133093,603\nfive,1,2\n',
  'ratings.csv':
    'userId,movieId,rating,timestamp\n1,1,0.5,1000\n1,4,4.5,2000\n1,3,3.0,1500\n1,99,3.0,1500\n2,2,5.0,3000\n2,2,six,3000\n,2,4,1\n2,2,4,soon\n',
  'tags.csv': 'not looked at',
};

describe('a MovieLens folder', () => {
  it('finds films without TMDB’s id by title and year, names the others, and gives no film twice', async () => {
    const dataset = await open({
      ...movielens,
      'movies.csv':
        'movieId,title,genres\n2571,"Matrix, The (1999)",Action\n' +
        '9,"Usual Suspects, The (1995)",Crime\n10,"Usual Suspects, The (1995)",Crime\n' +
        '11,"Matrix, The (2030)",Action\n2,"Taxi Driver (1976)",Drama\n12,Taxi Driver (1977),Drama\n',
      'links.csv': 'movieId,imdbId,tmdbId\n2571,0133093,\n2,,103\n',
      'ratings.csv': 'userId,movieId,rating,timestamp\n1,2571,4.0,1000\n1,10,3.0,1000\n',
    });
    const found = (await all(dataset.movies())).map(({ id, formerId, links }) => [id, formerId, links.tmdb]);
    expect(found).toEqual([
      ['603', 'ml-2571', '603'],
      ['629', 'ml-9', '629'],
      ['ml-10', undefined, undefined],
      ['ml-11', undefined, undefined],
      ['103', undefined, '103'],
      ['ml-12', undefined, undefined],
    ]);
    expect((await all(dataset.ratings())).map(({ movieId }) => movieId)).toEqual(['603', 'ml-10']);
    expect(dataset.notes).toEqual([
      '2 films without TMDB’s id were linked by title and year',
      '3 films have no TMDB id and keep their own:',
      '  10 Usual Suspects, The (1995)',
      '  11 Matrix, The (2030)',
      '  12 Taxi Driver (1977)',
    ]);
  });

  it('gives films the id of their link, genres in our words and the article in front', async () => {
    const dataset = await open(movielens);
    expect(await all(dataset.movies())).toEqual([
      {
        id: '603',
        title: 'The Matrix',
        year: 1999,
        genres: ['Action', 'Science Fiction'],
        keywords: [],
        cast: [],
        directors: [],
        links: { movielens: '1', tmdb: '603', imdb: 'tt0133093' },
      },
      expect.objectContaining({
        id: '194',
        title: "Amelie (Le Fabuleux destin d'Amélie Poulain)",
        year: 2001,
      }),
      expect.objectContaining({
        id: 'ml-3',
        title: 'Only Here',
        genres: [],
        links: { movielens: '3', imdb: 'tt0000015' },
      }),
    ]);
    expect(summaryOf(dataset, 'movies.csv')).toEqual({
      file: 'movies.csv',
      read: 3,
      leftOut: 1,
      brokenCount: 2,
      broken: [
        { row: 6, why: 'movieId "x" is not a number' },
        { row: 7, why: 'film 5 has no title' },
      ],
    });
    expect(summaryOf(dataset, 'links.csv')?.broken).toEqual([
      { row: 6, why: 'movieId "five" is not a number' },
    ]);
  });

  it('gives ratings of known films, the later one where two films are one', async () => {
    const dataset = await open(movielens);
    expect(await all(dataset.ratings())).toEqual([
      { userId: '1', movieId: '603', rating: 4.5, ratedAt: new Date(2_000_000) },
      { userId: '1', movieId: 'ml-3', rating: 3, ratedAt: new Date(1_500_000) },
      { userId: '2', movieId: '194', rating: 5, ratedAt: new Date(3_000_000) },
    ]);
    expect(summaryOf(dataset, 'ratings.csv')).toMatchObject({ read: 3, leftOut: 2, brokenCount: 3 });
    expect(summaryOf(dataset, 'ratings.csv')?.broken.map(({ why }) => why)).toEqual([
      'rating "six" is not from 0.5 to 5',
      'userId is blank',
      'timestamp "soon" is not in seconds since 1970',
    ]);
  });

  it('can be read twice', async () => {
    const dataset = await open(movielens);
    expect(await all(dataset.movies())).toEqual(await all(dataset.movies()));
    expect(summaryOf(dataset, 'movies.csv')?.read).toBe(3);
  });

  it.each(['movies.csv', 'links.csv', 'ratings.csv'] as const)('says that %s is missing', async (file) => {
    const { [file]: _, ...others } = movielens;
    await expect(open(others)).rejects.toThrow(new DatasetError(`${join(folder, file)}: no such file`));
  });

  it('says which column is missing before anything is read', async () => {
    const ratings = 'userId,movieId,stars,timestamp\n';
    await expect(open({ ...movielens, 'ratings.csv': ratings })).rejects.toThrow(
      'ratings.csv: the header has no column "rating"',
    );
  });
});

const metadataHeader =
  'adult,belongs_to_collection,genres,id,imdb_id,original_language,original_title,overview,popularity,poster_path,release_date,runtime,tagline,title,vote_average,vote_count';
const tmdb = {
  'movies_metadata.csv':
    `${metadataHeader}\n` +
    `False,"{'id': 1, 'name': 'The Matrix Collection'}","[{'id': 28, 'name': 'Action'}, {'id': 10769, 'name': 'Foreign'}]",603,tt0133093,en,The Matrix,A hacker  wakes.,33.3,/p.jpg,1999-03-30,136.0,Free your mind,The Matrix,7.9,9079\n` +
    'False,,[],194,0211915,fr,"Le Fabuleux\nDestin",No overview found.,,p.jpg,sometime,0.0,,Amélie,,\n' +
    'False,,[],603,tt0133093,en,The Matrix,Again.,1,,1999-03-30,136,,The Matrix,1,1\n' +
    'True,,[],7,,en,Blue,Blue.,1,,1999-03-30,80,,Blue,1,1\n' +
    ' - Written by Ørnås,0.065736,/x.jpg,,,\n' +
    `False,,"[{'id': 28",8,,en,Cut,Cut.,1,,1999-03-30,80,,Cut,1,1\n` +
    'False,,[],1997-08-20,,en,Shifted,x,1,,1999-03-30,80,,Shifted,1,1\n' +
    'False,,[],9,,en,,x,1,,1999-03-30,80,,,1,1\n',
  'keywords.csv': `id,keywords\n603,"[{'id': 1, 'name': 'dystopia'}, {'id': 2, 'name': ""hacker's tale""}, {'id': 1, 'name': 'dystopia'}]"\n194,[\n`,
  'credits.csv':
    `cast,crew,id\n"[{'name': 'Carrie-Anne Moss', 'order': 2}, {'name': 'Keanu Reeves', 'order': 0}]",` +
    `"[{'job': 'Producer', 'name': 'Joel Silver'}, {'job': 'Director', 'name': 'Lana Wachowski'}, {'job': 'Director', 'name': 'Lilly Wachowski'}]",603\n` +
    `"${JSON.stringify(Array.from({ length: 30 }, (_, order) => ({ name: `Actor ${order}`, order }))).replaceAll('"', '""')}",[],194\n`,
};
const tmdbRatings = {
  'ratings_small.csv':
    'userId,movieId,rating,timestamp\n1,2571,4,1000\n1,4973,3.5,1000\n1,5,2,1000\n1,6,2,1000\n',
  'links.csv': 'movieId,imdbId,tmdbId\n2571,0133093,603\n4973,0211915,194.0\n5,1,8\n',
};

describe('a folder of The Movies Dataset', () => {
  it('joins films, keywords and people', async () => {
    const dataset = await open({ ...tmdb, ...tmdbRatings });
    const [matrix, amelie, ...others] = await all(dataset.movies());
    expect(matrix).toEqual({
      id: '603',
      title: 'The Matrix',
      year: 1999,
      overview: 'A hacker wakes.',
      tagline: 'Free your mind',
      genres: ['Action'],
      keywords: ['dystopia', "hacker's tale"],
      cast: [
        { name: 'Keanu Reeves', order: 0 },
        { name: 'Carrie-Anne Moss', order: 1 },
      ],
      directors: ['Lana Wachowski', 'Lilly Wachowski'],
      language: 'en',
      runtime: 136,
      collection: 'The Matrix Collection',
      posterPath: '/p.jpg',
      popularity: 33.3,
      voteAverage: 7.9,
      voteCount: 9079,
      links: { movielens: '2571', tmdb: '603', imdb: 'tt0133093' },
    });
    expect(amelie).toEqual({
      id: '194',
      title: 'Amélie',
      originalTitle: 'Le Fabuleux Destin',
      genres: [],
      keywords: [],
      cast: Array.from({ length: 10 }, (_, order) => ({ name: `Actor ${order}`, order })),
      directors: [],
      language: 'fr',
      links: { movielens: '4973', tmdb: '194' },
    });
    expect(others).toEqual([]);
  });

  it('names its broken rows and goes on', async () => {
    const dataset = await open(tmdb);
    await all(dataset.movies());
    expect(summaryOf(dataset, 'movies_metadata.csv')).toMatchObject({ read: 2, leftOut: 2, brokenCount: 4 });
    expect(summaryOf(dataset, 'movies_metadata.csv')?.broken).toEqual([
      { row: 6, why: 'has 6 fields where the header has 16' },
      { row: 7, why: 'film 8: unexpected the end at offset 10' },
      { row: 8, why: 'id "1997-08-20" is not a number' },
      { row: 9, why: 'film 9 has no title' },
    ]);
    expect(summaryOf(dataset, 'keywords.csv')?.broken).toEqual([
      { row: 3, why: 'film 194: unexpected the end at offset 1' },
    ]);
  });

  it('gives the ratings whose films it has', async () => {
    const dataset = await open({ ...tmdb, ...tmdbRatings });
    expect((await all(dataset.ratings())).map(({ movieId, rating }) => [movieId, rating])).toEqual([
      ['603', 4],
      ['194', 3.5],
    ]);
    expect(summaryOf(dataset, 'ratings_small.csv')).toMatchObject({ read: 2, leftOut: 2, brokenCount: 0 });
  });

  it('has films only when there are no ratings', async () => {
    expect(await all((await open(tmdb)).ratings())).toEqual([]);
  });

  it('asks for the links that ratings need', async () => {
    const { 'links.csv': _, ...withoutLinks } = tmdbRatings;
    await expect(open({ ...tmdb, ...withoutLinks })).rejects.toThrow(
      `${join(folder, 'links.csv')}: no such file`,
    );
  });

  it('names a missing file or column', async () => {
    const { 'credits.csv': _, ...withoutCredits } = tmdb;
    await expect(open(withoutCredits)).rejects.toThrow(`${join(folder, 'credits.csv')}: no such file`);
    await expect(open({ ...tmdb, 'keywords.csv': 'id,words\n' })).rejects.toThrow(
      'keywords.csv: the header has no column "keywords"',
    );
  });
});

describe('openDataset', () => {
  it('says what a folder should hold', async () => {
    await expect(open({ 'notes.txt': '' })).rejects.toThrow(
      'holds neither movies.csv (MovieLens) nor movies_metadata.csv (The Movies Dataset)',
    );
    await expect(openDataset(join(folder, 'nowhere'), { cacheDir: folder })).rejects.toThrow(
      'nowhere: no such folder',
    );
  });
});
