import { Readable } from 'node:stream';
import { MAX_RATINGS_PER_IMPORT, MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { DatasetError } from '../records/dataset.error.js';
import { foreignTable } from '../tables/file-kind.js';
import { type SourceTable, sourceTables } from '../tables/source-tables.js';
import { RowProblem, short, yearOf } from './cell-values.js';
import { type DateReader, dateReader } from './date-reader.js';
import type { HistoryFormat, Values } from './history-format.js';
import { formatOf, knownFormats } from './history-formats.js';
import type { ImportedRating } from './imported-rating.js';
import { type ColumnMapping, guessMapping, mappedFormat } from './mapped-format.js';

export type { ImportedRating } from './imported-rating.js';

/** How somebody wants a file to be read. */
export interface HistoryOptions {
  /** What the file is called; some exports are told apart by it alone. */
  name?: string;
  /** What the columns of a table are. */
  mapping?: ColumnMapping;
  /** Whose rows of a data set of many; without it those of the first. */
  user?: string;
  /** Reads a table of no known kind by what its columns are probably, or gives none of its rows, instead of refusing it. */
  lenient?: boolean;
}

/** What a file turned out to be. */
export interface HistorySummary {
  /** The services it comes from. */
  format?: string;
  scale?: string;
  files: { file: string; format?: string; holds?: string; rows: number }[];
  /** Of a table of no known kind: its columns, with a few of their cells. */
  columns?: { name: string; samples: string[] }[];
  /** By which it was read. */
  mapping?: ColumnMapping;
  /** Of a data set of many: whose rows there are, at most {@link MOST_USERS}. */
  users?: string[];
}

/** Characters of a cell that is read. */
const CELL_LENGTH = 1000;
/** Rows of an archive or a list of entries that are about films and could be used. */
const MOST_FILM_ROWS = 3 * MAX_RATINGS_PER_IMPORT;
const MOST_USERS = 100;
const SAMPLES = 3;

/**
 * Reads somebody's history: what they rated, watched and want to watch, as any of the known services exports it, or as a table
 * whose columns the person names. A row at a time, in the order of the file, each with the film as the file knows it (ids, title,
 * year) and what was done: 1 to 5 stars in steps of 0.5, seen or kept for later, and when. Rows that cannot be imported come out too, with
 * their `problem`.
 *
 * @param source   the file's bytes, or a text: a table, JSON, XML, or a ZIP archive of these
 * @param options  what the person says of it: its name, what its columns are, whose rows
 * @returns what the file turned out to be, when its rows are read
 * @throws DatasetError when the file is of another kind, naming it and what to do; when no table in it is known, naming the
 *         columns expected; when it holds more than the limits allow, naming row and limit
 */
export async function* readRatingsImport(
  source: string | Readable,
  options: HistoryOptions = {},
): AsyncGenerator<ImportedRating, HistorySummary> {
  const stream = typeof source === 'string' ? Readable.from([source]) : source;
  const summary: HistorySummary = { files: [] };
  let refusal: string | undefined;
  let used = 0;
  for await (const table of sourceTables(stream, options.name)) {
    const { unread, file = table.name } = table;
    const reader = new TableReader(table, options);
    const why = unread?.why ?? reader.refusal();
    // What is damaged may have been a history: it is not passed over without a word.
    if (unread?.isDamaged) yield { row: 1, file, problem: unread.why };
    if (why !== undefined && !(options.lenient && table.alone && table.header.length > 1)) {
      if (table.alone) throw new DatasetError(why);
      refusal ??= `${file}: ${why}`;
      summary.files.push({ file, rows: 0 });
      continue;
    }
    let rows = 0;
    for await (const row of reader.rows()) {
      rows += 1;
      if (row.problem === undefined && ++used > MOST_FILM_ROWS)
        throw new DatasetError(
          `the file has more than ${MOST_FILM_ROWS.toLocaleString('en')} rows about films`,
        );
      yield row;
    }
    reader.summarize(summary, rows);
  }
  if (summary.format === undefined && summary.columns === undefined)
    throw new DatasetError(refusal ?? 'the file is empty');
  return summary;
}

/** The rows under one header. */
class TableReader {
  private readonly known?: HistoryFormat;
  private readonly mapping?: ColumnMapping;
  private format?: HistoryFormat;
  private readonly samples: string[][] = [];
  private readonly users = new Set<string>();
  private readonly held = new Set<HistoryFormat['holds']>();
  private readonly file: string;

  constructor(
    private readonly table: SourceTable,
    private readonly options: HistoryOptions,
  ) {
    this.file = table.file ?? table.name;
    if (table.alone) this.mapping = options.mapping;
    if (this.mapping === undefined) this.known = formatOf(table.header, this.file);
    if (this.known === undefined && options.lenient && table.alone)
      this.mapping ??= guessMapping(table.header);
  }

  /** Why nothing of this table can be read. */
  refusal(): string | undefined {
    if (this.known ?? this.options.mapping) return undefined;
    const { header } = this.table;
    const kind = foreignTable(header);
    const seen = header.join(', ').replace(/\p{C}/gu, '').slice(0, 200);
    const whole = `unknown columns "${seen}"; expected one of: ${knownFormats()}`;
    return kind === undefined ? whole : `the file is ${kind} (${whole})`;
  }

  async *rows(): AsyncGenerator<ImportedRating> {
    const rows: { row: number; values: Values }[] = [];
    const problems: ImportedRating[] = [];
    for await (const some of this.table.rows) {
      for (const row of some) {
        if ('problem' in row) {
          problems.push(row);
          continue;
        }
        if (this.samples.length < SAMPLES) this.samples.push(row.cells);
        const values = this.valuesOf(row.cells);
        if (values === undefined)
          problems.push({ row: row.row, problem: `has more than ${CELL_LENGTH} characters in a column` });
        else rows.push({ row: row.row, values });
      }
    }
    const format = this.formatFor(rows.map(({ values }) => values));
    const read = format === undefined ? [] : this.readAll(rows, format);
    this.note(read);
    const inOrder = [...problems, ...read].sort((a, b) => a.row - b.row);
    for (const row of inOrder) yield this.table.file === undefined ? row : { ...row, file: this.table.file };
  }

  /** Entries of one format may be of any kind: Trakt's archive has a file of each. */
  private note(rows: readonly ImportedRating[]): void {
    for (const row of rows) if (row.problem === undefined) this.held.add(kindOf(row));
  }

  private readAll(rows: { row: number; values: Values }[], format: HistoryFormat): ImportedRating[] {
    const columns = (format.dates ?? []).map((column) => column.toLowerCase());
    const date = dateReader(rows.flatMap(({ values }) => columns.map((column) => values[column] ?? '')));
    return rows.map(({ row, values }) => this.read(row, values, format, date));
  }

  summarize(summary: HistorySummary, rows: number): void {
    const { file, format, table } = this;
    const holds = KINDS.filter((kind) => this.held.has(kind)).join(', ') || undefined;
    summary.files.push({ file, format: format?.name, holds, rows });
    const names = new Set([...(summary.format?.split(', ') ?? []), ...(format ? [format.name] : [])]);
    if (names.size > 0) summary.format = [...names].join(', ');
    summary.scale ??= format?.scale;
    if (this.users.size > 1) summary.users = [...this.users];
    if (this.known !== undefined || !table.alone) return;
    summary.columns ??= table.header.map((name, at) => ({
      name: name.slice(0, 100),
      samples: this.samples.map((cells) => short(cells[at])),
    }));
    if (this.mapping) summary.mapping ??= this.mapping;
  }

  private formatFor(rows: Values[]): HistoryFormat | undefined {
    const column = this.mapping?.rating?.toLowerCase();
    this.format =
      this.known ??
      (this.mapping &&
        mappedFormat(this.mapping, column === undefined ? [] : rows.map((values) => values[column] ?? '')));
    return this.format;
  }

  /** Cells without surrounding space; only our own export's titles are kept to the letter. */
  private valuesOf(cells: string[]): Values | undefined {
    const wanted = this.wantedColumns();
    if (wanted.some(([, at]) => cells[at].length > CELL_LENGTH)) return undefined;
    const isOwn = this.known?.name === "this service's export";
    return Object.fromEntries(
      wanted.map(([name, at]) => [name, isOwn && name === 'title' ? cells[at] : cells[at].trim()]),
    );
  }

  private columns?: [name: string, at: number][];

  private wantedColumns(): [name: string, at: number][] {
    const { header } = this.table;
    const lower = header.map((name) => name.toLowerCase());
    const names = this.known
      ? [...this.known.columns, ...(this.known.optional ?? [])].map((name) => name.toLowerCase())
      : lower;
    this.columns ??= names.flatMap((name): [string, number][] =>
      lower.includes(name) ? [[name, lower.lastIndexOf(name)]] : [],
    );
    return this.columns;
  }

  private read(row: number, values: Values, format: HistoryFormat, date: DateReader): ImportedRating {
    const whose = this.otherUser(values);
    if (whose !== undefined) return { row, problem: whose };
    const all = {
      ...Object.fromEntries((format.optional ?? []).map((name) => [name.toLowerCase(), ''])),
      ...values,
    };
    try {
      const known = Object.entries(format.read(all, date, this.file)).filter(
        ([, value]) => value !== undefined,
      );
      return { row, ...Object.fromEntries(known) };
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      return { row, ...titleForMessage(values), problem: error.message };
    }
  }

  /** Of a data set's rows, which belong to many, one person's count. */
  private otherUser({ userid }: Values): string | undefined {
    if (userid === undefined) return undefined;
    if (this.users.size < MOST_USERS) this.users.add(short(userid));
    const [first] = this.users;
    const wanted = this.options.user ?? first;
    if (short(userid) === wanted) return undefined;
    return this.options.user === undefined
      ? `belongs to user ${short(userid)}, the rows before it to user ${wanted}`
      : `belongs to user ${short(userid)}`;
  }
}

const KINDS = ['ratings', 'watched films', 'watchlist', 'likes'] as const;

/** What a row says first of all. */
function kindOf({ rating, watchlist, seen }: ImportedRating): HistoryFormat['holds'] {
  if (rating !== undefined) return 'ratings';
  if (watchlist) return 'watchlist';
  return seen ? 'watched films' : 'likes';
}

/** What a person recognises a refused row by. */
function titleForMessage(values: Values): Pick<ImportedRating, 'title' | 'year'> {
  const written = values.title || values.name || values['movie.title'] || values.filmname;
  const title = written?.replace(/\p{Cc}/gu, '').slice(0, MAX_TITLE_LENGTH);
  const year = yearOf(values.year || values['movie.year'] || '');
  return { ...(title ? { title } : {}), ...(year === undefined ? {} : { year }) };
}
