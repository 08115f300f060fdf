import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { genreNames } from '#datasets/records/genre-names.js';
import { splitTitleAndYear } from '#datasets/matching/title-key.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { type Interactions, InteractionsBuilder, MAX_STARS, MIN_STARS } from '#ranking/data/interactions.js';
import type { NamedItem } from './items.file.js';
import type { Pair } from './pairs.file.js';

/** One of the data set's own divisions into what is learnt from and what is predicted. */
export interface OfficialSplit {
  name: string;
  train: Interactions;
  pairs: Pair[];
  /** What the pairs were given, 0.5–5. */
  stars: number[];
}

const SPLITS = ['u1', 'u2', 'u3', 'u4', 'u5'];
/** What the flags at the end of a row of u.item stand for, in the order of u.genre. */
const GENRES = (
  'unknown|Action|Adventure|Animation|Children|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|' +
  'Musical|Mystery|Romance|Sci-Fi|Thriller|War|Western'
).split('|');
const TITLE = 1;
const FIRST_FLAG = 5;
/** Rows of the whole data set, with room. */
const MAX_ROWS = 1_000_000;

/**
 * The official splits of MovieLens 100K as its archive has them: u1.base, u1.test … u5.test, of tabs and without a header, and
 * u.item, which may be missing.
 *
 * @param folder  where the archive was unpacked
 * @throws DatasetError naming file and row of what is missing or wrong
 */
export async function readOfficialSplits(
  folder: string,
): Promise<{ items: NamedItem[]; splits: OfficialSplit[] }> {
  const splits: OfficialSplit[] = [];
  for (const name of SPLITS) {
    const builder = new InteractionsBuilder();
    for (const { user, item, stars, time } of await readRows(join(folder, `${name}.base`)))
      builder.add(user, item, stars, time);
    const test = await readRows(join(folder, `${name}.test`));
    splits.push({
      name,
      train: builder.build(),
      pairs: test.map(({ user, item, time }) => ({ user, item, time })),
      stars: test.map(({ stars }) => stars),
    });
  }
  const films = join(folder, 'u.item');
  return { items: existsSync(films) ? await readFilms(films) : [], splits };
}

async function readRows(path: string) {
  return (await linesOf(path)).map(({ row, line }) => {
    const [user, item, ...rest] = line.split('\t');
    const [stars, time] = rest.map(Number);
    if (!user || !item || !(stars >= MIN_STARS && stars <= MAX_STARS) || !Number.isFinite(time))
      throw new DatasetError(`${path} row ${row}: must be user, film, stars and time between tabs`);
    return { user, item, stars, time };
  });
}

async function readFilms(path: string): Promise<NamedItem[]> {
  return (await linesOf(path)).map(({ row, line }) => {
    const cells = line.split('|');
    if (!cells[0] || cells.length < FIRST_FLAG + GENRES.length)
      throw new DatasetError(
        `${path} row ${row}: must have ${FIRST_FLAG + GENRES.length} cells between bars`,
      );
    const genres = GENRES.filter((_, at) => at > 0 && cells[FIRST_FLAG + at].trim() === '1');
    return { id: cells[0], ...splitTitleAndYear(cells[TITLE]), genres: genreNames(genres) };
  });
}

/** The lines that are not empty, with their numbers. The data set is of 1998 and in Latin-1. */
async function linesOf(path: string): Promise<{ row: number; line: string }[]> {
  if (!existsSync(path)) throw new DatasetError(`${path}: no such file`);
  const lines = (await readFile(path, 'latin1')).split(/\r?\n/u, MAX_ROWS);
  return lines.map((line, at) => ({ row: at + 1, line })).filter(({ line }) => line.trim() !== '');
}
