import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose from 'mongoose';
import { oneLine, SetupError } from '../process/setup-error.js';

const { EJSON } = mongoose.mongo.BSON;

/** Grows when an older program could not read the file. */
const FORMAT = 1;
const KIND = 'movie-recommender backup';

/** One stored document, and where it belongs. */
export interface BackedUp {
  /** `<service>.<collection>` */
  collection: string;
  document: mongoose.mongo.Document;
}

/** The first line. */
export interface BackupHead {
  kind: typeof KIND;
  format: number;
  /** Of the program that wrote it. */
  version: string;
  madeAt: string;
}

/** The last line; a file without it is cut off. */
export interface BackupEnd {
  /** Documents by collection. */
  counts: Record<string, number>;
  /** Of all lines before this one, line feeds included. */
  sha256: string;
}

/**
 * Writes a backup: gzip around lines, the head, one line a document as `["<collection>",<canonical EJSON>]`, the end.
 * Holds one document at a time. The file appears when it is complete, readable for its owner alone.
 */
export async function writeBackup(
  file: string,
  version: string,
  documents: AsyncIterable<BackedUp>,
): Promise<BackupEnd> {
  const partial = `${file}.partial`;
  const end: BackupEnd = { counts: {}, sha256: '' };
  const hash = createHash('sha256');
  async function* lines(): AsyncGenerator<string> {
    const hashed = (value: string) => (hash.update(value), value);
    const head: BackupHead = { kind: KIND, format: FORMAT, version, madeAt: new Date().toISOString() };
    yield hashed(`${JSON.stringify(head)}\n`);
    for await (const { collection, document } of documents) {
      end.counts[collection] = (end.counts[collection] ?? 0) + 1;
      yield hashed(`[${JSON.stringify(collection)},${EJSON.stringify(document, { relaxed: false })}]\n`);
    }
    end.sha256 = hash.digest('hex');
    yield `${JSON.stringify(end)}\n`;
  }
  try {
    await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return end;
}

/**
 * Reads a whole backup and believes nothing before its end.
 *
 * @throws SetupError when it is none, damaged, cut off, or of a newer program
 */
export async function checkBackup(file: string): Promise<{ head: BackupHead; end: BackupEnd }> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let head: BackupHead | undefined;
  let end: BackupEnd | undefined;
  for await (const line of linesOf(file)) {
    if (end) throw damaged(file, 'it goes on after its end');
    if (!head) head = headIn(line, file);
    else if (line.startsWith('{')) {
      end = JSON.parse(line) as BackupEnd;
      continue;
    } else {
      const collection = line.slice(2, line.indexOf('",'));
      counts[collection] = (counts[collection] ?? 0) + 1;
    }
    hash.update(`${line}\n`);
  }
  if (!head || !end) throw damaged(file, 'its end is missing');
  const sound = end.sha256 === hash.digest('hex') && sameCounts(end.counts, counts);
  if (!sound) throw damaged(file, 'its checksum is another');
  return { head, end };
}

/** The documents of a backup that was checked. */
export async function* readBackup(file: string): AsyncGenerator<BackedUp> {
  for await (const line of linesOf(file)) {
    if (!line.startsWith('[')) continue;
    const [collection, document] = EJSON.parse(line, { relaxed: false }) as [string, mongoose.mongo.Document];
    yield { collection, document };
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unzipped = createGunzip();
  const reading = pipeline(createReadStream(file), unzipped);
  // Awaited below; until then a failure must not count as unhandled.
  reading.catch(() => undefined);
  try {
    yield* createInterface({ input: unzipped, crlfDelay: Infinity });
    await reading;
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new SetupError(`${file}: no such file`);
    throw damaged(file, oneLine(error));
  }
}

function headIn(line: string, file: string): BackupHead {
  let head: Partial<BackupHead> | undefined;
  try {
    head = JSON.parse(line) as Partial<BackupHead>;
  } catch {
    // No JSON: not ours.
  }
  if (head?.kind !== KIND) throw new SetupError(`${file} is no backup of this program`);
  if (Number(head.format) > FORMAT)
    throw new SetupError(
      `${file} was made by version ${head.version}, which is newer: update this program first`,
    );
  return head as BackupHead;
}

function sameCounts(a: Record<string, number>, b: Record<string, number>): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => a[name] === b[name]);
}

function damaged(file: string, why: string): SetupError {
  return new SetupError(`${file} is damaged (${why}): nothing was restored from it`);
}
