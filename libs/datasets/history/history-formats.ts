import { MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { imdbId } from '../records/imdb-id.js';
import { starsOnGrid } from '../records/rating.record.js';
import { withoutFormulaGuard } from './ratings-export.js';
import type { ImportedRating } from './imported-rating.js';
import { splitTitleAndYear } from '../matching/title-key.js';

export type Values = Record<string, string>;
/** What a format knows of a row. */
export type Known = Omit<ImportedRating, 'row' | 'problem'>;

/** A kind of file that holds somebody's ratings. */
export interface HistoryFormat {
  name: string;
  /** The columns it is recognised by. */
  columns: readonly string[];
  /** @throws RowProblem when a cell makes the row unusable */
  read(values: Values): Known;
}

export const historyFormats: readonly HistoryFormat[] = [
  {
    name: "this service's export",
    columns: ['movieId', 'title', 'year', 'rating', 'ratedAt'],
    read: (values) => ({
      movieId: idOr(values.movieId, /^(?:ml-)?\d{1,10}$/u, 'movieId'),
      title: titleOf(withoutFormulaGuard(values.title)),
      year: yearOf(values.year),
      rating: exactStars(values.rating),
      ratedAt: dateOf(values.ratedAt),
    }),
  },
  {
    name: 'MovieLens data set',
    columns: ['userId', 'movieId', 'rating', 'timestamp'],
    read: (values) => ({
      movielensId: idOr(values.movieId, /^\d{1,10}$/u, 'movieId'),
      ...halfStars(values.rating),
      ratedAt: /^\d+$/u.test(values.timestamp)
        ? validDate(new Date(Number(values.timestamp) * 1000))
        : undefined,
    }),
  },
  {
    name: 'movielens.org',
    columns: ['movie_id', 'imdb_id', 'tmdb_id', 'rating', 'title'],
    read: (values) => ({
      movielensId: idOr(values.movie_id, /^\d{1,10}$/u, 'movie_id'),
      movieId: /^\d{1,10}$/u.test(values.tmdb_id) ? values.tmdb_id : undefined,
      imdbId: imdbId(values.imdb_id),
      ...titleAndYear(values.title),
      ...halfStars(values.rating),
    }),
  },
  {
    name: 'IMDb',
    columns: ['Const', 'Your Rating', 'Date Rated', 'Title', 'Year'],
    read: (values) => ({
      imdbId: imdbId(values.Const),
      title: titleOf(values.Title),
      year: yearOf(values.Year),
      ...starsOfTen(values['Your Rating']),
      ratedAt: dateOf(values['Date Rated']),
    }),
  },
  {
    name: 'Letterboxd',
    columns: ['Date', 'Name', 'Year', 'Letterboxd URI', 'Rating'],
    read: (values) => ({
      title: titleOf(values.Name),
      year: yearOf(values.Year),
      ...halfStars(values.Rating),
      ratedAt: dateOf(values.Date),
    }),
  },
];

/** A cell that makes its row unusable; the message is the row's `problem`. */
export class RowProblem extends Error {}

/** Enough of a cell to find it in the file. */
export function short(text = ''): string {
  return text.slice(0, 40);
}

function idOr(text: string, pattern: RegExp, column: string): string {
  if (!pattern.test(text)) throw new RowProblem(`${column} "${short(text)}" is not an id`);
  return text;
}

function numberIn(text: string): number {
  if (text === '') throw new RowProblem('has no rating');
  return Number(text);
}

function exactStars(text: string): number {
  const value = numberIn(text);
  if (value >= 1 && value <= 5 && Number.isInteger(value * 2)) return value;
  throw new RowProblem(`rating "${short(text)}" is not from 1 to 5 in steps of 0.5`);
}

type Stars = Pick<ImportedRating, 'rating' | 'raised'>;

function halfStars(text: string): Stars {
  const value = numberIn(text);
  const rating = starsOnGrid(value);
  if (rating === undefined) throw new RowProblem(`rating "${short(text)}" is not from 0.5 to 5`);
  return { rating, ...(value < 1 && { raised: true }) };
}

function starsOfTen(text: string): Stars {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 1 && value <= 10)
    return { rating: Math.max(1, value / 2), ...(value < 2 && { raised: true }) };
  throw new RowProblem(`rating "${short(text)}" is not a whole number from 1 to 10`);
}

export function yearOf(text: string): number | undefined {
  return /^\d{4}$/u.test(text) ? Number(text) : undefined;
}

function titleOf(text: string): string | undefined {
  if (text.length > MAX_TITLE_LENGTH)
    throw new RowProblem(`has a title of more than ${MAX_TITLE_LENGTH} characters`);
  return text || undefined;
}

function titleAndYear(text: string): Pick<ImportedRating, 'title' | 'year'> {
  const { title, year } = splitTitleAndYear(text);
  return { title: titleOf(title), year };
}

/** Nobody rated before; years of more than four digits are no dates of ours. */
const [earliest, latest] = [new Date(Date.UTC(1900, 0)), new Date(Date.UTC(10_000, 0))];

/** ISO dates only: what a spreadsheet makes of a date cannot be read without guessing. */
function dateOf(text: string): Date | undefined {
  return /^\d{4}-\d{2}-\d{2}/u.test(text) ? validDate(new Date(text)) : undefined;
}

function validDate(date: Date): Date | undefined {
  return date >= earliest && date < latest ? date : undefined;
}
