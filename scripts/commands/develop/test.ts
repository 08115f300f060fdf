import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack } from '../../../test/support/stack/start-test-stack.js';
import { STACK_VARIABLE } from '../../../test/support/stack/test-stack.js';
import { onInterruption } from '../../process/interruption.js';
import { listTests, runJest, type TestCounts } from '../../process/jest-run.js';
import { Progress } from '#platform/process/progress.js';
import { SetupError } from '../../process/setup-error.js';

/** Unit tests share nothing and run side by side; the others share the stores and, on small machines, the time. */
const GROUPS = [
  { projects: ['unit'], args: [], needsStores: false },
  { projects: ['integration', 'e2e', 'web'], args: ['--runInBand'], needsStores: true },
];

/** Takes `--selectProjects a b` (or `=a`) out of the arguments: jest gets the projects group by group. */
function splitArguments(given: string[]): { projects?: string[]; args: string[] } {
  const start = given.findIndex((arg) => arg === '--selectProjects' || arg.startsWith('--selectProjects='));
  if (start < 0) return { args: given };
  const known = GROUPS.flatMap(({ projects }) => projects);
  const attached = given[start].split('=').slice(1);
  const after = given.slice(start + 1);
  const end = after.findIndex((arg) => !known.includes(arg));
  const names = after.slice(0, end < 0 ? after.length : end);
  return {
    projects: [...attached, ...names],
    args: [...given.slice(0, start), ...after.slice(names.length)],
  };
}

async function run(signal: AbortSignal, given: string[]): Promise<TestCounts> {
  const progress = new Progress();
  const { projects: chosen, args } = splitArguments(given);
  // Also what tests make for themselves goes in here, so that nothing is left of tests that were interrupted.
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-'));
  process.env.TMPDIR = folder;
  const total: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const group of GROUPS) {
      const projects = group.projects.filter((project) => chosen?.includes(project) ?? true);
      const suites = projects.length > 0 ? await listTests(projects, args) : [];
      if (suites.length === 0) continue;
      signal.throwIfAborted();
      const stack = group.needsStores ? await startTestStack(progress, { suites, signal }) : undefined;
      try {
        const env = {
          ...process.env,
          NODE_ENV: 'test',
          ...stack?.env,
          ...(stack ? { [STACK_VARIABLE]: stack.kind } : {}),
        };
        const resultFile = join(folder, `${projects.join('-')}.json`);
        const inBand = args.some((arg) => /^(-w|--maxWorkers)/.test(arg)) ? [] : group.args;
        const counts = await runJest({ projects, args: [...inBand, ...args], env, signal }, resultFile);
        for (const kind of ['passed', 'failed', 'skipped'] as const) total[kind] += counts[kind];
      } finally {
        await stack?.stop();
      }
      signal.throwIfAborted();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  return total;
}

const interrupted = new AbortController();
let exitCode = 0;
onInterruption((code) => {
  exitCode = code;
  interrupted.abort();
});
try {
  const { passed, failed, skipped } = await run(interrupted.signal, process.argv.slice(2));
  if (passed + failed === 0) {
    console.error(
      `✗ no test ran: ${skipped > 0 ? 'all were skipped' : 'is the pattern or the project misspelt?'}`,
    );
  }
  if (failed > 0 || passed === 0) exitCode = 1;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
} catch (error) {
  if (interrupted.signal.aborted) console.error('Interrupted; everything is stopped and deleted.');
  else {
    console.error(
      `✗ ${error instanceof SetupError ? error.message : ((error as Error).stack ?? String(error))}`,
    );
    exitCode = 1;
  }
}
process.exit(exitCode);
