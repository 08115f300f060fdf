import type { DateReader } from './date-reader.js';
import type { ImportedRating } from './imported-rating.js';

/** The cells of a row by column, in lower case; '' for a column the file does not have. */
export type Values = Record<string, string>;

/** What a format knows of a row. */
export type Known = Omit<ImportedRating, 'row' | 'file' | 'problem'>;

/** A kind of table that holds somebody's history. */
export interface HistoryFormat {
  /** The service it comes from. */
  name: string;
  /** What of the history it holds. */
  holds: 'ratings' | 'watched films' | 'watchlist' | 'likes';
  /** The columns it is recognised by, as the service writes them; small and capital letters are one. */
  columns: readonly string[];
  /** Columns that are read where they are. */
  optional?: readonly string[];
  /** Where columns alone do not tell: how the file is called. */
  files?: RegExp;
  /** What a rating may be, such as "1–10". */
  scale?: string;
  /** The columns with dates. */
  dates?: readonly string[];
  /**
   * @param file  how it is called, with its folders in an archive
   * @throws RowProblem when a cell makes the row unusable
   */
  read(values: Values, date: DateReader, file: string): Known;
}
