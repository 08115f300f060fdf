import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { endOrphan } from '../process/managed-process.js';
import { livingRecord } from '../process/process-record.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';

/**
 * Ends the stores and services that a killed `npm start` of this clone could not stop itself.
 *
 * @returns how many there were
 */
export async function endOrphans({ run, startRecord }: RuntimeFolder): Promise<number> {
  const records = namesIn(run)
    .map((name) => join(run, name))
    .filter((file) => file !== startRecord && livingRecord(file) !== undefined);
  await Promise.all(records.map((file) => endOrphan(file)));
  return records.length;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
