import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#platform/config/project-root.js';
import { diesWithUs } from '../process/managed-process.js';

/** How the compiler ends its report on one build, whether the first or one after a change. */
const BUILD_ENDED = /Found (\d+) errors?\. Watching for file changes/;
const PROBLEM = /: error TS\d+: |^error TS\d+: /;
const MAX_PROBLEMS = 10;

export interface CompilerEvents {
  /** Everything compiled, and dist/ is up to date. */
  built(): void;
  /** Lines to show, at most eleven: what does not compile. */
  failed(problems: string[]): void;
  /** The compiler ended though nobody asked it to. */
  died(how: string): void;
}

/** Runs `tsc --watch` on the services, scripts and tests. @returns how to stop it */
export function watchSources(events: CompilerEvents): () => Promise<void> {
  const root = projectRoot();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const [program, ...args] = [
    ...diesWithUs('SIGTERM'),
    ...[
      process.execPath,
      tsc,
      '-p',
      'tsconfig.json',
      '--watch',
      '--preserveWatchOutput',
      '--pretty',
      'false',
    ],
  ];
  // In a process group of its own, so that a terminal's Ctrl-C reaches us and not it.
  const child = spawn(program, args, { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let problems: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ended = BUILD_ENDED.exec(line);
    if (PROBLEM.test(line)) problems.push(line);
    if (!ended) return;
    if (ended[1] === '0') events.built();
    else events.failed(shortened(problems));
    problems = [];
  });
  child.stderr.resume();
  const ending = once(child, 'exit').then(
    ([code, signal]) => `${signal ?? `exit code ${code}`}`,
    (error: Error) => error.message,
  );
  let stopped = false;
  void ending.then((how) => stopped || events.died(how));
  return async () => {
    stopped = true;
    child.kill('SIGTERM');
    await ending;
  };
}

function shortened(problems: string[]): string[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  return [...problems.slice(0, MAX_PROBLEMS), `… and ${problems.length - MAX_PROBLEMS} more`];
}
