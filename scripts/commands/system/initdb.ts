/**
 * Loads movies and ratings into the running stores: the sample, or a data set's folder.
 *
 *   npm run initdb [-- --dataset <folder>]
 *   npm run initdb -- --remove <data set>
 *
 * With --remove it takes back what a data set has brought, by the name that its load printed.
 * Each service fills its own database: the catalogue the movies, then users the people and their ratings.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { entryOf, type Service } from '../../runtime/services.js';
import { oneLine } from '../../process/setup-error.js';

const SERVICES = ['catalog', 'users'] as const;

/** @returns the exit code; the command's words go straight to the terminal */
function initialise(
  service: Service,
  { dataset, remove }: { dataset?: string; remove?: string },
): Promise<number> {
  const args = [
    '--enable-source-maps',
    entryOf(service),
    '--initdb',
    ...(dataset ? ['--dataset', resolve(dataset)] : []),
    ...(remove ? ['--remove', remove] : []),
  ];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => child.kill(signal));
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { dataset: { type: 'string' }, remove: { type: 'string' } } });
  for (const service of SERVICES) {
    const code = await initialise(service, values);
    if (code !== 0) return code;
  }
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`initdb: ${oneLine(error)}`);
  return 1;
});
