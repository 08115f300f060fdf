import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { diesWithUs } from '../../../scripts/process/managed-process.js';
import { MALLOC, nodeFlags, type Service } from '../../../scripts/runtime/services.js';

/** Where V8 keeps what it has compiled: a run starts more than a hundred services. */
const COMPILED = join(projectRoot(), 'node_modules', '.cache', 'compiled');

/**
 * Starts a service's built program with nothing of our environment; it ends with us, however we end.
 *
 * @param root  of this or another checkout
 */
export function startServiceProcess(
  service: Service,
  args: string[],
  env: NodeJS.ProcessEnv,
  root = projectRoot(),
): ChildProcessByStdio<null, Readable, Readable> {
  const main = join(root, 'dist', 'apps', service, 'main.js');
  const [file, ...rest] = [...diesWithUs('SIGKILL'), process.execPath, ...nodeFlags(service), main, ...args];
  return spawn(file, rest, {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...MALLOC, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
