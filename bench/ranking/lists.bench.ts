import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { type Measurement, ms } from '../results/measurement.js';

const run = promisify(execFile);

export interface ListRun {
  items: number;
  /** Medians in milliseconds. */
  lists: { given: number; limit: number; rows: boolean; median: number }[];
  /** Median of one plain inner product of 384 numbers with every item, in milliseconds. */
  plain: number;
}

/** Making one user's list on one core, with all its reasons and predicted stars and without any store. */
export async function listMaking(): Promise<Measurement[]> {
  const script = join(projectRoot(), 'dist', 'bench', 'ranking', 'lists.process.js');
  const { stdout } = await run(process.execPath, [script]);
  const { items, lists, plain } = JSON.parse(stdout) as ListRun;
  return lists.map(({ given, limit, rows, median }) => ({
    what: `a list of ${limit}${rows ? ' with rows' : ''} out of ${items.toLocaleString('en')} films for ${given} ratings, median`,
    value: ms(median),
    reference: `a plain product of 384 numbers with every film: ${ms(plain)}`,
    ratio: (median / plain).toFixed(1),
  }));
}
