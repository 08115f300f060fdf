/** The thread of {@link readHistory}: a file comes in as stdin, its rows go out in chunks. It imports no source of this app. */
import { parentPort } from 'node:worker_threads';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { type ImportedRating, readRatingsImport } from '#datasets/history/ratings-import.js';
import { DatasetError } from '#datasets/records/dataset.error.js';

/** What the thread says: rows as they are read, and at the end that it is done or why the file is refused. */
export type HistoryMessage = { rows: ImportedRating[] } | { done: true } | { refused: string };

const say = (message: HistoryMessage): void => parentPort?.postMessage(message);

try {
  let rows: ImportedRating[] = [];
  for await (const row of readRatingsImport(process.stdin)) {
    rows.push(row);
    if (rows.length < RATINGS_PER_CHUNK) continue;
    say({ rows });
    rows = [];
  }
  say({ rows });
  say({ done: true });
} catch (error) {
  if (!(error instanceof DatasetError)) throw error;
  say({ refused: error.message });
}
