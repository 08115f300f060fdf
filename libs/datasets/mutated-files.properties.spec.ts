import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { openDataset } from './dataset.js';
import { unpackZip } from './download/zip-archive.js';
import { zip } from './download/zip.fixture.js';
import { readRatingsImport } from './history/ratings-import.js';
import { plotHash } from './plots/plot-text.js';
import { readVectorFile, writeVectorFile } from './plots/vector-file.js';
import { DatasetError } from './records/dataset.error.js';
import { readSampleCastAndCrew } from './tmdb/people-by-title.js';
import { parsePythonLiteral } from './tmdb/python-literal.js';

jest.setTimeout(60_000);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'mutated-'))));
afterAll(() => rm(folder, { recursive: true }));

/** What happens to files: a byte is another, a part is lost or repeated, something stands where it does not belong. */
type Mutation = (bytes: Buffer) => Buffer;
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (bytes: Buffer, share: number) => Math.floor(share * bytes.length);
const inserted = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    '\0',
    '\n',
    '\r',
    '\r\n',
    ',',
    '\\',
    '[',
    '{',
    "'",
    '(',
    ')',
    ' ',
    '\ufeff',
    '-',
  ),
  fc.constantFrom(
    "{{'toString': 1}: 2}",
    '__proto__',
    'toString',
    '1e999',
    '9'.repeat(400),
    'NaN',
    '\\U00110000',
    '\ud800',
  ),
  fc
    .tuple(
      fc.constantFrom('x', '"', ',', '\n', '[', ' ', '(', ' (', 'a,'),
      fc.integer({ min: 1, max: 20_000 }),
    )
    .map(([text, times]) => text.repeat(times)),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(([where, byte]): Mutation => (bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[Math.min(at(bytes, where), changed.length - 1)] = byte;
    return changed;
  }),
  fc.tuple(place, place).map(([from, to]): Mutation => (bytes) => {
    const [start, end] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))];
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  }),
  fc.tuple(place, place, fc.integer({ min: 2, max: 20 })).map(([from, to, times]): Mutation => (bytes) => {
    const [start, end] = [at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to))];
    const part = bytes.subarray(start, end);
    return Buffer.concat([bytes.subarray(0, end), ...Array<Buffer>(times).fill(part), bytes.subarray(end)]);
  }),
  fc.tuple(place, inserted).map(([where, text]): Mutation => (bytes) => {
    const middle = at(bytes, where);
    return Buffer.concat([bytes.subarray(0, middle), Buffer.from(text), bytes.subarray(middle)]);
  }),
);

function mutated(files: Record<string, Buffer>): fc.Arbitrary<[name: string, bytes: Buffer]> {
  return fc
    .tuple(fc.constantFrom(...Object.keys(files)), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([name, mutations]) => [name, mutations.reduce((bytes, mutate) => mutate(bytes), files[name])]);
}

/** Runs a reader over mutated files: it ends, gives no more than the file can hold, or says what is wrong. */
function survives(
  files: Record<string, Buffer>,
  read: (name: string, bytes: Buffer) => Promise<number>,
  numRuns = 150,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(mutated(files), async ([name, bytes]) => {
      const outcome = await read(name, bytes).catch((error: unknown) => error);
      if (typeof outcome === 'number') return expect(outcome).toBeLessThanOrEqual(bytes.length + 1);
      expect(outcome).toBeInstanceOf(DatasetError);
      expect((outcome as Error).message.length).toBeLessThan(2000);
    }),
    { numRuns },
  );
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of items) found += 1;
  return found;
}

const buffers = (files: Record<string, string>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));

const histories = buffers({
  own: 'movieId,title,year,rating,ratedAt\n603,"Matrix, The",1999,4.5,2024-01-02T03:04:05.000Z\nml-7,\'=x,,1,\n',
  movielens: 'userId,movieId,rating,timestamp\n7,31,2.5,1260759144\n8,32,0.5,1260759145\n',
  'movielens.org':
    'movie_id,imdb_id,tmdb_id,rating,average_rating,title\n1,0114709,862,4.5,3.9,Toy Story (1995)\n',
  imdb: 'Const,Your Rating,Date Rated,Title,Year\ntt0114369,8,2024-05-02,"Se""7""en",1995\n',
  letterboxd: 'Date,Name,Year,Letterboxd URI,Rating\r\n2024-02-01,Alien,1979,https://boxd.it/b,5\r\n',
  trakt:
    '[{"rated_at":"2024-01-02T03:04:05.000Z","rating":9,"type":"movie","movie":{"title":"The Matrix","year":1999,"ids":{"trakt":481,"imdb":"tt0133093","tmdb":603}}}]',
  criticker:
    '<?xml version="1.0"?><recentratings><film><filmid>1</filmid><filmname>Heat (1995)</filmname><rating>90</rating></film></recentratings>',
});
histories.archive = zip({
  'ratings.csv': histories.letterboxd.toString(),
  'a.json': histories.trakt.toString(),
});

const movielens = buffers({
  'movies.csv':
    'movieId,title,genres\n1,"Matrix, The (1999)",Action|Sci-Fi\n2,"Amelie (Le Fabuleux, Le) (2001)",Romance\n',
  'links.csv': 'movieId,imdbId,tmdbId\n1,0133093,603\n2,0211915,194.0\n',
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,0.5,1000\n1,2,4.5,2000\n2,2,5.0,3000\n',
});

const tmdb = buffers({
  'movies_metadata.csv':
    'adult,belongs_to_collection,genres,id,imdb_id,overview,popularity,release_date,runtime,title,vote_count\n' +
    "False,\"{'id': 1, 'name': 'The Matrix Collection'}\",\"[{'id': 28, 'name': 'Action'}]\",603,tt0133093,A hacker wakes.,33.3,1999-03-30,136.0,The Matrix,9079\n",
  'keywords.csv': "id,keywords\n603,\"[{'id': 83, 'name': 'saving the world'}]\"\n",
  'credits.csv':
    "cast,crew,id\n\"[{'name': 'Keanu Reeves', 'order': 0}]\",\"[{'job': 'Director', 'name': \"\"Lana 'L' Wachowski\"\"}]\",603\n",
  'links.csv': 'movieId,imdbId,tmdbId\n1,0133093,603\n',
  'ratings.csv': 'userId,movieId,rating,timestamp\n1,1,0.5,1000\n',
});

/** Reads a data set of which one file is not as it should be. */
function readingFolder(kind: string, files: Record<string, Buffer>) {
  return async (name: string, bytes: Buffer): Promise<number> => {
    const path = join(folder, kind);
    await mkdir(path, { recursive: true });
    for (const [file, content] of Object.entries({ ...files, [name]: bytes }))
      await writeFile(join(path, file), content);
    const dataset = await openDataset(path, { cacheDir: folder });
    const found = (await count(dataset.movies())) + (await count(dataset.ratings()));
    for (const { broken } of dataset.summary)
      for (const { row, why } of broken) expect([row > 0, why.length < 300]).toEqual([true, true]);
    // The other files are whole and as long as before.
    return found - 10;
  };
}

describe('a mutated file', () => {
  it('of somebody’s history gives rows that say what is wrong with them, or is refused', () =>
    survives(
      histories,
      async (_, bytes) => {
        let rows = 0;
        for await (const row of readRatingsImport(Readable.from([bytes]))) {
          rows += 1;
          expect(row.problem === undefined ? row.rating : 1).toBeGreaterThanOrEqual(1);
          const { title = '', movieId = '', imdbId = '' } = row;
          expect([title.length > 500, movieId.length > 13, imdbId.length > 12]).not.toContain(true);
        }
        return rows;
      },
      300,
    ));

  it('of MovieLens gives what can be read of it, or is refused', () =>
    survives(movielens, readingFolder('movielens', movielens), 50));

  it('of The Movies Dataset gives what can be read of it, or is refused', () =>
    survives(tmdb, readingFolder('tmdb', tmdb), 50));

  it('of plot vectors gives vectors or is refused', async () => {
    const path = join(folder, 'plots.safetensors');
    const vectors = new Map([1, 2].map((seed) => [plotHash('m', `${seed}`), Float32Array.of(seed, 0, 1)]));
    await writeVectorFile(path, { model: 'm', dimensions: 3, vectors });
    await survives({ vectors: await readFile(path) }, async (_, bytes) => {
      await writeFile(path, bytes);
      return (await readVectorFile(path)).vectors.size;
    });
  });

  it('of people in JSON gives people or is refused', async () => {
    const json = JSON.stringify([
      { title: 'Heat', year: 1995, cast: ['Al Pacino', null], directors: [{}] },
      null,
    ]);
    await survives({ json: Buffer.from(json) }, async (_, bytes) => {
      const path = join(folder, 'people.json');
      await writeFile(path, bytes);
      const sample = { movieNames: path, moviesDatasetMovies: path, vegaMovies: path };
      const found = await readSampleCastAndCrew(sample as Parameters<typeof readSampleCastAndCrew>[0]);
      return found.find({ title: 'Heat', year: 1995, genres: [] }).cast.length;
    });
  });

  it('in a zip archive is unpacked within its folder, or refused', async () => {
    const [path, into] = [join(folder, 'a.zip'), join(folder, 'unpacked')];
    await survives({ zip: zip({ 'a/ratings.csv': 'userId\n1\n', 'a/b/': '' }) }, async (_, bytes) => {
      await writeFile(path, bytes);
      await rm(into, { recursive: true, force: true });
      await mkdir(into);
      await unpackZip(path, into, { files: 10, bytes: 1_000_000 });
      return readdirSync(into, { recursive: true }).length;
    });
    expect(readdirSync(folder).sort()).toEqual(
      ['a.zip', 'movielens', 'people.json', 'plots.safetensors', 'tmdb', 'unpacked'].filter((name) =>
        existsSync(join(folder, name)),
      ),
    );
  });

  it('with a Python literal gives a value or a SyntaxError', () => {
    const cell = Buffer.from(`[{'id': 1, "name": 'A "b" \\x41', u'c': (1, None, -2.5e3)}, [[], {}], True]`);
    fc.assert(
      fc.property(mutated({ cell }), ([, bytes]) => {
        try {
          parsePythonLiteral(bytes.toString('utf8'));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a zip archive', () => {
  const unpack = async (files: Record<string, string>): Promise<void> => {
    const path = join(folder, 'b.zip');
    await writeFile(path, zip(files));
    await unpackZip(path, join(folder, 'b'), { files: 2, bytes: 1000 });
  };

  it('is refused when it holds more than the limits allow, or names a place outside', async () => {
    await expect(unpack({ a: '', b: '', c: '' })).rejects.toThrow(/b\.zip: .*more than 2 files/);
    await expect(unpack({ bomb: '0'.repeat(1001) })).rejects.toThrow(/bomb: with it more than 1000 bytes/);
    for (const name of ['../out', '/out', 'a/../../out', 'a\\..\\..\\out'])
      await expect(unpack({ [name]: 'x' })).rejects.toThrow(DatasetError);
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
