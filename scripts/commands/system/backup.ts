/**
 * Writes what the running system owns (accounts, ratings, films, models) into one compressed file:
 *
 *   npm run backup -- <file>
 *
 * People may go on using the system meanwhile.
 */
import 'reflect-metadata';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '#platform/config/environment.js';
import { projectRoot } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';
import { MONGODB, requireStores } from '#platform/stores/store.check.js';
import { writeBackup } from '../../backup/backup.file.js';
import { StoredSystem } from '../../backup/stored.system.js';
import { oneLine, SetupError } from '../../process/setup-error.js';

const USAGE = 'usage: npm run backup -- <file>';

function programVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string })
    .version;
}

async function backUp(file: string | undefined): Promise<void> {
  if (!file) throw new SetupError(USAGE);
  if (existsSync(file))
    throw new SetupError(`${file} is there already and stays as it is: name another file`);
  const environment = readEnvironment();
  await requireStores(environment, [MONGODB]);
  const progress = new Progress();
  const system = await StoredSystem.open(environment);
  try {
    const { counts } = await progress.step(`Writing ${file}`, () =>
      writeBackup(file, programVersion(), system.documents()),
    );
    const megabytes = (statSync(file).size / 1e6).toFixed(1);
    const count = (name: string) => (counts[name] ?? 0).toLocaleString('en');
    progress.say(
      `${count('users.users')} people, ${count('catalog.movies')} films and ` +
        `${count('recommender.models.files')} models in ${megabytes} MB. The file holds password hashes: keep it safe.`,
    );
  } finally {
    await system.close();
  }
}

try {
  await backUp(parseArgs({ allowPositionals: true }).positionals[0]);
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exitCode = 1;
}
