import { readCsvFile } from '#datasets/csv/csv-table.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { genreNames } from '#datasets/records/genre-names.js';
import { emptySummary } from '#datasets/records/read-summary.js';
import { splitTitleAndYear } from '#datasets/matching/title-key.js';
import type { Item } from '#ranking/data/item.js';
import { refuseBroken } from './ratings.file.js';

/** An item by the name it is looked up by. */
export interface NamedItem extends Item {
  title: string;
}

const columns = { required: ['item', 'title', 'year', 'genres'] } as const;

/**
 * The items of a CSV file `item,title,year,genres`, genres separated by "|". Where the year is not a number ("NA", empty),
 * "(1995)" at the end of the title counts; of several rows for one item the last.
 *
 * @throws DatasetError naming file, row and column
 */
export async function readItemsFile(path: string): Promise<NamedItem[]> {
  const summary = emptySummary(path);
  const items = new Map<string, NamedItem>();
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    const id = values.item.trim();
    if (id === '') throw new DatasetError(`${path} row ${row}: column "item" is empty`);
    const { title, year } = splitTitleAndYear(values.title);
    items.set(id, {
      id,
      title,
      year: yearIn(values.year) ?? year,
      genres: genreNames(values.genres.split('|')),
    });
  }
  refuseBroken(path, summary.broken[0]);
  return [...items.values()];
}

function yearIn(text: string): number | undefined {
  return /^\s*\d{4}(?:\.0)?\s*$/u.test(text) ? Number(text) : undefined;
}
