/** Reads the dates of one column; undefined for what is no date or one that cannot be. */
export type DateReader = (text: string) => Date | undefined;

/** Nobody rated before. */
const EARLIEST = Date.UTC(1900, 0);
const DAY_MS = 24 * 3600 * 1000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/u;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/u;
const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/u;

type Order = 'day first' | 'month first';

/**
 * How dates are read in a file whose dates are these. 5/1/2023 is the fifth of January or the first of May: the order counts in
 * which every such date of the file is a day that has been. Where both could be, points mean that the day comes first, and any
 * other date stays unknown.
 *
 * @param now  no date may be more than a day later, wherever on earth it was written
 */
export function dateReader(texts: Iterable<string>, now = new Date()): DateReader {
  const latest = now.getTime() + DAY_MS;
  const orders = new Map<string, Set<Order>>();
  for (const text of texts) {
    const [, first, sign, second, year] = NUMERIC.exec(text) ?? [];
    if (sign === undefined) continue;
    const fitting = orders.get(sign) ?? new Set<Order>(['day first', 'month first']);
    for (const order of [...fitting])
      if (!isPast(numeric(first, second, year, order), latest)) fitting.delete(order);
    orders.set(sign, fitting);
  }
  return (text) => {
    const date = readDate(text, (sign) => orderOf(sign, orders.get(sign)));
    return isPast(date, latest) ? date : undefined;
  };
}

function orderOf(sign: string, fitting = new Set<Order>()): Order | undefined {
  if (fitting.size === 1) return [...fitting][0];
  return sign === '.' ? 'day first' : undefined;
}

function readDate(text: string, order: (sign: string) => Order | undefined): Date | undefined {
  if (ISO.test(text)) return isoDate(text);
  if (/^\d{9,10}$/u.test(text)) return new Date(Number(text) * 1000);
  if (/^\d{12,13}$/u.test(text)) return new Date(Number(text));
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  if (day !== undefined) return calendarDay(Number(year), Number(month), Number(day));
  const [, first, sign, second, shortYear] = NUMERIC.exec(text) ?? [];
  if (sign === undefined) return worded(text);
  const known = order(sign);
  return known && numeric(first, second, shortYear, known);
}

/** Without a zone it is UTC. */
function isoDate(text: string): Date | undefined {
  if (calendarDay(...(text.slice(0, 10).split('-').map(Number) as [number, number, number])) === undefined)
    return undefined;
  const withZone = /\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/u.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const date = new Date(withZone);
  return Number.isNaN(date.getTime()) ? new Date(text.slice(0, 10)) : date;
}

function numeric(first: string, second: string, year: string, order: Order): Date | undefined {
  const [day, month] = order === 'day first' ? [first, second] : [second, first];
  return calendarDay(year.length === 2 ? 2000 + Number(year) : Number(year), Number(month), Number(day));
}

/** "Fri Aug 19 00:00:00 2016", "Jan 2nd 2024, 03:04", "2 January 2024". */
function worded(text: string): Date | undefined {
  const [, month] = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/iu.exec(text) ?? [];
  const [, year] = /\b(\d{4})\b/u.exec(text) ?? [];
  const [, day] =
    /\b(\d{1,2})(?:st|nd|rd|th)?\b(?!:)/iu.exec(text.replace(/\d{1,2}:\d\d(?::\d\d)?/gu, '')) ?? [];
  if (month === undefined || year === undefined || day === undefined) return undefined;
  return calendarDay(Number(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day));
}

/** @returns undefined for the 31st of February */
function calendarDay(year: number, month: number, day: number): Date | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}

function isPast(date: Date | undefined, latest: number): boolean {
  return date !== undefined && date.getTime() >= EARLIEST && date.getTime() <= latest;
}
