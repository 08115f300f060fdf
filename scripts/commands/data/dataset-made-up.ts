/**
 * Writes a made-up data set in MovieLens's form, with IMDb's files beside it when asked for: as large as a real one, the
 * same every time, and without anything of anybody. For measuring loads.
 *
 *   npm run dataset:made-up -- <folder> [--users 200948] [--films 87585] [--ratings 32000204] [--imdb-titles 11000000]
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { Progress } from '#platform/process/progress.js';
import { seededRandom } from '#ranking/math/random.js';

const GENRES = ['Action', 'Comedy', 'Drama', 'Horror', 'Romance', 'Sci-Fi', 'Thriller', 'War'];
const FIRST_SECOND = 820_000_000;
const SECONDS = 900_000_000;
/** Of a title in title.principals, about as many as IMDb has. */
const CREDITS = 8;

interface Size {
  users: number;
  films: number;
  ratings: number;
  imdbTitles: number;
}

/** Writes the lines of a generator as they can be taken. */
async function write(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  const into = path.endsWith('.gz') ? createGzip({ level: 1 }) : file;
  if (into !== file) into.pipe(file);
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < 65_536) continue;
    if (!into.write(chunk)) await once(into, 'drain');
    chunk = '';
  }
  into.end(chunk);
  await finished(file);
}

function* movies({ films }: Size): Generator<string> {
  yield 'movieId,title,genres';
  for (let n = 1; n <= films; n++)
    yield `${n},Made-up Film ${n} (${1920 + (n % 106)}),${GENRES[n % 8]}|${GENRES[(n * 3 + 1) % 8]}`;
}

function* links({ films, imdbTitles }: Size): Generator<string> {
  // The films are spread over IMDb's titles, of which few are films that anybody rates.
  const step = Math.max(1, Math.floor(imdbTitles / films));
  yield 'movieId,imdbId,tmdbId';
  for (let n = 1; n <= films; n++) yield `${n},${String(n * step).padStart(7, '0')},${n}`;
}

/** Few films have most of the ratings, as in life: the square of a random number is small more often than not. */
function* ratings({ users, films, ratings: count }: Size): Generator<string> {
  const random = seededRandom(32);
  yield 'userId,movieId,rating,timestamp';
  for (let user = 1, written = 0; user <= users && written < count; user++) {
    const left = count - written;
    const most = user === users ? left : Math.max(1, Math.round((2 * random() * left) / (users - user + 1)));
    const rated = new Set<number>();
    for (let tries = 0; rated.size < Math.min(most, films) && tries < 4 * most; tries++) {
      const film = 1 + Math.floor(random() ** 3 * films);
      if (rated.has(film)) continue;
      rated.add(film);
      const stars = Math.min(5, Math.max(0.5, Math.round(2 * (2 + (film % 3) + 2 * random() - 1)) / 2));
      yield `${user},${film},${stars},${FIRST_SECOND + Math.floor(random() * SECONDS)}`;
    }
    written += rated.size;
  }
}

const tconst = (n: number) => `tt${String(n).padStart(7, '0')}`;
const nconst = (n: number) => `nm${String(n).padStart(7, '0')}`;

function* basics({ imdbTitles }: Size): Generator<string> {
  yield 'tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres';
  for (let n = 1; n <= imdbTitles; n++)
    yield `${tconst(n)}\tmovie\tMade-up Title ${n}\tMade-up Title ${n}\t0\t${1920 + (n % 106)}\t\\N\t${80 + (n % 90)}\t${GENRES[n % 8]}`;
}

function* principals({ imdbTitles }: Size): Generator<string> {
  yield 'tconst\tordering\tnconst\tcategory\tjob\tcharacters';
  for (let n = 1; n <= imdbTitles; n++)
    for (let k = 1; k <= CREDITS; k++)
      yield `${tconst(n)}\t${k}\t${nconst(1 + ((n * CREDITS + k * 7919) % imdbTitles))}\t${k === CREDITS ? 'director' : 'actor'}\t\\N\t["Somebody"]`;
}

function* names({ imdbTitles }: Size): Generator<string> {
  yield 'nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles';
  for (let n = 1; n <= imdbTitles; n++) yield `${nconst(n)}\tMade-up Person ${n}\t\\N\t\\N\tactor\t${tconst(n)}`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      users: { type: 'string', default: '200948' },
      films: { type: 'string', default: '87585' },
      ratings: { type: 'string', default: '32000204' },
      'imdb-titles': { type: 'string', default: '0' },
    },
  });
  const [folder] = positionals;
  const [users, films, count, imdbTitles] = ['users', 'films', 'ratings', 'imdb-titles'].map((name) =>
    Number(values[name as keyof typeof values]),
  );
  const size: Size = { users, films, ratings: count, imdbTitles };
  if (positionals.length !== 1 || Object.values(size).some((number) => !Number.isSafeInteger(number) || number < 0))
    throw new Error('name a folder, as in "npm run dataset:made-up -- .local/datasets/made-up --ratings 1000000"');
  await mkdir(folder, { recursive: true });
  const files: Record<string, Iterable<string>> = {
    'movies.csv': movies(size),
    'links.csv': links(size),
    'ratings.csv': ratings(size),
    ...(imdbTitles > 0 && {
      'title.basics.tsv.gz': basics(size),
      'title.principals.tsv.gz': principals(size),
      'name.basics.tsv.gz': names(size),
    }),
  };
  const progress = new Progress();
  for (const [name, lines] of Object.entries(files))
    await progress.step(`writing ${name}`, () => write(join(folder, name), lines));
}

await main().catch((error: Error) => {
  console.error(`dataset:made-up: ${error.message}`);
  process.exitCode = 1;
});
