import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';

interface Count {
  total: number;
  covered: number;
}

/** What jest writes as coverage-summary.json, by absolute path. */
export type CoverageSummary = Record<string, { statements: Count }>;

/** @returns one line for each area of the code, such as `libs/ranking`: the share of its statements that the tests ran */
export function coverageByArea({ total: _, ...files }: CoverageSummary, root: string): string[] {
  const areas = new Map<string, Count>();
  for (const [path, { statements }] of Object.entries(files)) {
    const [first, second] = relative(root, path).split('/');
    const area = first === 'scripts' ? first : `${first}/${second}`;
    const { total, covered } = areas.get(area) ?? { total: 0, covered: 0 };
    areas.set(area, { total: total + statements.total, covered: covered + statements.covered });
  }
  return [...areas]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([area, { total, covered }]) => `${((100 * covered) / total).toFixed(0).padStart(5)} %  ${area}`);
}

/** @param folder  jest's coverageDirectory */
export function readCoverage(folder: string): CoverageSummary {
  return JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as CoverageSummary;
}

/** Where the coverage of one run of jest is written. */
export const coverageFolder = (name: string): string => join(projectRoot(), 'coverage', name);
