import { readCsvFile } from '#datasets/csv/csv-table.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { emptySummary } from '#datasets/records/read-summary.js';
import { checkStars } from '#ranking/data/interactions.js';

/** One row of a ratings file, checked. */
export interface RatedItem {
  user: string;
  item: string;
  /** 0.5–5. */
  rating: number;
  /** Seconds since 1970. */
  timestamp: number;
}

const columns = { required: ['user', 'item', 'rating', 'timestamp'] } as const;

/**
 * The rows of a CSV file `user,item,rating,timestamp`, in the file's order. Nothing is passed over: a row that cannot be
 * understood is an error.
 *
 * @throws DatasetError naming file, row and column
 */
export async function* readRatingsFile(path: string): AsyncGenerator<RatedItem> {
  const summary = emptySummary(path);
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    refuseBroken(path, summary.broken[0]);
    const wrong = (column: string, what: string) =>
      new DatasetError(`${path} row ${row}: column "${column}" ${what}`);
    for (const column of ['user', 'item'] as const)
      if (values[column].trim() === '') throw wrong(column, 'is empty');
    const number = (column: 'rating' | 'timestamp'): number => {
      const text = values[column].trim();
      const value = text === '' ? NaN : Number(text);
      if (!Number.isFinite(value)) throw wrong(column, `holds "${text.slice(0, 40)}", which is no number`);
      return value;
    };
    const rating = number('rating');
    try {
      checkStars(rating, () => `${path} row ${row}`);
    } catch (error) {
      throw new DatasetError((error as Error).message);
    }
    yield { user: values.user.trim(), item: values.item.trim(), rating, timestamp: number('timestamp') };
  }
  refuseBroken(path, summary.broken[0]);
}

export function refuseBroken(path: string, broken?: { row: number; why: string }): void {
  if (broken) throw new DatasetError(`${path} row ${broken.row}: ${broken.why}`);
}
