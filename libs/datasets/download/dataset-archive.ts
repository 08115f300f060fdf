import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatasetError } from '../records/dataset.error.js';
import { unpackZip } from './zip-archive.js';

/** Where a data set's archive comes from and goes to. */
export interface ArchiveSource {
  /** Name of the data set, of its archive without ".zip", and of the folder inside the archive. */
  name: string;
  /** The archive is at `<from>/<name>.zip`, its md5 at `<from>/<name>.zip.md5` when there is one. */
  from: string;
  /** The folder `<into>/<name>` is made. */
  into: string;
}

/** In bytes. */
const longestArchive = 8 * 1024 ** 3;

export type DownloadProgress = (bytes: { done: number; total?: number }) => void;

/**
 * Downloads and unpacks a data set. A download that broke off is taken up where it ended; the folder appears by one
 * rename when the archive is complete and its checksum right.
 *
 * @returns the folder, and whether a checksum was there to compare with
 * @throws DatasetError in one line: no network, no such archive, a wrong checksum, a damaged archive
 */
export async function downloadArchive(
  source: ArchiveSource,
  onProgress: DownloadProgress = () => {},
): Promise<{ folder: string; checked: boolean }> {
  const { name, into } = source;
  const url = `${source.from.replace(/\/+$/u, '')}/${name}.zip`;
  await mkdir(into, { recursive: true });
  const archive = join(into, `${name}.zip`);
  await fetchResumably(url, `${archive}.partial`, onProgress);
  const checked = await compareMd5(url, `${archive}.partial`);
  await rename(`${archive}.partial`, archive);
  const folder = await unpack(archive, name, into);
  await rm(archive);
  return { folder, checked };
}

async function fetchResumably(url: string, partial: string, onProgress: DownloadProgress): Promise<void> {
  const have = (await stat(partial).catch(() => undefined))?.size ?? 0;
  const response = await request(url, have > 0 ? { range: `bytes=${have}-` } : {});
  // 416 after a broken-off run: everything was there already, or the archive has changed and the checksum will tell.
  if (response.status === 416 && sizeInRange(response) === have) return;
  if (response.status === 416 && have > 0) {
    await rm(partial);
    return fetchResumably(url, partial, onProgress);
  }
  if (!response.ok || response.body === null)
    throw new DatasetError(`${url}: the server answered ${response.status}`);
  const resumed = response.status === 206;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  let done = resumed ? have : 0;
  const total = Number.isFinite(length) ? done + length : undefined;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      done += chunk.length;
      onProgress({ done, total });
      if (done > longestArchive)
        next(new DatasetError(`${url}: more than ${longestArchive} bytes, longer than any data set`));
      else next(null, chunk);
    },
  });
  await pipeline(
    Readable.fromWeb(response.body),
    count,
    createWriteStream(partial, { flags: resumed ? 'a' : 'w' }),
  ).catch((error: Error) => {
    if (error instanceof DatasetError) throw error;
    throw new DatasetError(`${url}: broke off after ${done} bytes (${error.message}); run it again to go on`);
  });
}

function sizeInRange(response: Response): number | undefined {
  const [, size] = /\/(\d+)$/u.exec(response.headers.get('content-range') ?? '') ?? [];
  return size === undefined ? undefined : Number(size);
}

async function request(url: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers });
  } catch (error) {
    // fetch says only "fetch failed"; what failed is its cause.
    const { cause } = error as { cause?: { code?: string; message?: string } };
    const why = cause?.message || cause?.code || String(error);
    throw new DatasetError(`${url}: cannot be reached (${why})`);
  }
}

/** As much of an answer as arrives at once, which is all of a checksum; what is longer is none. */
async function firstPiece(response: Response): Promise<string> {
  for await (const piece of response.body ?? []) return Buffer.from(piece as Uint8Array).toString('utf8');
  return '';
}

/** @returns false when the server has no checksum for the archive */
async function compareMd5(url: string, archive: string): Promise<boolean> {
  const response = await request(`${url}.md5`, {});
  if (!response.ok) return false;
  const [expected] = /[\da-f]{32}/iu.exec(await firstPiece(response)) ?? [];
  if (expected === undefined) return false;
  const hash = createHash('md5');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== expected.toLowerCase()) {
    await rm(archive);
    throw new DatasetError(`${url}: the download is damaged (md5 ${found}, not ${expected}); run it again`);
  }
  return true;
}

async function unpack(archive: string, name: string, into: string): Promise<string> {
  const folder = join(into, name);
  const partial = `${folder}.unpacking`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await unpackZip(archive, partial);
  const inside = await readdir(partial);
  const content = inside.length === 1 ? join(partial, inside[0]) : partial;
  await rm(folder, { recursive: true, force: true });
  await rename(content, folder);
  await rm(partial, { recursive: true, force: true });
  return folder;
}
