import { rm } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import { backlog } from '../../../bench/system/backlog.bench.js';
import { containers } from '../../../bench/system/containers.bench.js';
import { keptAnswers } from '../../../bench/system/kept-answers.bench.js';
import { kernels } from '../../../bench/ranking/kernels.bench.js';
import { listMaking } from '../../../bench/ranking/lists.bench.js';
import type { Measurement } from '../../../bench/results/measurement.js';
import { eventLoops } from '../../../bench/system/event-loop.bench.js';
import { memory } from '../../../bench/system/memory.bench.js';
import { overload } from '../../../bench/system/overload.bench.js';
import { ratingToList } from '../../../bench/system/rating-to-list.bench.js';
import { readyLists } from '../../../bench/system/ready-lists.bench.js';
import { ratingTrace } from '../../../bench/system/trace.bench.js';
import { streams } from '../../../bench/system/streams.bench.js';
import { ResultsFile } from '../../../bench/results/results.file.js';
import { imports, writeManyFilms } from '../../../bench/system/imports.bench.js';
import { nameSearch } from '../../../bench/search/names.bench.js';
import { scaling } from '../../../bench/ranking/scaling.bench.js';
import { costs } from '../../../bench/scaling/costs.bench.js';
import { replicas } from '../../../bench/scaling/replicas.bench.js';
import { MIDDLE, startWorld } from '../../../bench/scaling/world.js';
import { starts } from '../../../bench/system/starts.bench.js';
import { training } from '../../../bench/ranking/training.bench.js';
import { web } from '../../../bench/web/web.bench.js';
import { webApp } from '../../../bench/system/web-app.bench.js';
import { whileTraining } from '../../../bench/system/while-training.bench.js';
import { untilTrained } from '../../../bench/load/trained.js';
import { System } from '../../../test/support/system/system.js';
import { startSmall } from '../../../test/support/system/small.system.js';
import { movieId } from '../../../test/support/system/small.dataset.js';
import { startTestStack } from '../../../test/support/stack/start-test-stack.js';
import { Progress } from '#platform/process/progress.js';

const USAGE =
  'usage: npm run bench [-- [system | memory | ranking | search | web | containers | overload | loops | serving | streams | imports | scaling | replicas | costs] [--no-starts] [--millions 0.1,1,4] [--python PROGRAM] [--out FILE]]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-starts': { type: 'boolean' },
    millions: { type: 'string', default: '0.1,1' },
    python: { type: 'string', default: 'python3' },
    out: { type: 'string', default: join(projectRoot(), 'bench', 'RESULTS.md') },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

type MeasureSystem = (system: System, progress: Progress) => Promise<Measurement[]>;

/** Everything that needs the system running, on the sample, with limits that do not stand in a load's way. */
function onTheSample(measure: MeasureSystem): Promise<Measurement[]> {
  return onASystem(async (system, progress) => {
    await progress.step('Loading the sample', async () => {
      await system.run('catalog', '--initdb');
      await system.run('users', '--initdb');
      await system.run('catalog', '--fillchroma');
    });
    await progress.step('Starting the services', async () => {
      await system.launch('recommender');
      await system.start('users', 'catalog', 'gateway');
      await untilTrained(system, 2);
    });
    return measure(system, progress);
  });
}

async function onASystem(measure: MeasureSystem): Promise<Measurement[]> {
  const progress = new Progress();
  const stack = await startTestStack(progress, { signal: new AbortController().signal });
  Object.assign(process.env, stack.env);
  const system = new System({
    NODE_ENV: 'development',
    THROTTLE_PER_USER: '100000000',
    THROTTLE_PER_ADDRESS: '100000000',
    THROTTLE_SEARCHES: '100000000',
  });
  try {
    return await measure(system, progress);
  } finally {
    await system.stopAll();
    await stack.stop();
  }
}

async function useOfTheSystem(system: System, progress: Progress): Promise<Measurement[]> {
  const speed = await progress.step('Rating 200 films', () => ratingToList(system.api));
  const load = await progress.step('Reading ready lists', () => readyLists(system.api));
  const web = await progress.step('Looking at the web app', () => webApp(system.origin('gateway')));
  const loops = await busyLoops(system, progress);
  const late = await progress.step('Catching up with a backlog', () => backlog(system));
  return [...speed, ...load, ...web, ...loops, ...late];
}

function busyLoops(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Reading, rating, searching and importing at once', () => eventLoops(system));
}

async function serving(system: System, progress: Progress): Promise<Measurement[]> {
  const kept = await progress.step('Asking again for what was answered', () => keptAnswers(system));
  // Last, because it starts the services anew.
  const trace = await progress.step('Following ratings on their way', () => ratingTrace(system));
  return [...kept, ...trace];
}

function manyStreams(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Listening a thousand times', async () => {
    await startSmall(system);
    return streams(system);
  });
}

/** What people do all day; the import of 20,000 rows is a rare guest. */
function memoryInUse(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Resting, then rating, reading and searching', () =>
    memory(system, async () => {
      await ratingToList(system.api);
      await readyLists(system.api);
      await eventLoops(system);
    }),
  );
}

function useInOverload(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Saving more than can be saved', async () => {
    await startSmall(system);
    return overload(system.api, movieId('space', 1));
  });
}

function useInABrowser(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Looking at the web app on a slow phone, and far down a list', () =>
    web(system.origin('gateway')),
  );
}

function longHistory(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Importing the longest history, and taking it back', async () => {
    const dataset = await writeManyFilms();
    await system.run('catalog', '--initdb', '--dataset', dataset);
    await system.run('users', '--initdb', '--dataset', dataset);
    await rm(dataset, { recursive: true });
    await system.start('users', 'catalog', 'gateway');
    await system.launch('recommender');
    // It trains with as many films first.
    await untilTrained(system, 1);
    return imports(system);
  });
}

function useWhileTraining(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Reading and rating while models train', () => whileTraining(system.api));
}

function moreProcesses(system: System, progress: Progress): Promise<Measurement[]> {
  return progress.step('Reading and rating with more and more processes', async () => {
    await startWorld(system, MIDDLE);
    return replicas(system);
  });
}

function table(measurements: Measurement[]): string {
  const rows = measurements.map(
    ({ what, value, reference = '', ratio = '' }) => `| ${what} | ${value} | ${reference} | ${ratio} |`,
  );
  return ['| what | measured | beside | ratio |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function report(command: string, measurements: Measurement[]): string {
  const [cpu] = cpus();
  return `Made by \`${command}\`, all in one run. Times depend on the machine: compare ratios, not seconds.

Machine: ${cpus().length} × ${cpu.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}

${table(measurements)}`;
}

const RUNS: Record<string, { title: string; measure: () => Promise<Measurement[]> }> = {
  system: {
    title: 'The system',
    measure: async () => [
      ...(await onTheSample(useOfTheSystem)),
      ...(values['no-starts'] ? [] : await starts()),
    ],
  },
  serving: { title: 'Serving', measure: () => onTheSample(serving) },
  streams: { title: 'Streams', measure: () => onASystem(manyStreams) },
  memory: { title: 'Memory', measure: () => onTheSample(memoryInUse) },
  ranking: {
    title: 'Ranking',
    measure: async () => [
      ...(await kernels(values.python)),
      ...(await listMaking()),
      ...(await training()),
      ...(await onTheSample(useWhileTraining)),
    ],
  },
  search: { title: 'Search by name', measure: nameSearch },
  web: { title: 'The web app', measure: () => onTheSample(useInABrowser) },
  containers: { title: 'Containers', measure: containers },
  overload: { title: 'Overload', measure: () => onASystem(useInOverload) },
  loops: { title: 'Event loops', measure: () => onTheSample(busyLoops) },
  imports: { title: 'Imports', measure: () => onASystem(longHistory) },
  scaling: { title: 'How it grows', measure: () => scaling(values.millions) },
  replicas: { title: 'Replicas', measure: () => onASystem(moreProcesses) },
  costs: { title: 'Costs of a thousand active people', measure: () => costs(onASystem) },
};

const [name = 'system', ...more] = positionals;
const run = Object.hasOwn(RUNS, name) && more.length === 0 ? RUNS[name] : undefined;
if (!run) {
  console.error(USAGE);
  process.exit(2);
}
const text = report(name === 'system' ? 'npm run bench' : `npm run bench -- ${name}`, await run.measure());
new ResultsFile(values.out).write(run.title, text);
console.log(text);
process.exit(0);
