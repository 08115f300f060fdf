import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { GENRES } from './made-up.ratings.js';
import { pieces } from './pieces.js';

/** Of a title in title.principals, about as many as IMDb has. */
const CREDITS = 8;

const tconst = (n: number) => `tt${String(n).padStart(7, '0')}`;
const nconst = (n: number) => `nm${String(n).padStart(7, '0')}`;

/** Writes made-up titles as IMDb has its files; the first of them are the films of a made-up MovieLens folder. */
export async function writeImdb(folder: string, titles: number): Promise<void> {
  const write = (name: string, lines: Iterable<string>) =>
    pipeline(
      Readable.from(pieces(lines)),
      createGzip({ level: 1 }),
      createWriteStream(join(folder, `${name}.tsv.gz`)),
    );
  await write('title.basics', basics(titles));
  await write('title.principals', principals(titles));
  await write('name.basics', names(titles));
}

function* basics(titles: number): Generator<string> {
  yield 'tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n';
  for (let n = 1; n <= titles; n++)
    yield `${tconst(n)}\tmovie\tTitle ${n}\tTitle ${n}\t0\t${1920 + (n % 106)}\t\\N\t${80 + (n % 90)}\t${GENRES[n % GENRES.length]}\n`;
}

function* principals(titles: number): Generator<string> {
  yield 'tconst\tordering\tnconst\tcategory\tjob\tcharacters\n';
  for (let n = 1; n <= titles; n++)
    for (let k = 1; k <= CREDITS; k++)
      yield `${tconst(n)}\t${k}\t${nconst(1 + ((n * CREDITS + k * 7919) % titles))}\t${k === CREDITS ? 'director' : 'actor'}\t\\N\t["Somebody"]\n`;
}

function* names(titles: number): Generator<string> {
  yield 'nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n';
  for (let n = 1; n <= titles; n++) yield `${nconst(n)}\tPerson ${n}\t\\N\t\\N\tactor\t${tconst(n)}\n`;
}
