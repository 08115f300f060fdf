import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { endOrphans } from '../../runtime/orphans.js';
import { livingRecord } from '../../process/process-record.js';
import { RuntimeFolder } from '../../process/runtime-folder.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { compose } from '../../stores/docker-stores.js';

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new SetupError('nobody is there to ask: `npm run reset -- --yes` deletes without asking');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function reset(): Promise<void> {
  const { yes } = parseArgs({ options: { yes: { type: 'boolean' } } }).values;
  const folder = new RuntimeFolder();
  const name = relative(process.cwd(), folder.path);
  const running = livingRecord(folder.startRecord);
  if (running) throw new SetupError(`npm start is running (process ${running.pid}): \`npm run stop\` first`);
  if (!existsSync(folder.path)) return console.log(`Nothing to delete: there is no ${name}/.`);
  const what = `Delete ${name}/ with all accounts, ratings, films and logs in it?`;
  if (!yes && !(await confirmed(what))) return console.log('Nothing deleted.');
  await endOrphans(folder);
  if (existsSync(folder.dockerMark)) {
    const { code, output } = await compose(['down', '--volumes'], join(folder.logs, 'docker.log'));
    if (code !== 0)
      throw new SetupError(`docker could not delete the data: ${output.trim().split('\n').at(-1)}`);
  }
  rmSync(folder.path, { recursive: true });
  console.log(`Deleted ${name}/.`);
}

try {
  await reset();
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exitCode = 1;
}
