import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { type Measurement, ms } from '../results/measurement.js';

const run = promisify(execFile);

export interface NameRun {
  movies: number;
  people: number;
  /** Of the index, in megabytes. */
  memory: number;
  /** How long filling the index took, in milliseconds. */
  filled: number;
  /** Median of looking through all titles for the words, in milliseconds. */
  plain: number;
  /** Milliseconds of a search; the slowest is the 99th percentile. */
  kinds: { kind: string; median: number; slowest: number }[];
}

/** Finding titles and people by name on one core, without any store. */
export async function nameSearch(): Promise<Measurement[]> {
  const script = join(projectRoot(), 'dist', 'bench', 'search', 'names.process.js');
  const { stdout } = await run(process.execPath, ['--expose-gc', script]);
  const { movies, people, memory, filled, plain, kinds } = JSON.parse(stdout) as NameRun;
  const all = `${movies.toLocaleString('en')} films and ${people.toLocaleString('en')} people`;
  return [
    ...kinds.flatMap(({ kind, median, slowest }) => [
      {
        what: `names ${kind}, searched for among ${all}, median`,
        value: ms(median),
        reference: `looking through all titles for the words: ${ms(plain)}`,
        ratio: (median / plain).toFixed(2),
      },
      { what: 'the same, p99', value: ms(slowest), ratio: (slowest / plain).toFixed(2) },
    ]),
    { what: `memory of the index of ${all}`, value: `${Math.round(memory)} MB` },
    { what: 'filling it', value: ms(filled) },
  ];
}
