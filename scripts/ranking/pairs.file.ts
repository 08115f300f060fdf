import { readCsvFile } from '#datasets/csv/csv-table.js';
import { DatasetError } from '#datasets/records/dataset.error.js';
import { emptySummary } from '#datasets/records/read-summary.js';
import { refuseBroken } from './ratings.file.js';

/** Whose stars for which item are asked for. */
export interface Pair {
  user: string;
  item: string;
  /** When they are given, seconds since 1970, where that is known. */
  time?: number;
}

/**
 * The rows of a CSV file with the columns `user` and `item`, and maybe `timestamp`, in the file's order; other columns are passed over.
 *
 * @throws DatasetError naming file, row and column
 */
export async function readPairsFile(path: string): Promise<Pair[]> {
  const summary = emptySummary(path);
  const pairs: Pair[] = [];
  const columns = { required: ['user', 'item'], optional: ['timestamp'] } as const;
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    refuseBroken(path, summary.broken[0]);
    const [user, item] = [values.user.trim(), values.item.trim()];
    if (user === '' || item === '')
      throw new DatasetError(`${path} row ${row}: column "${user === '' ? 'user' : 'item'}" is empty`);
    const text = values.timestamp?.trim() ?? '';
    if (text !== '' && !Number.isFinite(Number(text)))
      throw new DatasetError(
        `${path} row ${row}: column "timestamp" holds "${text.slice(0, 40)}", which is no number`,
      );
    pairs.push({ user, item, ...(text !== '' && { time: Number(text) }) });
  }
  refuseBroken(path, summary.broken[0]);
  return pairs;
}
