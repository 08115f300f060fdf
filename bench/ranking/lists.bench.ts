import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { type Measurement, ms } from '../results/measurement.js';

const run = promisify(execFile);

export interface ListRun {
  items: number;
  /** Means in milliseconds of processor. */
  lists: {
    given: number;
    limit: number;
    rows: boolean;
    /** Composed, and only its beginning explained, as when it is announced. */
    begun: boolean;
    /** For somebody whom the models were not fitted with. */
    stranger: boolean;
    mean: number;
  }[];
  /** Mean of one plain inner product of 384 numbers with every item, in milliseconds of processor. */
  plain: number;
}

/** More films than the largest public data set has. */
const MANY_FILMS = 100_000;

/** Making one user's list on one core, with all its reasons and predicted stars and without any store. */
export async function listMaking(): Promise<Measurement[]> {
  return [...(await listsOf()), ...(await listsOf(MANY_FILMS))];
}

/** @param films  of a made-up world; of the sample when left out */
async function listsOf(films?: number): Promise<Measurement[]> {
  const script = join(projectRoot(), 'dist', 'bench', 'ranking', 'lists.process.js');
  const { stdout } = await run(process.execPath, [script, ...(films ? [String(films)] : [])]);
  const { items, lists, plain } = JSON.parse(stdout) as ListRun;
  return lists.map(({ given, limit, rows, begun, stranger, mean }) => ({
    what:
      `${begun ? 'the beginning of ' : ''}a list of ${limit}${rows ? ' with rows' : ''} out of ${items.toLocaleString('en')} films ` +
      `for ${given} ratings${stranger ? ' of a stranger' : ''}, mean of processor`,
    value: ms(mean),
    reference: `a plain product of 384 numbers with every film: ${ms(plain)}`,
    ratio: (mean / plain).toFixed(1),
  }));
}
