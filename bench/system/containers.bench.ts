import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { freePort } from '../../scripts/process/free-port.js';
import { runCommand } from '../../scripts/process/command-line.js';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Measurement } from '../results/measurement.js';

const IMAGES = ['gateway', 'users', 'catalog', 'recommender', 'proxy'];
const FAMOUS = { '603': 5, '78': 5, '348': 4.5, '62': 4.5, '11': 4 };

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** `docker compose` in a fresh clone, on the sample: builds, starts, the first list, sizes and memory. */
export async function containers(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-containers-'));
  const port = await freePort();
  const env = {
    ...process.env,
    COMPOSE_PROJECT_NAME: `movie-recommender-bench-${randomBytes(4).toString('hex')}`,
    PORT: String(port),
  };
  /** @returns what it printed, and the milliseconds it took */
  const run = async (...command: string[]): Promise<{ output: string; time: number }> => {
    const begin = performance.now();
    const { code, output } = await runCommand(command[0], command.slice(1), { cwd: folder, env });
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${output}`);
    return { output, time: performance.now() - begin };
  };
  const compose = (...command: string[]) => run('docker', 'compose', ...command);
  try {
    await run('git', 'clone', '--quiet', projectRoot(), folder);
    // Every stage begins with this file; without the cache, compose would build shared stages once for each image.
    appendFileSync(join(folder, 'deploy', 'rootfs.sh'), `# ${env.COMPOSE_PROJECT_NAME}\n`);
    const cold = await compose('build');
    appendFileSync(join(folder, 'apps', 'users', 'main.ts'), `// ${env.COMPOSE_PROJECT_NAME}\n`);
    const warm = await compose('build');
    const first = await compose('up', '--detach', '--wait');
    const list = await firstList(`http://127.0.0.1:${port}/api/v1`);
    const memory = await run(
      ...['docker', 'stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}'],
      ...(await compose('ps', '--quiet')).output.trim().split('\n'),
    );
    await compose('down');
    const second = await compose('up', '--detach', '--wait');
    const sizes = await Promise.all(
      IMAGES.map(async (name) => {
        const image = `movie-recommender-${name}`;
        const { output } = await run('docker', 'image', 'inspect', '--format', '{{.Size}}', image);
        return { what: `image of ${name}`, value: `${Math.round(Number(output) / 1e6)} MB` };
      }),
    );
    const ratio = (part: number, whole: number) => (part / whole).toFixed(2);
    return [
      { what: '`docker compose build`, nothing cached but downloads of npm', value: seconds(cold.time) },
      {
        what: 'the same after a change of the source',
        value: seconds(warm.time),
        reference: `cold: ${seconds(cold.time)}`,
        ratio: ratio(warm.time, cold.time),
      },
      {
        what: 'first `up`, until the sample is loaded and everything is healthy',
        value: seconds(first.time),
      },
      {
        what: 'second `up`, data kept',
        value: seconds(second.time),
        reference: `first: ${seconds(first.time)}`,
        ratio: ratio(second.time, first.time),
      },
      { what: 'a newcomer’s first rating → list announced', value: `${Math.round(list)} ms` },
      ...sizes,
      ...memoryOf(memory.output),
    ];
  } finally {
    await compose('down', '--volumes', '--remove-orphans');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns milliseconds from the first ratings of a new account to the announcement of its list */
async function firstList(api: string): Promise<number> {
  const user = await FilmLover.register(api);
  let begin = 0;
  await user.untilListed(1, () => {
    begin = performance.now();
    return user.rate(FAMOUS);
  });
  return performance.now() - begin;
}

/** Lines such as `project-users-1 130.2MiB / 256MiB`. */
function memoryOf(stats: string): Measurement[] {
  return [...stats.matchAll(/-([a-z]+)-\d+ (\S+) \/ (\S+)/g)]
    .map(([, service, used, limit]) => ({
      what: `memory of ${service}, sample loaded`,
      value: used
        .replace('iB', 'B')
        .replace(/([\d.]+)/, (number) => String(Math.round(Number(number))))
        .replace(/(?=[MG]B)/, ' '),
      reference: `limit: ${limit.replace('iB', 'B').replace(/(?=[MG]B)/, ' ')}`,
    }))
    .toSorted((a, b) => (a.what < b.what ? -1 : 1));
}
