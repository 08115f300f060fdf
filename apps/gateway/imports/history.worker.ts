/** The thread of {@link readHistory}: a file comes in as stdin, its rows go out in chunks. It imports no source of this app. */
import { parentPort, workerData } from 'node:worker_threads';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import {
  type HistoryOptions,
  type HistorySummary,
  type ImportedRating,
  readRatingsImport,
} from '#datasets/history/ratings-import.js';
import { DatasetError } from '#datasets/records/dataset.error.js';

/** What the thread says: rows as they are read, and at the end that it is done or why the file is refused. */
export type HistoryMessage = { rows: ImportedRating[] } | { done: HistorySummary } | { refused: string };

const say = (message: HistoryMessage): void => parentPort?.postMessage(message);

try {
  let rows: ImportedRating[] = [];
  const reading = readRatingsImport(process.stdin, workerData as HistoryOptions);
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) rows.push(value);
    if (done || rows.length >= RATINGS_PER_CHUNK) {
      say({ rows });
      rows = [];
    }
    if (!done) continue;
    say({ done: value });
    break;
  }
} catch (error) {
  if (!(error instanceof DatasetError)) throw error;
  say({ refused: error.message });
}
