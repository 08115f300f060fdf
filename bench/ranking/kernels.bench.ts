import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { IALS_DEFAULTS, type IalsParameters, ridgeFor } from '#ranking/models/ials.model.js';
import { LIKED_FROM, MAX_STARS } from '#ranking/data/interactions.js';
import { ITEM_LINEAR_DEFAULTS, type ItemLinearParameters } from '#ranking/models/item-linear.model.js';
import { userPreferences } from '#ranking/data/user-preferences.js';
import { USER_KNN_DEFAULTS, type UserKnnParameters } from '#ranking/models/user-knn.model.js';
import { readSample } from '../../scripts/evaluation/splits/evaluation.data.js';
import { keepRatings } from '../../scripts/evaluation/splits/split.js';
import type { Measurement } from '../results/measurement.js';

const run = promisify(execFile);

/** How far results may differ, relative to the largest: single precision, and solvers that stop early. */
const KERNELS = {
  'itemLinear-by-rows': { what: 'itemLinear fit, by rows', differs: 1e-3 },
  'itemLinear-by-items': { what: 'itemLinear fit, by items', differs: 1e-3 },
  ials: { what: 'ials fit', differs: 0.01 },
  userKnn: { what: 'userKnn, everybody’s scores', differs: 1e-3 },
} as const;

export type Kernel = keyof typeof KERNELS;

/** What both sides are given beside the likes. */
export interface KernelSetting {
  itemCount: number;
  /** What every like counts. */
  preference: number;
  /** So many users' scores are compared. */
  probes: number;
  itemLinear: ItemLinearParameters;
  ials: IalsParameters & { ridge: number };
  userKnn: UserKnnParameters;
}

export interface KernelRun {
  /** Seconds of one processor. */
  seconds: number;
  /** The most memory that was needed on top of what was there before. */
  bytes: number;
}

interface NumpyRun extends KernelRun {
  difference: number;
  numpy: string;
}

/**
 * Each fast kernel on the sample's likes beside the lines of numpy and scipy that do the same, one thread each, in
 * processes of their own.
 *
 * @throws Error when the two come to different results
 */
export async function kernels(python: string): Promise<Measurement[]> {
  const found = await run(python, ['-c', 'import numpy, scipy']).catch(() => undefined);
  if (!found) {
    const value = `not compared: ${python} has no numpy and scipy (Debian: python3-numpy, python3-scipy)`;
    return [{ what: 'kernels beside numpy', value }];
  }
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  try {
    await writeLikes(folder);
    const measurements: Measurement[] = [];
    for (const kernel of Object.keys(KERNELS) as Kernel[])
      measurements.push(...(await compare(kernel, folder, python)));
    return measurements;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Likes alone, all alike: what the kernels make of stars is no part of the comparison. */
async function writeLikes(folder: string): Promise<void> {
  const { ratings } = await readSample(1);
  const likes = keepRatings(ratings, (entry) => ratings.stars[entry] >= LIKED_FROM);
  const setting: KernelSetting = {
    itemCount: likes.itemCount,
    preference: userPreferences([{ item: 0, stars: MAX_STARS }]).preferences[0],
    probes: 50,
    itemLinear: ITEM_LINEAR_DEFAULTS,
    ials: { ...IALS_DEFAULTS, ridge: ridgeFor(IALS_DEFAULTS, likes) },
    userKnn: USER_KNN_DEFAULTS,
  };
  await writeFile(join(folder, 'setting.json'), JSON.stringify(setting));
  await writeFile(join(folder, 'offsets.i32'), likes.offsets);
  await writeFile(join(folder, 'items.i32'), likes.items);
}

async function compare(kernel: Kernel, folder: string, python: string): Promise<Measurement[]> {
  const { what, differs } = KERNELS[kernel];
  const script = join(projectRoot(), 'dist', 'bench', 'ranking', 'kernels.process.js');
  const ours = JSON.parse((await run(process.execPath, [script, kernel, folder])).stdout) as KernelRun;
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const reference = join(projectRoot(), 'bench', 'ranking', 'kernels.py');
  const theirs = JSON.parse((await run(python, [reference, kernel, folder], { env })).stdout) as NumpyRun;
  if (!(theirs.difference <= differs))
    throw new Error(`${what}: differs from numpy by ${theirs.difference}, more than ${differs}`);
  return [
    {
      what: `${what}: processor time`,
      value: `${ours.seconds.toFixed(2)} s`,
      reference: `numpy ${theirs.numpy}: ${theirs.seconds.toFixed(2)} s`,
      ratio: (ours.seconds / theirs.seconds).toFixed(2),
    },
    {
      what: `${what}: memory`,
      value: megabytes(ours),
      reference: megabytes(theirs),
      ratio: (ours.bytes / theirs.bytes).toFixed(2),
    },
  ];
}

const megabytes = ({ bytes }: KernelRun) => `${Math.round(bytes / 2 ** 20)} MB`;
