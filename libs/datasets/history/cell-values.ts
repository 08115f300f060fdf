import { MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { starsOnGrid } from '../records/rating.record.js';
import { splitTitleAndYear } from '../matching/title-key.js';
import type { ImportedRating } from './imported-rating.js';

/** A cell that makes its row unusable; the message is the row's `problem`. */
export class RowProblem extends Error {}

/** Enough of a cell to find it in the file. */
export function short(text = ''): string {
  return text.replace(/\p{C}/gu, '').slice(0, 40);
}

export function idOr(text: string, pattern: RegExp, column: string): string {
  if (!pattern.test(text)) throw new RowProblem(`${column} "${short(text)}" is not an id`);
  return text;
}

/** TMDB's number, which is this product's id too. */
export function tmdbId(text: string): string | undefined {
  return /^[1-9]\d{0,9}(?:\.0)?$/u.test(text) ? text.replace('.0', '') : undefined;
}

/** Services write 0 for what was not rated. */
export const isTold = (rating: string): boolean => rating !== '' && Number(rating) !== 0;

export type Stars = Pick<ImportedRating, 'rating' | 'raised'>;

/** A decimal comma is a point; nobody rates in thousands. */
function numberIn(text: string): number {
  if (text === '') throw new RowProblem('has no rating');
  return Number(text.replace(/^(\d+),(\d+)$/u, '$1.$2'));
}

export function exactStars(text: string): number {
  const value = numberIn(text);
  if (value >= 1 && value <= 5 && Number.isInteger(value * 2)) return value;
  throw new RowProblem(`rating "${short(text)}" is not from 1 to 5 in steps of 0.5`);
}

export function halfStars(text: string): Stars {
  const value = numberIn(text);
  const rating = starsOnGrid(value);
  if (rating === undefined) throw new RowProblem(`rating "${short(text)}" is not from 0.5 to 5`);
  return { rating, ...(value < 1 && { raised: true }) };
}

export function starsOfTen(text: string): Stars {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 1 && value <= 10) return ofScale(value, 10);
  throw new RowProblem(`rating "${short(text)}" is not a whole number from 1 to 10`);
}

/** @param best  what the best film gets: 5, 10 or 100 */
export function starsOf(text: string, best: number): Stars {
  const value = numberIn(text);
  if (value >= 0 && value <= best) return ofScale(value, best);
  throw new RowProblem(`rating "${short(text)}" is not from 0 to ${best}`);
}

function ofScale(value: number, best: number): Stars {
  const stars = (value * 5) / best;
  return { rating: Math.max(1, Math.round(stars * 2) / 2), ...(stars < 1 && { raised: true }) };
}

export function yearOf(text: string): number | undefined {
  // Also "(1999)", "1999.0", and the first of "1999–2003".
  const [, year] = /^\(?(\d{4})(?=\)?$|\.0$|-\d\d-\d\d|[–-]\d{0,4}\)?$)/u.exec(text) ?? [];
  return year === undefined ? undefined : Number(year);
}

export function titleOf(text: string): string | undefined {
  if (text.length > MAX_TITLE_LENGTH)
    throw new RowProblem(`has a title of more than ${MAX_TITLE_LENGTH} characters`);
  return text || undefined;
}

/** A title of a file that others wrote: without characters that nobody sees. */
export function cleanTitle(text: string): string | undefined {
  return titleOf(text.replace(/[\p{Cc}\uFEFF]/gu, '').trim());
}

export function titleAndYear(text: string): Pick<ImportedRating, 'title' | 'year'> {
  const { title, year } = splitTitleAndYear(text);
  return { title: cleanTitle(title), year };
}

/** @throws RowProblem when `type` is said and is none of a film's */
export function requireFilm(type: string): void {
  if (type === '' || /^(?:movie|film)s?$/iu.test(type)) return;
  throw new RowProblem(`is no film but "${short(type)}"`);
}
