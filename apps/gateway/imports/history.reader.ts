import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '#contracts/protocol/app.error.js';
import { withinTime } from '#platform/process/time-limit.js';
import type { HistoryOptions, HistorySummary, ImportedRating } from '#datasets/history/ratings-import.js';
import type { HistoryMessage } from './history.worker.js';

/** A file as a form's parser hands it on; `limit` is emitted when it is longer than the parser takes. */
export type Upload = Readable;

/** JSON and archives are read as a whole. */
const LIMITS = { seconds: 30, megabytes: 256 };

export interface ReadHistory {
  rows: ImportedRating[];
  summary: HistorySummary;
}

/**
 * The rows of an uploaded history. A thread of its own reads them while they arrive, within limits of time and memory, so
 * that no file, whatever it holds, keeps others waiting. After a refusal the rest of the upload is not read.
 *
 * @param options  how it is to be read
 * @param limits   seconds until the last row is read, megabytes of heap the thread may have
 * @throws AppError `unreadable_file` that says what is wrong with the file, `payload_too_large` when it is too long
 */
export async function readHistory(
  upload: Upload,
  options: HistoryOptions = {},
  limits = LIMITS,
): Promise<ReadHistory> {
  const worker = startWorker(options, limits.megabytes);
  const end = new AbortController();
  const tooLong = new Promise<never>((_, reject) => {
    upload.once('limit', () => reject(new AppError('payload_too_large', 'The file is too large.')));
  });
  const arrival = pipeline(upload, worker.stdin!, { signal: end.signal }).then(
    () => new Promise<never>(() => {}),
    (error: Error) => {
      throw unreadable(`The file did not arrive whole: ${error.message}`, error);
    },
  );
  try {
    return await withinTime(Promise.race([rowsOf(worker), tooLong, arrival]), limits.seconds * 1000, () =>
      unreadable(`The file could not be read within ${limits.seconds} seconds.`),
    );
  } finally {
    // The other promises of the race may still be refused, and nobody waits for them any more.
    for (const other of [tooLong, arrival]) other.catch(() => {});
    end.abort();
    await worker.terminate();
  }
}

function startWorker(options: HistoryOptions, megabytes: number): Worker {
  // Tests run the TypeScript source itself, which Node reads without a build step.
  const file = import.meta.url.endsWith('.ts') ? './history.worker.ts' : './history.worker.js';
  return new Worker(new URL(file, import.meta.url), {
    stdin: true,
    // Plain data: what a form said may be an object of a class.
    workerData: JSON.parse(JSON.stringify(options)) as HistoryOptions,
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 16 },
  });
}

function rowsOf(worker: Worker): Promise<ReadHistory> {
  return new Promise((resolve, reject) => {
    const rows: ImportedRating[] = [];
    worker.on('message', (message: HistoryMessage) => {
      if ('rows' in message) rows.push(...message.rows);
      else if ('refused' in message) reject(unreadable(message.refused));
      else resolve({ rows, summary: message.done });
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? unreadable('The file takes too much memory to read.', error)
          : error,
      ),
    );
    worker.on('exit', () => reject(new Error('the thread that reads a history ended')));
  });
}

function unreadable(message: string, cause?: Error): AppError {
  return new AppError('unreadable_file', message, [{ path: 'file', message }], { cause });
}
