import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStack } from '../../../test/support/stack/start-test-stack.js';
import { STACK_VARIABLE } from '../../../test/support/stack/test-stack.js';
import {
  SHARED_SUITE,
  startSharedSystem,
  usesSharedSystem,
} from '../../../test/support/system/shared.system.js';
import { findChromium, installedChromium, usesChromium } from '../../../test/support/web/browser.js';
import { coverageByArea, coverageFolder, readCoverage } from '../../process/coverage.js';
import { runInterruptibly } from '../../process/interruption.js';
import { listTests, runJest, type TestReport } from '../../process/jest-run.js';
import { projectRoot } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';
import { SetupError } from '../../process/setup-error.js';
import { slowestTests } from '../../process/slowest-tests.js';

const CORES = availableParallelism();
const GROUPS = [
  // Also the last core, which jest leaves free by itself: of two, that is half of them.
  { projects: ['unit'], workers: CORES, needsStores: false },
  // These start processes of the system, and wait for them: one more than cores has something to do meanwhile.
  { projects: ['integration', 'e2e', 'web'], workers: Math.min(2, CORES) + 1, needsStores: true },
];
/** How many of the slowest files and tests are printed. */
const SLOWEST = 10;

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

interface Stack {
  /** Where suites find it. */
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts what suites stand on: the stores, a browser and the shared system when one of them uses these. */
async function startStack(progress: Progress, suites: string[], signal: AbortSignal): Promise<Stack> {
  const stores = await startTestStack(progress, { suites: [...suites, SHARED_SUITE], signal });
  const env = { ...stores.env, [STACK_VARIABLE]: stores.kind };
  try {
    if (suites.some(usesChromium) && !findChromium())
      await progress.step('Looking for Chromium', () => installedChromium());
    if (!suites.some(usesSharedSystem)) return { env, stop: () => stores.stop() };
    const shared = await progress.step('Starting the system that suites share', () =>
      startSharedSystem(stores.env, signal),
    );
    const stop = async (): Promise<void> => {
      await shared.stop();
      await stores.stop();
    };
    return { env: { ...env, ...shared.env }, stop };
  } catch (error) {
    await stores.stop();
    throw error;
  }
}

/** The groups of which something was chosen, with the files that run. */
async function chosenGroups(chosen: string[] | undefined, args: string[]) {
  const groups = [];
  for (const group of GROUPS) {
    const projects = group.projects.filter((project) => chosen?.includes(project) ?? true);
    const suites = projects.length > 0 ? await listTests(projects, args) : [];
    if (suites.length > 0) groups.push({ ...group, projects, suites });
  }
  return groups;
}

async function run(signal: AbortSignal, given: string[]): Promise<TestReport> {
  const progress = new Progress();
  const { projects: chosen, args } = splitArguments(given);
  // Also what tests make for themselves goes in here, so that nothing is left of tests that were interrupted.
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-'));
  process.env.TMPDIR = folder;
  // Suites wait for services as much as for anything else that they start.
  process.env.STEP_BACK = 'off';
  const total: TestReport = { passed: 0, failed: 0, skipped: 0, times: [] };
  let stack: Promise<Stack> | undefined;
  try {
    const groups = await chosenGroups(chosen, args);
    const onStores = groups.find(({ needsStores }) => needsStores);
    // It starts while those run that need none, and a failure is the business of those that do.
    stack = onStores && startStack(progress, onStores.suites, signal);
    stack?.catch(() => undefined);
    for (const { projects, workers, needsStores } of groups) {
      const addresses = needsStores ? (await stack)?.env : {};
      const env = { ...process.env, NODE_ENV: 'test', ...addresses };
      signal.throwIfAborted();
      const resultFile = join(folder, `${projects.join('-')}.json`);
      const limit = args.some((arg) => /^(-w|--maxWorkers|-i$|--runInBand)/.test(arg))
        ? []
        : [`--maxWorkers=${workers}`];
      const coverage = args.includes('--coverage') ? coverageFolder(projects.join('-')) : undefined;
      const more = coverage ? [`--coverageDirectory=${coverage}`] : [];
      const report = await runJest({ projects, args: [...limit, ...more, ...args], env, signal }, resultFile);
      if (coverage) {
        progress.say(`Statements that ran in the tests' own process (${coverage}):`);
        for (const line of coverageByArea(readCoverage(coverage), projectRoot())) progress.say(line);
      }
      for (const kind of ['passed', 'failed', 'skipped'] as const) total[kind] += report[kind];
      total.times.push(...report.times);
      signal.throwIfAborted();
    }
  } finally {
    await (await stack?.catch(() => undefined))?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  return total;
}

await runInterruptibly(
  async (signal) => {
    const { passed, failed, skipped, times } = await run(signal, process.argv.slice(2));
    if (passed + failed === 0) {
      console.error(
        `✗ no test ran: ${skipped > 0 ? 'all were skipped' : 'is the pattern or the project misspelt?'}`,
      );
    }
    if (times.length > 0) console.log(['', ...slowestTests(times, SLOWEST), ''].join('\n'));
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 || passed === 0 ? 1 : 0;
  },
  (error) => (error instanceof SetupError ? error.message : ((error as Error).stack ?? String(error))),
);
