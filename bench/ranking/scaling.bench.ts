import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import type { WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import type { Measurement } from '../results/measurement.js';

const run = promisify(execFile);
const RATINGS_EACH = 159;

/** What training on a world of a size took. Seconds are of the processor, so that other programs count little. */
export interface TrainingRun extends WorldSize {
  ratings: number;
  /** Taken in, and the most memory until then. */
  loaded: { seconds: number; megabytes: number };
  /** Training. */
  seconds: number;
  parts: [model: string, seconds: number][];
  /** The most memory of the process. */
  megabytes: number;
  bundleMegabytes: number;
}

/** What serving the model took, in a process of its own. */
export interface ServingRun {
  /** The most memory of the process. */
  servingMegabytes: number;
  /** A list of 100 for 200 ratings, the middle of twenty, in milliseconds of the processor. */
  listMs: number;
}

type ScalingRun = TrainingRun & ServingRun;

/**
 * Made-up worlds of so many million ratings, each in a process of its own: what they take, and how that grew.
 *
 * @param millions  as in "0.1,1,4"
 */
export async function scaling(millions: string): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  let before: ScalingRun | undefined;
  const folder = await mkdtemp(join(tmpdir(), 'movie-recommender-scaling-'));
  try {
    for (const each of millions.split(',').map(Number)) {
      if (!(each > 0)) throw new Error(`--millions must be numbers with commas between, got "${millions}"`);
      const world = worldOf(each);
      const model = join(folder, 'model');
      const trained = await runScript<TrainingRun>('scaling.process', JSON.stringify(world), model);
      const served = await runScript<ServingRun>('scaling.serving.process', model, String(world.films));
      const measured = { ...trained, ...served };
      measurements.push(...rows(measured, before));
      before = measured;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return measurements;
}

async function runScript<T>(name: string, ...args: string[]): Promise<T> {
  const script = join(projectRoot(), 'dist', 'bench', 'ranking', `${name}.js`);
  const { stdout } = await run(process.execPath, ['--max-old-space-size=8192', script, ...args]);
  return JSON.parse(stdout) as T;
}

/** As many people and films as public data sets have with so many ratings: 87,000 films with 32 million, 9,000 with 100,000. */
function worldOf(millions: number): WorldSize {
  const people = Math.round((millions * 1e6) / RATINGS_EACH);
  return { people, films: Math.round(22_900 * millions ** 0.385), ratingsEach: RATINGS_EACH, seed: 1 };
}

function rows(measured: ScalingRun, before?: ScalingRun): Measurement[] {
  const {
    ratings,
    people,
    films,
    loaded,
    seconds,
    parts,
    megabytes,
    bundleMegabytes,
    servingMegabytes,
    listMs,
  } = measured;
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
    {
      what: '… serving, most memory',
      value: `${counted(servingMegabytes)} MB`,
      ratio: grown((run) => run.servingMegabytes),
    },
    { what: '… a list', value: `${listMs.toFixed(1)} ms`, ratio: grown((run) => run.listMs) },
  ];
}
