import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import type { WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import type { Measurement } from '../results/measurement.js';

const run = promisify(execFile);
const RATINGS_EACH = 159;

/** What a world of a size took. Seconds are of the processor, so that other programs count little. */
export interface ScalingRun extends WorldSize {
  ratings: number;
  /** Taken in, and the most memory until then. */
  loaded: { seconds: number; megabytes: number };
  /** Training. */
  seconds: number;
  parts: [model: string, seconds: number][];
  /** The most memory of the process. */
  megabytes: number;
  bundleMegabytes: number;
  /** A list of 100 for 200 ratings, the middle of twenty. */
  listMs: number;
}

/**
 * Made-up worlds of so many million ratings, each in a process of its own: what they take, and how that grew.
 *
 * @param millions  as in "0.1,1,4"
 */
export async function scaling(millions: string): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  let before: ScalingRun | undefined;
  for (const each of millions.split(',').map(Number)) {
    if (!(each > 0)) throw new Error(`--millions must be numbers with commas between, got "${millions}"`);
    const script = join(projectRoot(), 'dist', 'bench', 'ranking', 'scaling.process.js');
    const { stdout } = await run(process.execPath, [
      '--max-old-space-size=8192',
      script,
      JSON.stringify(worldOf(each)),
    ]);
    const measured = JSON.parse(stdout) as ScalingRun;
    measurements.push(...rows(measured, before));
    before = measured;
  }
  return measurements;
}

/** As many people and films as public data sets have with so many ratings: 87,000 films with 32 million, 9,000 with 100,000. */
function worldOf(millions: number): WorldSize {
  const people = Math.round((millions * 1e6) / RATINGS_EACH);
  return { people, films: Math.round(22_900 * millions ** 0.385), ratingsEach: RATINGS_EACH, seed: 1 };
}

function rows(measured: ScalingRun, before?: ScalingRun): Measurement[] {
  const { ratings, people, films, loaded, seconds, parts, megabytes, bundleMegabytes, listMs } = measured;
  const counted = (count: number) => count.toLocaleString('en');
  const grown = (of: (run: ScalingRun) => number) =>
    before && `${(of(measured) / of(before)).toFixed(1)} for ${(ratings / before.ratings).toFixed(1)} times`;
  const longest = parts.filter(([, part]) => part >= 0.05 * seconds);
  return [
    {
      what: `taking in ${counted(ratings)} ratings of ${counted(people)} people and ${counted(films)} films`,
      value: `${loaded.seconds.toFixed(1)} s of processor, ${counted(loaded.megabytes)} MB`,
      ratio: grown((run) => run.loaded.seconds),
    },
    {
      what: '… training',
      value: `${seconds.toFixed(1)} s of processor`,
      reference: longest.map(([model, part]) => `${model} ${part.toFixed(1)} s`).join(', '),
      ratio: grown((run) => run.seconds),
    },
    { what: '… most memory', value: `${counted(megabytes)} MB`, ratio: grown((run) => run.megabytes) },
    { what: '… bundle', value: `${counted(bundleMegabytes)} MB`, ratio: grown((run) => run.bundleMegabytes) },
    { what: '… a list', value: `${listMs.toFixed(1)} ms`, ratio: grown((run) => run.listMs) },
  ];
}
