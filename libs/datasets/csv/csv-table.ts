import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CsvError, parse, type Parser } from 'csv-parse';
import { DatasetError } from '../records/dataset.error.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';

/** A row longer than this is not a row but a quote somebody forgot to close. */
const longestRow = 8 * 1024 * 1024;

export interface CsvRow<Required extends string, Optional extends string> {
  /** Row as a spreadsheet counts it: the header is row 1. */
  row: number;
  values: Record<Required, string> & Partial<Record<Optional, string>>;
}

export interface CsvColumns<Required extends string, Optional extends string> {
  required: readonly Required[];
  optional?: readonly Optional[];
}

/** Opens a file of a data set; a missing file is an error that names it. */
export async function openDatasetFile(path: string): Promise<Readable> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new DatasetError(`${path}: no such file`);
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}

/**
 * The rows of a CSV text with a header, one at a time, however long the text is. Byte order mark, CRLF, quoted line
 * breaks and stray quotes are understood. Rows with too many or too few fields go to `summary` and are passed over.
 *
 * @param source  UTF-8
 * @param wanted  the columns asked for; others are passed over
 * @throws DatasetError when the header misses a required column; it names file and column
 */
export async function* readCsv<Required extends string, Optional extends string = never>(
  source: Readable,
  wanted: CsvColumns<Required, Optional>,
  summary: ReadSummary,
): AsyncGenerator<CsvRow<Required, Optional>> {
  let header: string[] | undefined;
  let places: [name: string, index: number][] = [];
  let row = 0;
  try {
    for await (const record of csvRecords(source)) {
      row += 1;
      if (header === undefined) {
        header = record.map((name) => name.trim());
        places = columnPlaces(header, wanted, summary.file);
      } else if (record.length === header.length) {
        yield { row, values: pick<Required, Optional>(record, places) };
      } else if (record.length > 1 || record[0].trim() !== '') {
        noteBroken(summary, row, `has ${record.length} fields where the header has ${header.length}`);
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError) || header === undefined) throw error;
    noteBroken(summary, row + 1, whyUnreadable(error));
  }
  if (header === undefined) throw new DatasetError(`${summary.file}: the file is empty`);
}

/** As {@link readCsv}, from a file. */
export async function* readCsvFile<Required extends string, Optional extends string = never>(
  path: string,
  wanted: CsvColumns<Required, Optional>,
  summary: ReadSummary,
): AsyncGenerator<CsvRow<Required, Optional>> {
  yield* readCsv(await openDatasetFile(path), wanted, summary);
}

/**
 * Looks at a file's header before anything is read for real, so that a long load does not end in its last file.
 *
 * @throws DatasetError naming the file, and the column that is missing
 */
export async function requireColumns(path: string, required: readonly string[]): Promise<void> {
  const file = basename(path);
  for await (const record of csvRecords(await openDatasetFile(path))) {
    columnPlaces(
      record.map((name) => name.trim()),
      { required },
      file,
    );
    return;
  }
  throw new DatasetError(`${file}: the file is empty`);
}

/**
 * The records of a CSV text, the header among them, every field as text.
 *
 * @throws CsvError when a quote is never closed, see {@link whyUnreadable}
 */
export async function* csvRecords(source: Readable): AsyncGenerator<string[]> {
  // Records are taken as they are parsed: what a stream holds back is lost when the parser fails further on.
  let parsed: string[][] = [];
  const parser = parse({
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: longestRow,
    on_record(record: string[]) {
      parsed.push(record);
      return null;
    },
  });
  parser.resume();
  const ended = finished(parser);
  // Awaited at the end only; an earlier failure arrives through the write that caused it.
  ended.catch(() => {});
  let failure: unknown;
  try {
    for await (const chunk of source) {
      failure = await write(parser, chunk as Buffer | string);
      if (failure !== undefined) break;
      const records = parsed;
      parsed = [];
      yield* records;
    }
    parser.end();
    failure ??= await ended.then(
      () => undefined,
      (error: unknown) => error,
    );
    yield* parsed;
    if (failure !== undefined) throw failure;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function write(parser: Parser, chunk: Buffer | string): Promise<Error | undefined> {
  return new Promise((resolve) => parser.write(chunk, (error) => resolve(error ?? undefined)));
}

function columnPlaces(
  header: string[],
  wanted: CsvColumns<string, string>,
  file: string,
): [name: string, index: number][] {
  const missing = wanted.required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const columns = missing.map((name) => `"${name}"`).join(', ');
    throw new DatasetError(`${file}: the header has no column ${columns}`);
  }
  return [...wanted.required, ...(wanted.optional ?? [])]
    .map((name): [string, number] => [name, header.indexOf(name)])
    .filter(([, index]) => index >= 0);
}

function pick<Required extends string, Optional extends string>(
  record: string[],
  places: [name: string, index: number][],
): CsvRow<Required, Optional>['values'] {
  const values: Record<string, string> = {};
  for (const [name, index] of places) values[name] = record[index];
  return values as CsvRow<Required, Optional>['values'];
}

/** What a parser's error means for the file. */
export function whyUnreadable(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return 'opens a quote that is never closed; nothing after it could be read';
  }
  return error.message;
}
