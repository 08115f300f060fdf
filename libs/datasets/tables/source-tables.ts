import { Readable } from 'node:stream';
import { MAX_RATINGS_PER_IMPORT } from '#contracts/protocol/limits.js';
import { CsvError } from 'csv-parse';
import { closedQuotes } from '../csv/csv-quotes.js';
import { type CsvRecord, csvRecords, whyUnreadable } from '../csv/csv-records.js';
import { separatorOf } from '../csv/csv-separator.js';
import { DatasetError, NothingToRead } from '../records/dataset.error.js';
import { archivedFiles } from './archive.js';
import { foreignKind, isZip, KIND_BYTES } from './file-kind.js';
import { type EntryTable, jsonTables } from './json-table.js';
import { textOf } from './text-encoding.js';
import { xmlTables } from './xml-table.js';

/** A row of a table, or why it is none. */
export type TableRow = { row: number; cells: string[] } | { row: number; problem: string };

/** One table of an uploaded file. */
export interface SourceTable {
  /** The file in an archive that it comes from. */
  file?: string;
  /** It is all there is in the file. */
  alone: boolean;
  /** The file's own name, without folders; of JSON and XML also the name of the list. Empty when nobody said. */
  name: string;
  header: string[];
  /** Why nothing of this file of an archive can be read; the others are. */
  unread?: { why: string; isDamaged: boolean };
  /** Many at a time. To be read before the next table is asked for. */
  rows: AsyncIterable<TableRow[]>;
}

/** What a file may hold at most. */
const limits = {
  rows: MAX_RATINGS_PER_IMPORT,
  /** So many are no accident but another format. */
  ragged: 1000,
  broken: 1000,
  blankLines: MAX_RATINGS_PER_IMPORT,
  rowLength: 256 * 1024,
  columns: 200,
  /** Bytes of what has to be read as a whole: archives, JSON and XML. The upload's own limit is lower. */
  whole: 64 * 1024 * 1024,
  /** Entries of a list; shows and episodes are among them. */
  entries: 100_000,
};

const READABLE = /\.(?:csv|tsv|txt|json|xml)$/iu;
/** What Letterboxd's archive holds beside the history: what was deleted, and lists, which have no place here. */
const PASSED_OVER = /(?:^|\/)(?:deleted|orphaned|lists|__MACOSX)\//u;

/**
 * The tables in an uploaded file: a CSV text of any usual encoding and separator, JSON, XML, or a ZIP archive of these.
 *
 * @param source  its bytes
 * @param name    as the person's computer calls it; some exports are told apart by it alone
 * @throws DatasetError when the file is of another kind, naming it and what to do; when it is damaged; when it holds more than
 *         the limits allow, naming row and limit
 */
export async function* sourceTables(source: Readable, name = ''): AsyncGenerator<SourceTable> {
  const { head, bytes } = await beginningOf(source);
  const kind = foreignKind(head);
  if (kind !== undefined) throw new DatasetError(`the file is ${kind}`);
  if (isZip(head)) yield* archiveTables(await whole(bytes));
  else yield* textTables(head, bytes, name.replace(/^.*[/\\]/u, ''));
}

async function* archiveTables(archive: Buffer): AsyncGenerator<SourceTable> {
  let found = false;
  const isWanted = (name: string) => READABLE.test(name) && !PASSED_OVER.test(name);
  for await (const { name, bytes } of archivedFiles(archive, isWanted)) {
    found = true;
    const head = bytes.subarray(0, KIND_BYTES);
    if (bytes.length === 0 || foreignKind(head) !== undefined) continue;
    const part = { file: name, alone: false };
    const tables = textTables(head, Readable.from([bytes]), name.replace(/^.*\//u, ''));
    try {
      for await (const table of tables) yield { ...table, ...part };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      const unread = { why: error.message, isDamaged: !(error instanceof NothingToRead) };
      yield { ...part, name, header: [], unread, rows: chunked([]) };
    }
  }
  if (!found) throw new DatasetError('the archive holds no CSV, JSON or XML file');
}

async function* textTables(
  head: Buffer,
  bytes: Readable | AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<SourceTable> {
  const text = textOf(head, bytes as AsyncIterable<Buffer>);
  const { start, pieces } = await startOf(text);
  const sign = start.trimStart()[0];
  if (sign === '{' || sign === '[') yield* entryTables(jsonTables(await joined(pieces)), name);
  else if (sign === '<') yield* entryTables(xmlTables(await joined(pieces)), name);
  else yield await csvTable(start, pieces, name);
}

function* entryTables(tables: EntryTable[], name: string): Generator<SourceTable> {
  for (const { list, header, rows } of tables) {
    if (rows.length > limits.entries)
      throw new DatasetError(`the file has more than ${limits.entries.toLocaleString('en')} entries`);
    yield { name: list ?? name, alone: tables.length === 1, header, rows: chunked(rows) };
  }
}

async function* chunked(rows: TableRow[]): AsyncGenerator<TableRow[]> {
  yield rows;
}

async function csvTable(start: string, pieces: AsyncIterable<string>, name: string): Promise<SourceTable> {
  const { separator, skip } = separatorOf(start);
  const broken: TableRow[] = [];
  const mended = closedQuotes(without(skip, pieces), separator, limits, (row) =>
    broken.push({ row, problem: 'opens a quote that is never closed' }),
  );
  const records = csvRecords(Readable.from(mended, { objectMode: false }), limits, { separator });
  const first = await firstRecords(records);
  if (first === undefined) throw new NothingToRead('the file is empty');
  const header = first[0].cells.map((cell) => cell.trim());
  if (header.length > limits.columns)
    throw new DatasetError(`the header has ${header.length} columns, at most ${limits.columns} are read`);
  return { name, alone: true, header, rows: csvRows(header.length, first.slice(1), records, broken) };
}

async function firstRecords(records: AsyncGenerator<CsvRecord[]>): Promise<CsvRecord[] | undefined> {
  try {
    const { value } = await records.next();
    return value as CsvRecord[] | undefined;
  } catch (error) {
    if (error instanceof CsvError) throw new DatasetError(`the header ${whyUnreadable(error)}`);
    throw asDatasetError(error);
  }
}

async function* csvRows(
  width: number,
  first: CsvRecord[],
  more: AsyncGenerator<CsvRecord[]>,
  broken: TableRow[],
): AsyncGenerator<TableRow[]> {
  let last = 1;
  const take = (records: CsvRecord[]) =>
    records
      .filter(({ cells }) => cells.length > 1 || cells[0].trim() !== '')
      .map(({ row, cells }): TableRow => {
        last = row;
        return cells.length === width || isPadded(cells, width)
          ? { row, cells: cells.slice(0, width) }
          : { row, problem: `has ${cells.length} fields where the header has ${width}` };
      });
  try {
    yield take(first);
    for await (const records of more) yield take(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw asDatasetError(error);
    yield [{ row: last + 1, problem: whyUnreadable(error) }];
  }
  yield broken;
}

/** Spreadsheets write blank cells after the last column. */
const isPadded = (cells: string[], width: number) =>
  cells.length > width && cells.slice(width).every((cell) => cell.trim() === '');

const asDatasetError = (error: unknown) =>
  error instanceof RangeError ? new DatasetError(error.message) : error;

async function* without(characters: number, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let left = characters;
  for await (const piece of pieces) {
    yield piece.slice(left);
    left = Math.max(0, left - piece.length);
  }
}

/** Enough bytes to tell the kind of a file, and all of them. */
async function beginningOf(source: Readable): Promise<{ head: Buffer; bytes: Readable }> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < KIND_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, asBuffer(value)]);
  }
  async function* all() {
    try {
      yield head;
      for (;;) {
        const { done, value } = await chunks.next();
        if (done) return;
        yield asBuffer(value);
      }
    } finally {
      source.destroy();
    }
  }
  return { head: head.subarray(0, KIND_BYTES), bytes: Readable.from(all()) };
}

const asBuffer = (chunk: unknown) => (typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer));

async function startOf(
  text: AsyncGenerator<string>,
): Promise<{ start: string; pieces: AsyncIterable<string> }> {
  let start = '';
  let isMarked = true;
  while (start.length < KIND_BYTES) {
    const { done, value } = await text.next();
    if (done) break;
    start += isMarked ? value.replace(/^\uFEFF/u, '') : value;
    isMarked &&= value === '';
  }
  async function* pieces() {
    yield start;
    yield* text;
  }
  return { start, pieces: pieces() };
}

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > limits.whole) throw new DatasetError('the file is too large to be read as a whole');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length > limits.whole) throw new DatasetError('the file is too large to be read as a whole');
  }
  return text;
}
