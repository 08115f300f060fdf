import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '#platform/config/project-root.js';
import mongoose from 'mongoose';
import { runCommand } from '../../../scripts/process/command-line.js';
import { eventually } from '../process/eventually.js';
import type { Scenario } from './scenario.js';
import type { World } from './system/world.js';

const TRAINED_WITHIN_MS = 120_000;

/** The replica that trains stops in the middle of it: the other takes over, and the first comes back to a lost lease. */
export const frozenTrainer: Scenario = {
  name: 'the replica that trains stopped',
  async fault(world, lastsMs) {
    const other = await world.another('recommender');
    try {
      await Promise.all([train(world), freezeTrainer(world, lastsMs)]);
    } finally {
      await world.without(other);
    }
  },
};

async function freezeTrainer(world: World, lastsMs: number): Promise<void> {
  const pid = await holderOfLease(world);
  process.kill(pid, 'SIGSTOP');
  try {
    await pause(lastsMs);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Asks for a model and waits until it serves; asked again where nobody answers, as an operator would. */
async function train(world: World): Promise<void> {
  const command = join(projectRoot(), 'dist', 'scripts', 'commands', 'system', 'train.js');
  await eventually(async () => {
    const { code, output } = await runCommand(process.execPath, [command], {
      env: { ...process.env, ...world.main.system.env },
      timeoutMs: TRAINED_WITHIN_MS,
    });
    if (code !== 0) throw new Error(`no model was trained: ${output}`);
  }, TRAINED_WITHIN_MS);
}

/** @returns the process that trains, as soon as one does */
async function holderOfLease(world: World): Promise<number> {
  const dbName = `${world.main.system.env.MONGODB_DATABASE_PREFIX}recommender`;
  const connection = await mongoose.createConnection(world.stores.env.MONGODB_URI, { dbName }).asPromise();
  try {
    const leases = connection.collection<{ _id: string; holder: string; until: Date }>('leases');
    const end = performance.now() + TRAINED_WITHIN_MS;
    while (performance.now() < end) {
      const lease = await leases.findOne({ _id: 'training' });
      if (lease?.holder && lease.until > new Date()) return Number(/-(\d+)-[^-]+$/.exec(lease.holder)![1]);
      await pause(5);
    }
    throw new Error('nobody took the training lease');
  } finally {
    await connection.close();
  }
}
