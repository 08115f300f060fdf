import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import type { WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import type { Measurement } from '../results/measurement.js';

const run = promisify(execFile);

/** What one training took, in a process of its own. */
export interface TrainingRun {
  users: number;
  items: number;
  ratings: number;
  seconds: number;
  /** The most memory the process had, what it was trained with included. */
  bytes: number;
  /** Seconds of each model. */
  parts: [model: string, seconds: number][];
}

/** A million ratings, of few people and films and of many. */
const SIZES: ('sample' | WorldSize)[] = [
  'sample',
  { people: 6000, films: 4000, ratingsEach: 167, seed: 1 },
  { people: 10_000, films: 10_000, ratingsEach: 100, seed: 1 },
];

/** Training the sample, and ten times as many ratings made up; each in a process of its own, one after the other. */
export async function training(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  let sample: TrainingRun | undefined;
  for (const fixture of SIZES) {
    const script = join(projectRoot(), 'dist', 'bench', 'ranking', 'training.process.js');
    const { stdout } = await run(process.execPath, [script, JSON.stringify(fixture)]);
    const measured = JSON.parse(stdout) as TrainingRun;
    measurements.push(...rows(fixture === 'sample' ? 'the sample' : 'made-up ratings', measured, sample));
    sample ??= measured;
  }
  return measurements;
}

function rows(name: string, measured: TrainingRun, sample?: TrainingRun): Measurement[] {
  const { users, items, ratings, seconds, bytes, parts } = measured;
  const counted = (count: number) => count.toLocaleString('en');
  const longest = parts.filter(([, part]) => part >= 0.05 * seconds);
  return [
    {
      what: `training ${name} (${counted(ratings)} ratings, ${counted(users)} people, ${counted(items)} films)`,
      value: `${seconds.toFixed(1)} s`,
      reference: longest.map(([model, part]) => `${model} ${part.toFixed(1)} s`).join(', '),
      ratio: sample && (seconds / sample.seconds).toFixed(2),
    },
    {
      what: 'the same, most memory of the process',
      value: `${Math.round(bytes / 2 ** 20)} MB`,
      ratio: sample && (bytes / sample.bytes).toFixed(2),
    },
  ];
}
