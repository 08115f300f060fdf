import { wideEncoding } from './text-encoding.js';

/** So many bytes tell what kind a file is. */
export const KIND_BYTES = 4096;

const AS_CSV = 'save it as CSV (UTF-8) there and choose that file';

/** Kinds of files that hold no CSV, by how they begin. */
const BEGINNINGS: [bytes: number[], what: string][] = [
  [[0xd0, 0xcf, 0x11, 0xe0], `an Excel workbook: open it, ${AS_CSV}`],
  [[0x1f, 0x8b], 'a gzip archive: unpack it and choose the CSV file in it'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive: unpack it and choose the CSV file in it'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive: unpack it and choose the CSV file in it'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document: export your ratings as CSV instead'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture: export your ratings as CSV instead'],
  [[0xff, 0xd8, 0xff], 'a picture: export your ratings as CSV instead'],
];

/** Of the bytes of a text so many may be control characters; titles may hold anything, the names of columns do not. */
const MOST_CONTROLS = 0.3;

/**
 * What a file is when no history can be in it, and what to do instead; undefined when one may be.
 *
 * @param head  its first bytes, {@link KIND_BYTES} of them if it has so many
 */
export function foreignKind(head: Buffer): string | undefined {
  const known = BEGINNINGS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (known) return known[1];
  if (isZip(head)) return workbookKind(head.toString('latin1'));
  if (wideEncoding(head) !== undefined) return undefined;
  if (isBinary(head)) return 'no text: export your ratings as CSV and choose that file';
  if (/^\s*<(?:!doctype html|html)/iu.test(head.toString('utf8').replace(/^\uFEFF/u, '')))
    return 'a web page: download the export again, and log in there first if it asks for it';
  return undefined;
}

export function isZip(head: Buffer): boolean {
  return head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
}

/** Workbooks are archives too. */
export function workbookKind(names: string): string | undefined {
  if (/\[Content_Types\]\.xml|xl\//u.test(names)) return `an Excel workbook: open it, ${AS_CSV}`;
  if (names.includes('opendocument.spreadsheet')) return `an OpenDocument spreadsheet: open it, ${AS_CSV}`;
  return undefined;
}

function isBinary(head: Buffer): boolean {
  const line = head.subarray(0, head.indexOf('\n') + 1 || undefined);
  return controls(line) > 0 || controls(head) > head.length * MOST_CONTROLS;
}

/** How many bytes are control characters other than line breaks and tabs. */
function controls(bytes: Buffer): number {
  return bytes.filter((byte) => byte < 32 && ![9, 10, 12, 13].includes(byte)).length;
}

/** Files of services that hold no history, or one without films, by columns that only they have. */
const FOREIGN_HEADERS: [columns: string[], what: string][] = [
  [['movieid', 'title', 'genres'], 'MovieLens’ list of movies: choose ratings.csv of the same folder'],
  [['movieid', 'imdbid', 'tmdbid'], 'MovieLens’ list of links: choose ratings.csv of the same folder'],
  [
    ['date', 'name', 'year', 'letterboxd uri'],
    'a list of films of Letterboxd’s, called watched.csv, watchlist.csv or likes/films.csv there: keep that name, or choose ratings.csv',
  ],
  [['title name', 'thumbs value'], 'Netflix’ thumbs, which are no stars: they cannot be read'],
];

/** What a file is whose columns are none of ours; undefined when they say nothing. */
export function foreignTable(header: readonly string[]): string | undefined {
  const names = header.map((name) => name.toLowerCase());
  const known = FOREIGN_HEADERS.find(([columns]) => columns.every((column) => names.includes(column)));
  if (known) return known[1];
  if (names.join() === 'title,date') return 'Netflix’ viewing history, which holds no ratings';
  if (names[0]?.startsWith('letterboxd list export'))
    return 'a list of Letterboxd’s: choose the whole export, or ratings.csv in it';
  return undefined;
}
