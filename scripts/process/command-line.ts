import { spawn } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdirSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';

export interface CommandResult {
  code: number;
  output: string;
}

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** All output is also appended here. */
  logFile?: string;
  /** Gets what the command writes to its file descriptor 3. */
  onStatus?: (text: string) => void;
  timeoutMs?: number;
  /** Aborted, it ends the command. */
  signal?: AbortSignal;
}

/** Runs a command to its end without a terminal; its exit code is a result, not an error. */
export function runCommand(
  file: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  if (options.logFile) mkdirSync(dirname(options.logFile), { recursive: true });
  return new Promise((resolve) => {
    const chunks: string[] = [];
    const child = spawn(file, args, {
      env: options.env,
      cwd: options.cwd,
      timeout: options.timeoutMs,
      signal: options.signal,
      stdio: ['ignore', 'pipe', 'pipe', options.onStatus ? 'pipe' : 'ignore'],
    });
    const collect = (chunk: Buffer): void => {
      chunks.push(chunk.toString());
      if (options.logFile) appendFileSync(options.logFile, chunk);
    };
    child.stdout!.on('data', collect);
    child.stderr!.on('data', collect);
    (child.stdio[3] as Readable | null)?.on('data', (chunk: Buffer) => options.onStatus?.(chunk.toString()));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
  });
}

/** Where system programs live even when a user's PATH leaves the `sbin` folders out. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * @param name  a program's name, or its full path
 * @returns the full path of an installed program, or undefined
 */
export function findProgram(name: string): string | undefined {
  const folders = isAbsolute(name)
    ? ['/']
    : [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
