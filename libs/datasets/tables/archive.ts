import { buffer } from 'node:stream/consumers';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { DatasetError } from '../records/dataset.error.js';
import { workbookKind } from './file-kind.js';

/** An export has a dozen files and a few megabytes; whoever sends more wants to fill the memory. */
export const ARCHIVE_LIMITS = {
  entries: 2000,
  /** Of one unpacked file, and of all that are read. */
  bytes: 64 * 1024 * 1024,
  /** Text packs to a tenth or a twentieth. Files below a megabyte may be as dense as they like. */
  ratio: 100,
};
const DENSE_BYTES = 1024 * 1024;

export interface ArchivedFile {
  /** With its folders. */
  name: string;
  bytes: Buffer;
}

/**
 * The files of a ZIP archive that somebody wants, one after the other; the others are not unpacked.
 *
 * @param isWanted  by name
 * @throws DatasetError when it is a workbook, damaged, encrypted, or holds more than the limits allow
 */
export async function* archivedFiles(
  archive: Buffer,
  isWanted: (name: string) => boolean,
  limits = ARCHIVE_LIMITS,
): AsyncGenerator<ArchivedFile> {
  const zip = await refusing(() => yauzl.fromBufferPromise(archive, { validateEntrySizes: true }));
  try {
    const wanted = await refusing(() => wantedEntries(zip, isWanted, limits));
    for (const entry of wanted) {
      const bytes = await refusing(async () => buffer(await zip.openReadStreamPromise(entry)));
      yield { name: entry.fileName, bytes };
    }
  } finally {
    zip.close();
  }
}

async function wantedEntries(
  zip: ZipFile,
  isWanted: (name: string) => boolean,
  limits: typeof ARCHIVE_LIMITS,
): Promise<Entry[]> {
  const wanted: Entry[] = [];
  let [entries, bytes] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    if (++entries > limits.entries) throw new DatasetError(`it holds more than ${limits.entries} files`);
    const workbook = workbookKind(fileName);
    if (workbook !== undefined) throw new DatasetError(`the file is ${workbook}`);
    if (fileName.endsWith('/') || !isWanted(fileName)) continue;
    // What a file says of its size is held against it while it is unpacked.
    bytes += uncompressedSize;
    if (bytes > limits.bytes) throw new DatasetError('it is too large when it is unpacked');
    if (uncompressedSize > Math.max(DENSE_BYTES, compressedSize * limits.ratio))
      throw new DatasetError('a file in it is packed more densely than text can be');
    wanted.push(entry);
  }
  return wanted;
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatasetError && error.message.startsWith('the file is')) throw error;
    throw new DatasetError(`the archive could not be unpacked: ${(error as Error).message.slice(0, 200)}`);
  }
}
