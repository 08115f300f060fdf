import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A string that names a compiled file of ours: in an import, or where a worker is started. */
const NAMED_FILE = /["'](\.{1,2}\/|#)([^"'\n]+\.js)["']/g;

/**
 * Hashes a program's compiled code: its entry and every file of ours that it loads, however indirectly.
 * Two equal hashes mean that a restart would run the same code.
 *
 * @param dist   the compiler's output folder
 * @param entry  the program's first file
 */
export function codeHash(dist: string, entry: string): string {
  const hash = createHash('sha256');
  const seen = new Set([entry]);
  // The set grows while it is walked; a file that loads itself in a circle is in it only once.
  for (const file of seen) {
    const code = contentOf(file);
    hash.update(`${file}\n${code ?? 'missing'}\n`);
    for (const [, start, rest] of (code ?? '').matchAll(NAMED_FILE))
      seen.add(start === '#' ? join(dist, 'libs', rest) : join(dirname(file), start, rest));
  }
  return hash.digest('hex');
}

/** Nothing when the file is not there: the string named something else, or the compiler has yet to write it. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
