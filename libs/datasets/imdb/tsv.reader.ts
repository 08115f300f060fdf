import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { DatasetError } from '../records/dataset.error.js';

/** No row of IMDb's is as long; a file that is none of theirs must not fill the memory. */
const MAX_ROW = 1_000_000;
/** "Nothing" in IMDb's files. */
const NOTHING = '\\N';

/**
 * Reads one of IMDb's `.tsv.gz` files row by row: tab-separated, without quotes, `\N` for nothing. Rows of others are passed
 * over before they are taken apart, so that ninety million of them take minutes and no memory.
 *
 * @param columns   those to give, in this order; the first is the file's first, which names the title or person
 * @param isWanted  whether to give a row, by the number in its first column
 * @returns the values of each wanted row; undefined for nothing
 * @throws DatasetError when the file is damaged or has no such columns
 */
export async function* readImdbRows<const Columns extends readonly string[]>(
  path: string,
  columns: Columns,
  isWanted: (id: number) => boolean,
): AsyncGenerator<{ [At in keyof Columns]: string | undefined }> {
  let places: number[] | undefined;
  for await (const line of linesOf(path)) {
    if (!places) {
      places = placesOf(path, columns, line.split('\t'));
      continue;
    }
    const id = idIn(line);
    if (id === undefined || !isWanted(id)) continue;
    const values = line.split('\t');
    yield places.map((place) => (values[place] === NOTHING ? undefined : values[place])) as {
      [At in keyof Columns]: string | undefined;
    };
  }
  if (!places) throw new DatasetError(`${path}: is empty`);
}

/** The number of "tt0133093" or "nm0000206". */
export function imdbNumber(id: string | undefined): number | undefined {
  const digits = /^(?:tt|nm)(\d{1,10})$/.exec(id ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The number at the beginning of a row, without taking it apart. */
function idIn(line: string): number | undefined {
  const end = line.indexOf('\t');
  const number = end > 2 && end < 13 ? Number(line.slice(2, end)) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

function placesOf(path: string, columns: readonly string[], header: string[]): number[] {
  const places = columns.map((column) => header.indexOf(column));
  const missing = columns.filter((_, at) => places[at] < 0);
  if (missing.length > 0) throw new DatasetError(`${path}: has no column ${missing.join(', ')}`);
  if (places[0] !== 0) throw new DatasetError(`${path}: does not begin with ${columns[0]}`);
  return places;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of createReadStream(path).pipe(createGunzip())) {
      const text = rest + decoder.write(chunk as Buffer);
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        yield text.slice(from, end);
        from = end + 1;
      }
      rest = text.slice(from);
      if (rest.length > MAX_ROW) throw new DatasetError(`${path}: a row is too long`);
    }
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw new DatasetError(`${path}: is damaged (${(error as Error).message})`);
  }
  if (rest !== '') yield rest;
}
