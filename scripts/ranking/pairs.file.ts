import { readCsvFile } from '#datasets/csv/csv-table.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { emptySummary } from '#datasets/records/read-summary.js';
import { refuseBroken } from './ratings.file.js';

/** Whose stars for which item are asked for. */
export interface Pair {
  user: string;
  item: string;
}

/**
 * The rows of a CSV file with the columns `user` and `item`, in the file's order; other columns are passed over.
 *
 * @throws DatasetError naming file, row and column
 */
export async function readPairsFile(path: string): Promise<Pair[]> {
  const summary = emptySummary(path);
  const pairs: Pair[] = [];
  for await (const { row, values } of readCsvFile(path, { required: ['user', 'item'] }, summary)) {
    refuseBroken(path, summary.broken[0]);
    const [user, item] = [values.user.trim(), values.item.trim()];
    if (user === '' || item === '')
      throw new DatasetError(`${path} row ${row}: column "${user === '' ? 'user' : 'item'}" is empty`);
    pairs.push({ user, item });
  }
  refuseBroken(path, summary.broken[0]);
  return pairs;
}
