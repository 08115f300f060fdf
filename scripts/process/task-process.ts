import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { stepSessionBack } from '#platform/process/step-back.js';
import { diesWithUs, steppingBack } from './managed-process.js';
import { SetupError } from './setup-error.js';

export interface Task {
  title: string;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Where its output goes; to the terminal when not given. */
  logFile?: string;
  /** Told each line of its output, of tasks that run side by side; instead of a log file. */
  onLine?: (line: string) => void;
  /** Whether it lets everything else on the machine go first. */
  inBackground?: boolean;
  signal: AbortSignal;
}

/** Runs a program to its end. @throws SetupError when it fails or is aborted */
export async function runTask(task: Task): Promise<void> {
  const { title, file, args, env, cwd, logFile, signal } = task;
  signal.throwIfAborted();
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const output = logFile ? openSync(logFile, 'a', 0o600) : task.onLine ? 'pipe' : 'inherit';
  const nice = task.inBackground ? 10 : 0;
  const [program, ...rest] = [...diesWithUs('SIGTERM'), ...steppingBack(nice), file, ...args];
  const child = spawn(program, rest, { env, cwd, detached: nice > 0, stdio: ['ignore', output, output] });
  if (child.pid && nice > 0) stepSessionBack(child.pid, nice);
  if (typeof output === 'number') closeSync(output);
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', task.onLine!);
  const stop = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    const how = await new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, ended) => resolve(code === 0 ? undefined : (ended ?? `exit code ${code}`)));
    });
    if (how) throw new SetupError(`${title} failed: ${how}, ${logFile ? `see ${logFile}` : 'see above'}`);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
