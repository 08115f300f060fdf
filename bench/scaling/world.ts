import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MadeUpWorld, type WorldSize } from '../../scripts/made-up/made-up.ratings.js';
import { writeMovielens } from '../../scripts/made-up/movielens.files.js';
import type { System } from '../../test/support/system/system.js';
import { untilTrained } from '../load/trained.js';

export type Size = Omit<WorldSize, 'seed'>;

/** In the middle of three sizes of each. */
export const MIDDLE: Size = { people: 400, films: 2000, ratingsEach: 50 };

/**
 * Starts a system with made-up ratings in it, and waits until no process computes a model: its cost is not that of people who
 * are active. @returns how many ratings there are
 */
export async function startWorld(system: System, size: Size): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'movie-recommender-world-'));
  try {
    const ratings = await writeMovielens(folder, new MadeUpWorld({ ...size, seed: 1 }));
    await system.run('catalog', '--initdb', '--dataset', folder);
    await system.run('users', '--initdb', '--dataset', folder);
    await system.start('users', 'catalog', 'recommender', 'gateway');
    await untilTrained(system, 1);
    return ratings;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
