import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/**
 * The addresses of the stores that `npm start` runs, as it writes them to `.local/runtime.env` while they are up:
 * so a command typed in a second terminal finds them. One KEY=VALUE a line, # for remarks.
 *
 * @returns nothing when the local runtime is not running
 */
export function readRuntimeFile(path = runtimeFile()): Record<string, string> {
  if (!existsSync(path)) return {};
  const lines = readFileSync(path, 'utf8').split('\n');
  return Object.fromEntries(lines.flatMap((line) => (/^\s*#/.test(line) ? [] : keyAndValue(line))));
}

function keyAndValue(line: string): [string, string][] {
  const [, key, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trimEnd()) ?? [];
  return key === undefined ? [] : [[key, value]];
}

function runtimeFile(): string {
  return join(localFolder(), 'runtime.env');
}

/** What this machine keeps for the product: `.local/` next to its package.json. */
export function localFolder(): string {
  return join(projectRoot(), '.local');
}
