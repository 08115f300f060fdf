import { Readable } from 'node:stream';
import { MAX_RATINGS_PER_IMPORT, MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { CsvError } from 'csv-parse';
import { csvRecords, whyUnreadable } from '../csv/csv-records.js';
import { DatasetError } from '../records/dataset.error.js';
import {
  type HistoryFormat,
  historyFormats,
  RowProblem,
  short,
  type Values,
  yearOf,
} from './history-formats.js';
import { foreignKind, foreignTable, KIND_BYTES } from './file-kind.js';
import type { ImportedRating } from './imported-rating.js';

export type { ImportedRating } from './imported-rating.js';

/** What a file may hold at most. */
const limits = {
  rows: MAX_RATINGS_PER_IMPORT,
  /** So many are no accident but another format. */
  ragged: 1000,
  blankLines: MAX_RATINGS_PER_IMPORT,
  rowLength: 256 * 1024,
  columns: 200,
  /** Characters of a cell that is read. */
  cellLength: 1000,
};

/**
 * Reads a history of ratings: this API's own export, MovieLens (the data set's ratings.csv of one user, or the export
 * of movielens.org), IMDb (1–10, halved; 1 becomes 1 star) or Letterboxd (0.5 becomes 1 star). The header tells which,
 * and nothing is read after one that does not. Rows that cannot be imported come out too, with their `problem`.
 *
 * @param source  UTF-8 text, whole or as a stream
 * @throws DatasetError when the file is of another kind, naming it and what to do; when the header is none of these, naming
 *         the columns expected; when the file holds more than {@link limits} allow, naming row and limit
 */
export async function* readRatingsImport(source: string | Readable): AsyncGenerator<ImportedRating> {
  const stream = typeof source === 'string' ? Readable.from([source]) : source;
  let table: HistoryTable | undefined;
  let last = 0;
  try {
    for await (const records of csvRecords(Readable.from(textOf(stream)), limits)) {
      for (const { row, cells } of records) {
        last = row;
        if (table === undefined) table = new HistoryTable(cells.map((name) => name.trim()));
        else if (cells.length > 1 || cells[0].trim() !== '') yield table.read(row, cells);
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (table === undefined) throw new DatasetError(`the header ${whyUnreadable(error)}`);
    yield { row: last + 1, problem: whyUnreadable(error) };
  }
  if (table === undefined) throw new DatasetError('the file is empty');
}

/** The pieces of a file as they are, once its beginning does not say that it is no CSV text. */
async function* textOf(source: Readable): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    head = head && Buffer.concat([head, piece]);
    if (head && head.length < KIND_BYTES) continue;
    yield head ? ofOurs(head) : piece;
    head = undefined;
  }
  if (head) yield ofOurs(head);
}

function ofOurs(head: Buffer): Buffer {
  const kind = foreignKind(head.subarray(0, KIND_BYTES));
  if (kind !== undefined) throw new DatasetError(`the file is ${kind}`);
  return head;
}

/** The rows under one header. */
class HistoryTable {
  readonly width: number;
  private readonly format: HistoryFormat;
  private readonly places: [column: string, index: number][];
  private user?: string;

  constructor(header: string[]) {
    this.width = header.length;
    if (this.width > limits.columns)
      throw new DatasetError(`the header has ${this.width} columns, at most ${limits.columns} are read`);
    this.format = formatOf(header);
    this.places = this.format.columns.map((column) => [column, header.lastIndexOf(column)]);
  }

  read(row: number, record: string[]): ImportedRating {
    if (record.length !== this.width)
      return { row, problem: `has ${record.length} fields where the header has ${this.width}` };
    const long = this.places.find(([, index]) => record[index].length > limits.cellLength);
    if (long) return { row, problem: `has more than ${limits.cellLength} characters in column "${long[0]}"` };
    // Cells without surrounding space; only our own export's titles are kept to the letter.
    const cell = ([column, index]: [string, number]) =>
      column === 'title' ? record[index] : record[index].trim();
    const values: Values = Object.fromEntries(this.places.map((place) => [place[0], cell(place)]));
    this.user ??= values.userId;
    return values.userId === this.user
      ? readRow(row, this.format, values)
      : {
          row,
          problem: `belongs to user ${short(values.userId)}, the rows before it to user ${short(this.user)}`,
        };
  }
}

function formatOf(header: string[]): HistoryFormat {
  const format = historyFormats.find(({ columns }) => columns.every((column) => header.includes(column)));
  if (format !== undefined) return format;
  const kind = foreignTable(header);
  const seen = header.join(', ').slice(0, 200).replace(/\p{C}/gu, '');
  const expected = historyFormats.map(({ name, columns }) => `${name} (${columns.join(', ')})`).join('; ');
  const whole = `unknown columns "${seen}"; expected one of: ${expected}`;
  throw new DatasetError(kind === undefined ? whole : `the file is ${kind} (${whole})`);
}

function readRow(row: number, format: HistoryFormat, values: Values): ImportedRating {
  try {
    const known = Object.entries(format.read(values)).filter(([, value]) => value !== undefined);
    return { row, ...Object.fromEntries(known) };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return { row, ...titleForMessage(values), problem: error.message };
  }
}

/** What a person recognises a refused row by. */
function titleForMessage(values: Values): Pick<ImportedRating, 'title' | 'year'> {
  const title = (values.title || values.Title || values.Name)?.slice(0, MAX_TITLE_LENGTH);
  const year = yearOf(values.year || values.Year || '');
  return { ...(title ? { title } : {}), ...(year === undefined ? {} : { year }) };
}
