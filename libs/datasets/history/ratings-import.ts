import { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { csvRecords, whyUnreadable } from '../csv/csv-table.js';
import { DatasetError } from '../records/dataset.error.js';
import { imdbId } from '../records/imdb-id.js';
import { starsOnGrid } from '../records/rating.record.js';
import { withoutFormulaGuard } from './ratings-export.js';
import { splitTitleAndYear } from '../matching/title-key.js';

/** One row of somebody's history, as far as it could be understood. */
export interface ImportedRating {
  /** Row as a spreadsheet counts it: the header is row 1. */
  row: number;
  title?: string;
  year?: number;
  /** This product's movie id, when the file knows it or TMDB's. */
  movieId?: string;
  movielensId?: string;
  /** With its "tt". */
  imdbId?: string;
  /** 1–5 in steps of 0.5; missing when there is a `problem`. */
  rating?: number;
  ratedAt?: Date;
  /** Why the row cannot be imported. */
  problem?: string;
}

type Values = Record<string, string>;
type Known = Omit<ImportedRating, 'row'>;

interface HistoryFormat {
  name: string;
  columns: readonly string[];
  read(values: Values): Known;
}

const formats: HistoryFormat[] = [
  {
    name: "this service's export",
    columns: ['movieId', 'title', 'year', 'rating', 'ratedAt'],
    read: (values) => ({
      movieId: idOr(values.movieId, /^(?:ml-)?\d+$/u, 'movieId'),
      title: withoutFormulaGuard(values.title) || undefined,
      year: yearOf(values.year),
      rating: exactStars(values.rating),
      ratedAt: dateOf(values.ratedAt),
    }),
  },
  {
    name: 'MovieLens data set',
    columns: ['userId', 'movieId', 'rating', 'timestamp'],
    read: (values) => ({
      movielensId: idOr(values.movieId, /^\d+$/u, 'movieId'),
      rating: halfStars(values.rating),
      ratedAt: /^\d+$/u.test(values.timestamp)
        ? validDate(new Date(Number(values.timestamp) * 1000))
        : undefined,
    }),
  },
  {
    name: 'movielens.org',
    columns: ['movie_id', 'imdb_id', 'tmdb_id', 'rating', 'title'],
    read: (values) => ({
      movielensId: idOr(values.movie_id, /^\d+$/u, 'movie_id'),
      movieId: /^\d+$/u.test(values.tmdb_id) ? values.tmdb_id : undefined,
      imdbId: imdbId(values.imdb_id),
      ...titleAndYear(values.title),
      rating: halfStars(values.rating),
    }),
  },
  {
    name: 'IMDb',
    columns: ['Const', 'Your Rating', 'Date Rated', 'Title', 'Year'],
    read: (values) => ({
      imdbId: imdbId(values.Const),
      title: values.Title || undefined,
      year: yearOf(values.Year),
      rating: starsOfTen(values['Your Rating']),
      ratedAt: dateOf(values['Date Rated']),
    }),
  },
  {
    name: 'Letterboxd',
    columns: ['Date', 'Name', 'Year', 'Letterboxd URI', 'Rating'],
    read: (values) => ({
      title: values.Name || undefined,
      year: yearOf(values.Year),
      rating: halfStars(values.Rating),
      ratedAt: dateOf(values.Date),
    }),
  },
];

/** A cell that makes its row unusable; the message is the row's `problem`. */
class RowProblem extends Error {}

/**
 * Reads a history of ratings: this API's own export, MovieLens (the data set's ratings.csv of one user, or the export
 * of movielens.org), IMDb (1–10, halved; 1 becomes 1 star) or Letterboxd (0.5 becomes 1 star). The header tells which.
 * Rows that cannot be imported come out too, with their `problem`.
 *
 * @param source  UTF-8 text, whole or as a stream
 * @throws DatasetError when the header is none of these, naming the columns expected
 */
export async function* readRatingsImport(source: string | Readable): AsyncGenerator<ImportedRating> {
  let header: string[] | undefined;
  let format: HistoryFormat | undefined;
  let firstUser: string | undefined;
  let row = 0;
  try {
    for await (const record of csvRecords(typeof source === 'string' ? Readable.from([source]) : source)) {
      row += 1;
      if (header === undefined || format === undefined) {
        header = record.map((name) => name.trim());
        format = formatOf(header);
      } else if (record.length === header.length) {
        const values = valuesOf(header, record);
        firstUser ??= values.userId;
        yield values.userId === firstUser
          ? readRow(row, format, values)
          : { row, problem: `belongs to user ${values.userId}, the rows before it to user ${firstUser}` };
      } else if (record.length > 1 || record[0].trim() !== '') {
        yield { row, problem: `has ${record.length} fields where the header has ${header.length}` };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (header === undefined) throw new DatasetError(`the file ${whyUnreadable(error)}`);
    yield { row: row + 1, problem: whyUnreadable(error) };
  }
  if (header === undefined) throw new DatasetError('the file is empty');
}

function formatOf(header: string[]): HistoryFormat {
  const format = formats.find(({ columns }) => columns.every((column) => header.includes(column)));
  if (format !== undefined) return format;
  const expected = formats.map(({ name, columns }) => `${name} (${columns.join(', ')})`).join('; ');
  throw new DatasetError(
    `unknown columns "${header.join(', ').slice(0, 200)}"; expected one of: ${expected}`,
  );
}

/** Cells without surrounding space; only our own export's titles are kept to the letter. */
function valuesOf(header: string[], record: string[]): Values {
  return Object.fromEntries(
    header.map((name, at) => [name, name === 'title' ? record[at] : record[at].trim()]),
  );
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
  const title = values.title || values.Title || values.Name;
  const year = yearOf(values.year || values.Year || '');
  return { ...(title ? { title } : {}), ...(year === undefined ? {} : { year }) };
}

function idOr(text: string, pattern: RegExp, column: string): string {
  if (!pattern.test(text)) throw new RowProblem(`${column} "${text.slice(0, 40)}" is not an id`);
  return text;
}

function numberIn(text: string): number {
  if (text === '') throw new RowProblem('has no rating');
  return Number(text);
}

function exactStars(text: string): number {
  const value = numberIn(text);
  if (value >= 1 && value <= 5 && Number.isInteger(value * 2)) return value;
  throw new RowProblem(`rating "${text.slice(0, 40)}" is not from 1 to 5 in steps of 0.5`);
}

function halfStars(text: string): number {
  const stars = starsOnGrid(numberIn(text));
  if (stars === undefined) throw new RowProblem(`rating "${text.slice(0, 40)}" is not from 0.5 to 5`);
  return stars;
}

function starsOfTen(text: string): number {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 1 && value <= 10) return Math.max(1, value / 2);
  throw new RowProblem(`rating "${text.slice(0, 40)}" is not a whole number from 1 to 10`);
}

function yearOf(text: string): number | undefined {
  return /^\d{4}$/u.test(text) ? Number(text) : undefined;
}

function titleAndYear(text: string): Pick<ImportedRating, 'title' | 'year'> {
  const { title, year } = splitTitleAndYear(text);
  return { title: title || undefined, year };
}

/** ISO dates only: what a spreadsheet makes of a date cannot be read without guessing. */
function dateOf(text: string): Date | undefined {
  return /^\d{4}-\d{2}-\d{2}/u.test(text) ? validDate(new Date(text)) : undefined;
}

function validDate(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
