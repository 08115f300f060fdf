import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { DatasetError } from '../records/dataset.error.js';
import { emptySummary, noteBroken, type ReadSummary } from '../records/read-summary.js';
import { csvRecords, whyUnreadable } from './csv-records.js';

/** Far above any data set that is read here: 33 million ratings, movies with a cast of 200 kB. */
const limits = {
  rows: 200_000_000,
  ragged: 1_000_000,
  blankLines: 1_000_000,
  rowLength: 8 * 1024 * 1024,
  /** Characters of a cell. */
  cellLength: 4 * 1024 * 1024,
};

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
  const { file } = summary;
  let width: number | undefined;
  let places: [name: string, index: number][] = [];
  let last = 0;
  try {
    for await (const records of csvRecords(source, limits)) {
      for (const { row, cells } of records) {
        last = row;
        if (width === undefined) {
          width = cells.length;
          places = columnPlaces(
            cells.map((name) => name.trim()),
            wanted,
          );
        } else if (cells.length !== width) {
          if (cells.length > 1 || cells[0].trim() !== '')
            noteBroken(summary, row, `has ${cells.length} fields where the header has ${width}`);
        } else {
          const long = places.find(([, index]) => cells[index].length > limits.cellLength);
          if (long) noteBroken(summary, row, `has more than ${limits.cellLength} characters in "${long[0]}"`);
          else yield { row, values: pick<Required, Optional>(cells, places) };
        }
      }
    }
  } catch (error) {
    if (error instanceof DatasetError) throw new DatasetError(`${file}: ${error.message}`);
    if (!(error instanceof CsvError)) throw error;
    if (width === undefined) throw new DatasetError(`${file}: the header ${whyUnreadable(error)}`);
    noteBroken(summary, last + 1, whyUnreadable(error));
  }
  if (width === undefined) throw new DatasetError(`${file}: the file is empty`);
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
  const rows = readCsvFile(path, { required }, emptySummary(basename(path)));
  await rows.next();
  await rows.return(undefined);
}

function columnPlaces(header: string[], wanted: CsvColumns<string, string>): [name: string, index: number][] {
  const missing = wanted.required.filter((name) => !header.includes(name));
  if (missing.length > 0) {
    const columns = missing.map((name) => `"${name}"`).join(', ');
    throw new DatasetError(`the header has no column ${columns}`);
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
