import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '#platform/config/environment.js';
import mongoose from 'mongoose';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Service, System } from '../../test/support/system/system.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';

/** What one upload may hold at most. */
const ROWS = 20_000;
const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
/** Between two reads of somebody else. */
const READ_EVERY_MS = 20;
const CALM_READS = 200;

/**
 * The longest history there may be: each of its films rated, watched on a day, and known by title and year alone. Looked at,
 * imported and taken back, beside an insertion of as many plain documents and beside what somebody else's reads take.
 */
export async function imports(system: System): Promise<Measurement[]> {
  const { api } = system;
  const [person, other] = [await FilmLover.register(api), await FilmLover.register(api)];
  const calm = await reads(other, async (isOver) => isOver(CALM_READS));
  const reference = await insertion();
  const diary = diaryOf(ROWS);
  const results: Measurement[] = [];
  let importId = '';
  const step = async (what: string, work: () => Promise<string>) => {
    const before = await cpuSeconds(system);
    const began = performance.now();
    let said = '';
    const meanwhile = await reads(other, async () => {
      said = await work();
      return true;
    });
    const took = performance.now() - began;
    const after = await cpuSeconds(system);
    const used = SERVICES.map((service, at) => `${service} ${(after[at] - before[at]).toFixed(1)} s`);
    const p99 = quantile(meanwhile, 0.99);
    results.push({
      what: `${ROWS.toLocaleString('en')} rows ${what} (${said})`,
      value: `${(took / 1000).toFixed(1)} s`,
      reference: `insertMany of as many documents: ${ms(reference)}; CPU: ${used.join(', ')}; p99 of somebody else’s reads ${ms(p99)}, calm ${ms(quantile(calm, 0.99))}`,
      ratio: (took / reference).toFixed(1),
    });
  };
  await step('looked at', async () => {
    const { body } = await person.upload<{ importId: string; matched: number }>('/me/imports', diary, {
      name: 'diary.csv',
    });
    importId = body.importId;
    return `${body.matched} found`;
  });
  await step('imported', async () => {
    const { body } = await person.post<{ imported: number; seen: number }>(
      `/me/imports/${importId}/apply`,
      {},
    );
    return `${body.imported} rated, ${body.seen} seen`;
  });
  await step('taken back', async () => {
    const { status } = await person.delete(`/me/imports/${importId}`);
    return `answered ${status}`;
  });
  return results;
}

const titleOf = (n: number) =>
  `${WORDS[n % 40]} ${WORDS[Math.floor(n / 40) % 40]} of the ${WORDS[Math.floor(n / 1600)]}`;
const yearOf = (n: number) => 1950 + (n % 70);

/** The n-th row of a diary spells every tenth title otherwise. */
function diaryOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const title = n % 10 === 0 ? titleOf(n).replace(' of the ', ' of ') : titleOf(n);
    const day = new Date(Date.UTC(2010, 0, 1 + (n % 5000))).toISOString().slice(0, 10);
    return `${day},${title},${yearOf(n)},https://boxd.it/${n},${0.5 + (n % 10) / 2},,,${day}`;
  });
  return ['Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date', ...lines, ''].join('\n');
}

/** Films enough for every row, in the form of The Movies Dataset. @returns its folder; whoever asked removes it */
export async function writeManyFilms(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'movie-recommender-films-'));
  const header =
    'adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,poster_path,production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,video,vote_average,vote_count';
  const films = Array.from({ length: ROWS }, (_, n) => {
    const title = titleOf(n);
    return `False,,0,"[{'id': 18, 'name': 'Drama'}]",,${100_000 + n},tt${1_000_000 + n},en,${title},A film.,1.0,,[],[],${yearOf(n)}-05-01,0,100,[],Released,,${title},False,7.0,${n}`;
  });
  const ratings = Array.from(
    { length: 2000 },
    (_, at) => `${1 + (at % 40)},${1 + ((at * 7) % 300)},${1 + (at % 5)},1000000000`,
  );
  const links = Array.from({ length: ROWS }, (_, n) => `${n + 1},${1_000_000 + n},${100_000 + n}`);
  const write = (name: string, ...lines: string[]) =>
    writeFile(join(folder, name), [...lines, ''].join('\n'));
  await write('movies_metadata.csv', header, ...films);
  await write('keywords.csv', 'id,keywords');
  await write('credits.csv', 'cast,crew,id');
  await write('links.csv', 'movieId,imdbId,tmdbId', ...links);
  await write('ratings.csv', 'userId,movieId,rating,timestamp', ...ratings);
  return folder;
}

const WORDS =
  'Amber Autumn Border Bridge Candle Canyon Copper Cradle Dancer Desert Echo Ember Falcon Forest Garden Glacier Harbour Hollow Island Ivory Jungle Kingdom Lantern Letter Marble Meadow Mirror Nightfall Orchard Palace Quarry River Saddle Shadow Temple Thunder Umbrella Valley Winter Zephyr'.split(
    ' ',
  );

/** @returns milliseconds for inserting as many plain documents in one go, as surely stored as what people save */
async function insertion(): Promise<number> {
  const { MONGODB_URI } = readEnvironment();
  const connection = await mongoose
    .createConnection(MONGODB_URI, { dbName: `bench-${randomUUID()}` })
    .asPromise();
  try {
    const documents = Array.from({ length: ROWS }, (_, n) => ({
      movieId: String(n),
      rating: 4,
      ratedAt: new Date(),
    }));
    const began = performance.now();
    await connection
      .collection('ratings')
      .insertMany(documents, { writeConcern: { w: 'majority', j: true } });
    return performance.now() - began;
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}

/** Reads somebody's list every now and then while `work` goes on. @returns what each read took, in milliseconds */
async function reads(
  person: FilmLover,
  work: (isOver: (count: number) => Promise<boolean>) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = [];
  let over = false;
  const reading = (async () => {
    while (!over) {
      const began = performance.now();
      await person.get('/me/recommendations');
      taken.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
    }
  })();
  const isOver = async (count: number) => {
    while (taken.length < count) await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
    return true;
  };
  try {
    await work(isOver);
  } finally {
    over = true;
    await reading;
  }
  return taken;
}

/** What each service has used so far. */
function cpuSeconds(system: System): Promise<number[]> {
  return Promise.all(
    SERVICES.map(async (service) =>
      Number(/^process_cpu_seconds_total\S* (\S+)/m.exec(await system.ask(service, '/metrics'))?.[1]),
    ),
  );
}
