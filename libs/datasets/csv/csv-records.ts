import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CsvError, type InfoRecord, parse, type Parser } from 'csv-parse';
import { DatasetError } from '../records/dataset.error.js';

/** How much is parsed at a time: what comes after a header that is refused is never looked at. */
const bytesAtOnce = 64 * 1024;

export interface CsvRecord {
  /** Row as a spreadsheet counts it, blank lines too: the header is usually row 1. */
  row: number;
  /** As many as the row has, whatever the header has. */
  cells: string[];
}

/** What a CSV text may hold at most. */
export interface CsvLimits {
  /** Rows under the header, blank lines not counted. */
  rows: number;
  /** Rows with another number of cells than the header. */
  ragged: number;
  blankLines: number;
  /** Bytes of a row. A longer one is usually a quote that somebody forgot to close. */
  rowLength: number;
}

/** How a text is written where it is not as RFC 4180 has it. */
export interface CsvDialect {
  /** What stands between two cells; a comma if not said. */
  separator?: string;
}

/**
 * The records of a CSV text, the header among them, every field as text, as many together as one piece of the text
 * holds: handing rows on one by one takes longer than parsing them. Blank lines are passed over.
 *
 * @param source  UTF-8
 * @throws CsvError at a row that is too long or whose quote is never closed, see {@link whyUnreadable}
 * @throws DatasetError when the text holds more than the limits allow, naming row and limit
 */
export async function* csvRecords(
  source: Readable,
  limits: CsvLimits,
  { separator = ',' }: CsvDialect = {},
): AsyncGenerator<CsvRecord[]> {
  // Records are taken as they are parsed: what a stream holds back is lost when the parser fails further on.
  let parsed: CsvRecord[] = [];
  const judge = new Judge(limits);
  const parser = parse({
    bom: true,
    delimiter: separator,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.rowLength,
    on_record(cells: string[], info: InfoRecord) {
      parsed.push(judge.record(cells, info));
      return null;
    },
  });
  parser.resume();
  const ended = finished(parser);
  // Awaited at the end only; an earlier failure arrives through the write that caused it.
  ended.catch(() => {});
  let failure: unknown;
  try {
    reading: for await (const chunk of source) {
      for (const piece of pieces(chunk as Buffer | string)) {
        failure = await write(parser, piece);
        if (failure !== undefined) break reading;
        if (parsed.length > 0) yield parsed;
        parsed = [];
        judge.piece(piece, parser);
      }
    }
    parser.end();
    failure ??= await ended.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (parsed.length > 0) yield parsed;
    if (failure !== undefined) throw failure;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** Counts what was parsed, and throws at the first thing too many. */
class Judge {
  private width?: number;
  private rows = 0;
  private ragged = 0;
  private lines = 0;
  private unfinished = 0;

  constructor(private readonly limits: CsvLimits) {}

  record(cells: string[], { records, empty_lines }: InfoRecord): CsvRecord {
    const row = records + empty_lines;
    if (this.width === undefined) this.width = cells.length;
    else if (++this.rows > this.limits.rows) throw tooMany(row, this.limits.rows, 'rows');
    if (cells.length !== this.width && ++this.ragged > this.limits.ragged)
      throw tooMany(row, this.limits.ragged, 'rows with another number of fields than the header');
    return { row, cells };
  }

  piece(piece: Buffer, { info, options }: Parser): void {
    if (info.empty_lines > this.limits.blankLines)
      throw tooMany(info.lines, this.limits.blankLines, 'blank lines');
    // The parser does not count the commas of a row's length, so it would take a row of nothing else without end.
    const lines = info.records + info.empty_lines;
    this.unfinished = lines === this.lines ? this.unfinished + piece.length : 0;
    this.lines = lines;
    if (this.unfinished > this.limits.rowLength)
      throw new CsvError('CSV_MAX_RECORD_SIZE', `row ${lines + 1} is too long`, options);
  }
}

function tooMany(row: number, limit: number, what: string): DatasetError {
  return new DatasetError(`row ${row}: the file has more than ${limit.toLocaleString('en')} ${what}`);
}

function* pieces(chunk: Buffer | string): Generator<Buffer> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  for (let at = 0; at < bytes.length; at += bytesAtOnce) yield bytes.subarray(at, at + bytesAtOnce);
}

function write(parser: Parser, piece: Buffer): Promise<Error | undefined> {
  return new Promise((resolve) => parser.write(piece, (error) => resolve(error ?? undefined)));
}

/** What a parser's error means for the row it happened in. */
export function whyUnreadable(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return 'opens a quote that is never closed; nothing after it could be read';
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return 'is too long, as if a quote were never closed; nothing after it could be read';
  return error.message;
}
