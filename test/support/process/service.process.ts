import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { projectRoot } from '#platform/config/project-root.js';
import { diesWithUs } from '../../../scripts/process/managed-process.js';
import { entryOf, MALLOC, nodeFlags, type Service } from '../../../scripts/runtime/services.js';

/**
 * Starts a service's built program with next to nothing of our environment; it ends with us, however we end.
 *
 * @param root  of this or another checkout
 */
export function startServiceProcess(
  service: Service,
  args: string[],
  env: NodeJS.ProcessEnv,
  root = projectRoot(),
): ChildProcessByStdio<null, Readable, Readable> {
  const program = [process.execPath, ...nodeFlags(service), entryOf(service, root), ...args];
  const [file, ...rest] = [...diesWithUs('SIGKILL'), ...program];
  return spawn(file, rest, {
    cwd: root,
    env: { PATH: process.env.PATH, STEP_BACK: process.env.STEP_BACK, ...MALLOC, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
