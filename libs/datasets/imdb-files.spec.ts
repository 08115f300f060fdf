import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataset } from './dataset.js';
import type { MovieRecord } from './records/movie.record.js';
import { readImdbRows } from './imdb/tsv.reader.js';

const BASICS = [
  'tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres',
  'tt0000001\tshort\tCarmencita\tCarmencita\t0\t1894\t\\N\t1\tDocumentary,Short',
  'tt0133093\tmovie\tThe Matrix\tThe Matrix\t0\t1999\t\\N\t136\tAction,Sci-Fi',
  'tt9999999\tmovie\tNobody "wants\tNobody\t0\t\\N\t\\N\t\\N\t\\N',
  'tt0095765\tmovie\tCinema Paradiso\tNuovo Cinema Paradiso\t0\t1988\t\\N\t155\tDrama',
];
const AKAS = [
  'titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle',
  'tt0095765\t1\tCinema Paradiso\tUS\t\\N\t\\N\t\\N\t0',
  'tt0095765\t2\tNuovo Cinema Paradiso\t\\N\t\\N\toriginal\t\\N\t1',
  ...Array.from({ length: 30 }, (_, n) => `tt0095765\t${n + 3}\tKino ${n % 25}\tDE\t\\N\t\\N\t\\N\t0`),
];
const PRINCIPALS = [
  'tconst\tordering\tnconst\tcategory\tjob\tcharacters',
  'tt0133093\t3\tnm0000401\tactor\t\\N\t["Morpheus"]',
  'tt0133093\t1\tnm0000206\tactor\t\\N\t["Neo"]',
  'tt0133093\t5\tnm0905154\tdirector\t\\N\t\\N',
  'tt0133093\t6\tnm0000999\twriter\t\\N\t\\N',
  'tt0133093\t7\tnm7777777\tactress\t\\N\t\\N',
  'tt0000001\t1\tnm1588970\tself\t\\N\t\\N',
];
const NAMES = [
  'nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles',
  'nm0000206\tKeanu Reeves\t1964\t\\N\tactor\ttt0133093',
  'nm0000401\tLaurence Fishburne\t1961\t\\N\tactor\ttt0133093',
  'nm0905154\tLana Wachowski\t1965\t\\N\tdirector\ttt0133093',
  'nm1588970\tCarmencita\t1868\t1910\tsoundtrack\ttt0000001',
];

describe('the files of IMDb beside those of MovieLens', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'imdb-'));
    await writeFile(
      join(folder, 'movies.csv'),
      'movieId,title,genres\n2571,"Matrix, The (1999)",(no genres listed)\n1172,Cinema Paradiso (1989),Drama\n9,Sudden Death (1995),Action\n',
    );
    await writeFile(
      join(folder, 'links.csv'),
      'movieId,imdbId,tmdbId\n2571,0133093,603\n1172,0095765,11216\n9,0114576,9091\n',
    );
    await writeFile(join(folder, 'ratings.csv'), 'userId,movieId,rating,timestamp\n1,2571,5,1000000000\n');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = (name: string, lines: string[]) =>
    writeFile(join(folder, name), gzipSync(`${lines.join('\n')}\n`));
  const putAll = async () => {
    await put('title.basics.tsv.gz', BASICS);
    await put('title.akas.tsv.gz', AKAS);
    await put('title.principals.tsv.gz', PRINCIPALS);
    await put('name.basics.tsv.gz', NAMES);
  };
  const read = async () => {
    const dataset = await openDataset(folder, { cacheDir: folder });
    const movies: MovieRecord[] = [];
    for await (const movie of dataset.movies()) movies.push(movie);
    return { movies, summary: dataset.summary };
  };

  it('say of each film what MovieLens does not', async () => {
    await putAll();
    const { movies } = await read();
    const [matrix, paradiso, unknown] = movies;
    expect(matrix).toMatchObject({
      id: '603',
      title: 'The Matrix',
      year: 1999,
      runtime: 136,
      genres: ['Action', 'Science Fiction'],
      cast: [
        { name: 'Keanu Reeves', order: 1 },
        { name: 'Laurence Fishburne', order: 3 },
      ],
      directors: ['Lana Wachowski'],
    });
    expect(matrix).not.toHaveProperty('originalTitle');
    expect(paradiso).toMatchObject({ year: 1989, originalTitle: 'Nuovo Cinema Paradiso', genres: ['Drama'] });
    expect(paradiso.alternativeTitles).toHaveLength(20);
    expect(paradiso.alternativeTitles).not.toContain('Nuovo Cinema Paradiso');
    expect(unknown).toMatchObject({ id: '9091', title: 'Sudden Death', cast: [], genres: ['Action'] });
  });

  it('are counted, by what was wanted of them', async () => {
    await putAll();
    const read9 = Object.fromEntries((await read()).summary.map((file) => [file.file, file.read]));
    expect(read9).toMatchObject({
      'title.basics.tsv.gz': 2,
      'title.akas.tsv.gz': 32,
      'title.principals.tsv.gz': 5,
      'name.basics.tsv.gz': 3,
      'movies.csv': 3,
    });
  });

  it('may be some of them: without principals or names nobody is named', async () => {
    await put('title.basics.tsv.gz', BASICS);
    await put('title.principals.tsv.gz', PRINCIPALS);
    const [matrix] = (await read()).movies;
    expect(matrix).toMatchObject({ runtime: 136, cast: [], directors: [] });
  });

  it('are refused alone, and when they are damaged, cut or of another form', async () => {
    await put('title.basics.tsv.gz', BASICS);
    const alone = await mkdtemp(join(tmpdir(), 'imdb-alone-'));
    await writeFile(join(alone, 'title.basics.tsv.gz'), gzipSync(BASICS.join('\n')));
    await expect(openDataset(alone, { cacheDir: alone })).rejects.toThrow(
      /links\.csv and ratings\.csv beside/,
    );
    await rm(alone, { recursive: true });

    const whole = gzipSync(BASICS.join('\n').repeat(100));
    for (const [bytes, why] of [
      [Buffer.from('tconst\tprimaryTitle\n'), /is damaged/],
      [whole.subarray(0, whole.length / 2), /is damaged/],
      [gzipSync('tconst\ttitle\ntt1\tA\n'), /has no column primaryTitle/],
      [gzipSync(''), /is empty/],
      [gzipSync(`tconst\t${'x'.repeat(1_500_000)}`), /a row is too long/],
    ] as [Buffer, RegExp][]) {
      await writeFile(join(folder, 'title.basics.tsv.gz'), bytes);
      await expect(read()).rejects.toThrow(why);
    }
  });

  it('give the values of wanted rows, however the file is cut into pieces', async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, n) => `tt${String(n).padStart(7, '0')}\tTítulo ${n} – “é”\t\\N`,
    );
    await put('some.tsv.gz', ['tconst\ttitle\tnothing', ...rows]);
    const found: unknown[] = [];
    for await (const row of readImdbRows(
      join(folder, 'some.tsv.gz'),
      ['tconst', 'nothing', 'title'],
      (id) => id % 10_000 === 7,
    ))
      found.push(row);
    expect(found).toEqual(
      [7, 10_007, 20_007, 30_007, 40_007].map((n) => [
        `tt${String(n).padStart(7, '0')}`,
        undefined,
        `Título ${n} – “é”`,
      ]),
    );
  });
});
