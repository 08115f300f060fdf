import type { TestTime } from './jest-run.js';

/** @returns the slowest test files and the slowest tests, `count` of each, as lines to print */
export function slowestTests(times: readonly TestTime[], count: number): string[] {
  const slowest = (of: TestTime[]) => of.toSorted((a, b) => b.seconds - a.seconds).slice(0, count);
  const line = (seconds: number, what: string) => `${seconds.toFixed(1).padStart(7)} s  ${what}`;
  const files = slowest(times.filter(({ test }) => test === undefined));
  const tests = slowest(times.filter(({ test }) => test !== undefined));
  return [
    'Slowest test files:',
    ...files.map(({ file, seconds }) => line(seconds, file)),
    'Slowest tests:',
    ...tests.map(({ file, test, seconds }) => line(seconds, `${test} (${file})`)),
  ];
}
