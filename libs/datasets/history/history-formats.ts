import type { HistoryFormat } from './history-format.js';
import { imdbFormats } from './imdb-formats.js';
import { letterboxdFormats } from './letterboxd-formats.js';
import { ownFormats } from './own-formats.js';
import { trackerFormats } from './tracker-formats.js';

/** Those with more columns first: a table is of the first kind whose columns it has. */
export const historyFormats: readonly HistoryFormat[] = [
  ...ownFormats,
  ...imdbFormats,
  ...letterboxdFormats,
  ...trackerFormats,
];

/** @param file  how it is called, with its folders in an archive */
export function formatOf(header: readonly string[], file: string): HistoryFormat | undefined {
  const names = new Set(header.map((name) => name.toLowerCase()));
  return historyFormats.find(
    ({ columns, files }) =>
      columns.every((column) => names.has(column.toLowerCase())) && (files?.test(file) ?? true),
  );
}

/** What is expected, for who brought something else. */
export function knownFormats(): string {
  const ratings = historyFormats.filter(({ holds }) => holds === 'ratings').slice(0, 6);
  const services = new Set(historyFormats.map(({ name }) => name));
  return `${ratings.map(({ name, columns }) => `${name} (${columns.join(', ')})`).join('; ')}; or what ${[...services].slice(3).join(', ')} export`;
}
