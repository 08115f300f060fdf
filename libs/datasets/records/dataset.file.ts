import { readFile, stat } from 'node:fs/promises';
import { DatasetError } from './dataset.error.js';

/**
 * A whole file of a data set.
 *
 * @param longest  bytes
 * @throws DatasetError naming the file when it is missing, longer, or cannot be read
 */
export async function readDatasetFile(path: string, longest: number): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > longest) throw new DatasetError(`${path}: has ${size} bytes, at most ${longest} are read`);
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof DatasetError) throw error;
    throw new DatasetError(code === 'ENOENT' ? `${path}: no such file` : `${path}: ${message}`);
  }
}
