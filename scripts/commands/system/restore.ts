/**
 * Fills the stores from a file of `npm run backup`:
 *
 *   npm run restore -- <file> [--replace]
 *
 * With --replace it deletes what the system has stored before.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { readEnvironment } from '#platform/config/environment.js';
import { Progress } from '#platform/process/progress.js';
import { MONGODB, RABBITMQ, requireStores } from '#platform/stores/store.check.js';
import { checkBackup, readBackup } from '../../backup/backup.file.js';
import { StoredSystem } from '../../backup/stored.system.js';
import { oneLine, SetupError } from '../../process/setup-error.js';

const USAGE = 'usage: npm run restore -- <file> [--replace]';

async function restore(file: string | undefined, replace: boolean): Promise<void> {
  if (!file) throw new SetupError(USAGE);
  const environment = readEnvironment();
  await requireStores(environment, [MONGODB, RABBITMQ]);
  const progress = new Progress();
  const { head, end } = await progress.step(`Checking ${file}`, () => checkBackup(file));
  const system = await StoredSystem.open(environment);
  try {
    if (!replace && !(await system.isEmpty()))
      throw new SetupError(
        'the system is not empty: --replace deletes what it has stored, and then restores',
      );
    const total = Object.values(end.counts).reduce((sum, count) => sum + count, 0);
    await progress.step(
      `Restoring what version ${head.version} stored until ${head.madeAt}`,
      async (report) => {
        await system.clear();
        let stored = 0;
        await system.store(readBackup(file), (documents) => report.fraction((stored += documents) / total));
      },
    );
    progress.say('Restart the services now: they read copies of it, and make the lists again.');
    progress.say('Then `npx nest start catalog --fillchroma` brings the index of plots up to date.');
  } finally {
    await system.close();
  }
}

try {
  const options = { replace: { type: 'boolean', default: false } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  await restore(positionals[0], values.replace);
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exitCode = 1;
}
