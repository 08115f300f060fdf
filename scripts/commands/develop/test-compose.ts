import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { installedChromium } from '../../../test/support/web/browser.js';
import { writeSmallDataset } from '../../../test/support/system/small.dataset.js';
import { freePort } from '../../process/free-port.js';
import { runInterruptibly } from '../../process/interruption.js';
import { runJest } from '../../process/jest-run.js';
import { Progress } from '#platform/process/progress.js';
import { SetupError } from '../../process/setup-error.js';
import { runCommand } from '../../process/command-line.js';
import { dockerAnswers } from '../../stores/docker-engine.js';

/** What runs against the containers: what they are, how they live and scale, the API, and the web app in a browser. */
const PROJECTS = ['compose', 'e2e', 'web'];
const SUITES = 'test/(compose/|e2e/(auth|faults|gateway|me|movies|recommendations)|web/film-lover)';

async function run(signal: AbortSignal, args: string[]): Promise<number> {
  if (!(await dockerAnswers())) throw new SetupError('no Docker engine with compose answers');
  const progress = new Progress();
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-'));
  process.env.TMPDIR = folder;
  Object.assign(process.env, {
    COMPOSE_PROJECT_NAME: `movie-recommender-test-${randomBytes(4).toString('hex')}`,
    PORT: String(await freePort()),
    DATASET: await writeSmallDataset(),
    LOG_LEVEL: 'info',
    OPERATOR_ROUTES: 'on',
  });
  const compose = async (command: string[], until?: AbortSignal): Promise<void> => {
    const options = { cwd: projectRoot(), signal: until };
    const { code, output } = await runCommand('docker', ['compose', ...command], options);
    until?.throwIfAborted();
    if (code !== 0) throw new SetupError(`docker compose ${command[0]} failed:\n${output}`);
  };
  try {
    await progress.step('Building the images', () => compose(['build'], signal));
    await installedChromium();
    await progress.step('Starting the containers', () => compose(['up', '--detach', '--wait'], signal));
    const env = { ...process.env, NODE_ENV: 'test' };
    const own = ['--runInBand', ...(args.length > 0 ? args : ['--testPathPatterns', SUITES])];
    const { passed, failed, skipped } = await runJest(
      { projects: PROJECTS, args: own, env, signal },
      join(folder, 'results.json'),
    );
    progress.say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 || passed === 0 ? 1 : 0;
  } finally {
    await progress.step('Removing the containers and their data', () =>
      compose(['down', '--volumes', '--remove-orphans']),
    );
    rmSync(folder, { recursive: true, force: true });
  }
}

await runInterruptibly((signal) => run(signal, process.argv.slice(2)));
