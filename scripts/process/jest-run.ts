import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { runCommand } from './command-line.js';

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** How long a test file, or a test in it, took. */
export interface TestTime {
  /** Relative to the project's folder. */
  file: string;
  /** With the names of the groups around it; missing for a whole file. */
  test?: string;
  seconds: number;
}

export interface TestReport extends TestCounts {
  times: TestTime[];
}

/** What jest writes with `--json`, as far as it is counted. */
interface JestResults {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that could not even be run; none of their tests are counted elsewhere. */
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    /** Milliseconds of the clock. */
    startTime: number;
    endTime: number;
    /** A test that was skipped has no duration. */
    assertionResults: { fullName: string; duration?: number | null }[];
  }[];
}

export interface JestRun {
  projects: string[];
  /** The person's own arguments. */
  args: string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

function commandOf(projects: string[], args: string[]): string[] {
  const modules = join(projectRoot(), 'node_modules');
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(modules, 'jest', 'bin', 'jest.js'),
    // Kept from run to run; the temporary folder, jest's own choice, is not.
    `--cacheDirectory=${join(modules, '.cache', 'jest')}`,
    '--selectProjects',
    ...projects,
    ...args,
  ];
}

/** @returns the test files these projects and arguments would run */
export async function listTests(projects: string[], args: string[]): Promise<string[]> {
  const command = commandOf(projects, ['--listTests', '--json', ...args]);
  const { code, output } = await runCommand(process.execPath, command, {
    cwd: projectRoot(),
    env: process.env,
  });
  if (code !== 0) throw new Error(`jest could not list the tests: ${output.trim()}`);
  const json = output.split('\n').findLast((line) => line.startsWith('['));
  return json === undefined ? [] : (JSON.parse(json) as string[]);
}

/** Runs jest and reports. A run that ends without results, or unsuccessful for another reason, counts as one failure. */
export async function runJest(
  { projects, args, env, signal }: JestRun,
  resultFile: string,
): Promise<TestReport> {
  const command = commandOf(projects, ['--json', `--outputFile=${resultFile}`, ...args]);
  const child = spawn(process.execPath, command, {
    cwd: projectRoot(),
    env,
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  const kill = (): boolean => child.kill('SIGTERM');
  signal.addEventListener('abort', kill);
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  signal.removeEventListener('abort', kill);
  return reportOf(resultFile);
}

function reportOf(resultFile: string): TestReport {
  let results: JestResults;
  try {
    results = JSON.parse(readFileSync(resultFile, 'utf8')) as JestResults;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, times: [] };
  }
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && !results.success ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
    times: results.testResults.flatMap(({ name, startTime, endTime, assertionResults }) => {
      const file = relative(projectRoot(), name);
      return [
        { file, seconds: (endTime - startTime) / 1000 },
        ...assertionResults.map(({ fullName, duration }) => ({
          file,
          test: fullName,
          seconds: (duration ?? 0) / 1000,
        })),
      ];
    }),
  };
}
