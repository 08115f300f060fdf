import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { DatasetError } from '../records/dataset.error.js';

/** Far above any data set: MovieLens's largest has 1 GB in a dozen files. */
const zipLimits = { files: 1000, bytes: 16 * 1024 ** 3 };

/**
 * Unpacks a zip file into a folder. Names that would lead out of the folder are refused.
 *
 * @param limits  files, and bytes of all of them unpacked
 * @throws DatasetError naming the archive when it is no zip file, damaged, or holds more than the limits allow
 */
export async function unpackZip(archive: string, folder: string, limits = zipLimits): Promise<void> {
  try {
    const zip = await yauzl.openPromise(archive);
    try {
      await unpackEntries(zip, folder, limits);
    } finally {
      zip.close();
    }
  } catch (error) {
    throw new DatasetError(`${archive}: could not be unpacked (${(error as Error).message})`);
  }
}

async function unpackEntries(zip: ZipFile, folder: string, limits: typeof zipLimits): Promise<void> {
  let [files, bytes] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    if (++files > limits.files) throw new Error(`it holds more than ${limits.files} files`);
    // What a file says of its size is held against it while it is unpacked.
    bytes += entry.uncompressedSize;
    if (bytes > limits.bytes) throw new Error(`${entry.fileName}: with it more than ${limits.bytes} bytes`);
    await unpackEntry(zip, entry, folder);
  }
}

async function unpackEntry(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, entry.fileName);
  if (!resolve(path).startsWith(resolve(folder) + sep))
    throw new Error(`${entry.fileName} leads out of its folder`);
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
  } else {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
  }
}
