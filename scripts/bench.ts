import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#datasets/project-root.js';
import { kernels } from '../bench/kernels.bench.js';
import type { Measurement } from '../bench/measurement.js';
import { memory } from '../bench/memory.bench.js';
import { ratingToList } from '../bench/rating-to-list.bench.js';
import { readyLists } from '../bench/ready-lists.bench.js';
import { starts } from '../bench/starts.bench.js';
import { webApp } from '../bench/web-app.bench.js';
import { System } from '../test/e2e/system.js';
import { startTestStack } from '../test/stack/start-test-stack.js';
import { Progress } from '#platform/progress.js';

const USAGE =
  'usage: npm run bench [-- --no-starts] [--python PROGRAM] [--out FILE] | [-- --kernels [--python PROGRAM]]';

const { values } = parseArgs({
  options: {
    'no-starts': { type: 'boolean' },
    kernels: { type: 'boolean' },
    python: { type: 'string', default: 'python3' },
    out: { type: 'string', default: join(projectRoot(), 'bench', 'RESULTS.md') },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

/** Everything that needs the system running, on the sample, with limits that do not stand in a load's way. */
async function onTheSample(): Promise<Measurement[]> {
  const progress = new Progress();
  const stack = await startTestStack(progress, { signal: new AbortController().signal });
  Object.assign(process.env, stack.env);
  const system = new System({
    NODE_ENV: 'development',
    THROTTLE_PER_USER: '100000000',
    THROTTLE_PER_ADDRESS: '100000000',
  });
  try {
    await progress.step('Loading the sample', async () => {
      await system.run('catalog', '--initdb');
      await system.run('users', '--initdb');
      await system.run('catalog', '--fillchroma');
    });
    await progress.step('Starting the services', () =>
      system.start('users', 'catalog', 'recommender', 'gateway'),
    );
    const speed = await progress.step('Rating 200 films', () => ratingToList(system.api));
    const load = await progress.step('Reading ready lists', () => readyLists(system.api));
    const web = await progress.step('Looking at the web app', () => webApp(system.origin('gateway')));
    return [...speed, ...load, ...web, ...memory(system)];
  } finally {
    await system.stopAll();
    await stack.stop();
  }
}

function table(measurements: Measurement[]): string {
  const rows = measurements.map(
    ({ what, value, reference = '', ratio = '' }) => `| ${what} | ${value} | ${reference} | ${ratio} |`,
  );
  return ['| what | measured | beside | ratio |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

if (values.kernels) {
  console.log(table(await kernels(values.python)));
  process.exit(0);
}

const measurements = [...(await kernels(values.python)), ...(await onTheSample())];
if (!values['no-starts']) measurements.push(...(await starts()));
const [cpu] = cpus();
const report = `# Measured

Made by \`npm run bench\`, all in one run. Times depend on the machine: compare ratios, not seconds.

Machine: ${cpus().length} × ${cpu.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}

${table(measurements)}
`;
writeFileSync(values.out, report);
console.log(report);
process.exit(0);
