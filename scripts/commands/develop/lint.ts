import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';
import { runCommand } from '../../process/command-line.js';
import { runInterruptibly } from '../../process/interruption.js';

/** Our own command that writes a file from others, and can say whether that is still true. */
const generated = (name: string): string[] => [
  process.execPath,
  join(projectRoot(), 'dist', 'scripts', 'commands', 'develop', `${name}.js`),
  '--check',
];

/** What has to be right besides the tests. What takes long is begun first, so that all cores end together. */
const CHECKS: Record<string, string[]> = {
  'imports and code (eslint)': ['eslint', '.'],
  'form (prettier)': ['prettier', '--check', '.'],
  'types (tsc)': ['tsc', '-p', 'tsconfig.json', '--noEmit'],
  contracts: generated('contracts'),
  'types of the web app (tsc)': ['tsc', '-p', 'apps/web'],
  'types of the API': generated('api-types'),
  kernels: generated('kernels'),
  rooms: generated('docs-rooms'),
};

await runInterruptibly(async (signal) => {
  const progress = new Progress();
  const waiting = Object.entries(CHECKS);
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const [title, [program, ...args]] = next;
      const check = async (): Promise<void> => {
        const { code, output } = await runCommand(program, args, {
          cwd: projectRoot(),
          env: process.env,
          signal,
        });
        if (code !== 0) throw new Error(output.trim());
      };
      await progress.step(title, check).catch(({ message }: Error) => {
        failed += 1;
        progress.say(message);
      });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  signal.throwIfAborted();
  return failed > 0 ? 1 : 0;
});
