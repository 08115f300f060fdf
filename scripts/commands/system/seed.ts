import 'reflect-metadata';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '#platform/config/project-root.js';
import { type Environment, readEnvironment } from '#platform/config/environment.js';
import mongoose from 'mongoose';
import { createDemoAccount, DEMO_ACCOUNT } from '../../runtime/demo-account.js';
import { fetchSample, LoadedMark } from '../../runtime/first-load.js';
import { onInterruption } from '../../process/interruption.js';
import { Progress } from '#platform/process/progress.js';
import { entryOf, type Service } from '../../runtime/services.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { STORE_VARIABLES, type StoreVariable } from '../../stores/store.js';
import { probeStore } from '../../stores/store-probe.js';
import { runTask } from '../../process/task-process.js';

/** Where docker-compose.yml puts the folder that DATASET names; empty when it names none. */
const DATASET_FOLDER = '/dataset';
const API = 'http://gateway:3000/api/v1';
const ANSWERS_WITHIN_MS = 120_000;

/** Names and sizes of a data set's files: another data set is loaded as well, the same one is not. */
function datasetFiles(): string[] {
  return readdirSync(DATASET_FOLDER)
    .sort()
    .map((name) => `${name} ${statSync(join(DATASET_FOLDER, name)).size}`);
}

/** Whether the catalogue holds movies: a mark outlives a database that somebody deleted. */
async function hasMovies({ MONGODB_URI, MONGODB_DATABASE_PREFIX }: Environment): Promise<boolean> {
  const dbName = `${MONGODB_DATABASE_PREFIX}catalog`;
  const connection = await mongoose.createConnection(MONGODB_URI, { dbName }).asPromise();
  try {
    return (await connection.collection('movies').estimatedDocumentCount()) > 0;
  } finally {
    await connection.close();
  }
}

async function until(what: string, answers: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + ANSWERS_WITHIN_MS; ;) {
    signal.throwIfAborted();
    try {
      return await answers();
    } catch (error) {
      if (Date.now() > deadline) throw new SetupError(`${what} does not answer: ${oneLine(error)}`);
      await pause(300, undefined, { signal });
    }
  }
}

async function showsMovies(): Promise<void> {
  const answer = await fetch(`${API}/movies?limit=1`, { signal: AbortSignal.timeout(5_000) });
  const { total } = (await answer.json()) as { total?: number };
  if (!total) throw new Error(`it shows no films, with status ${answer.status}`);
}

/** Fills the stores of `docker compose up`, once. A load cut short is taken up again by the next start. */
async function seed(signal: AbortSignal): Promise<void> {
  const progress = new Progress();
  if (process.env.SEED === 'off') return progress.say('SEED=off: nothing is loaded.');
  const files = datasetFiles();
  const mark = new LoadedMark(join(projectRoot(), '.local', 'loaded.json'), files.join('\n'));
  const environment = readEnvironment();
  const answers = (variable: StoreVariable) =>
    until(variable, () => probeStore[variable](environment[variable]), signal);
  await answers('MONGODB_URI');
  if (mark.isSet && (await hasMovies(environment))) return progress.say('Everything is loaded already.');
  await progress.step('Waiting for the stores', () => Promise.all(STORE_VARIABLES.map(answers)));

  const run = (title: string, service: Service, ...args: string[]): Promise<void> =>
    progress.step(title, () =>
      runTask({
        title,
        file: process.execPath,
        args: ['--enable-source-maps', entryOf(service), ...args],
        env: { ...process.env, LOG_LEVEL: 'warn' },
        cwd: projectRoot(),
        signal,
      }),
    );
  const dataset = files.length > 0 ? ['--dataset', DATASET_FOLDER] : [];
  // Once, for both that read it.
  if (files.length === 0) await fetchSample(progress);
  const films = run('Loading films', 'catalog', '--initdb', ...dataset);
  await Promise.all([
    films.then(() => run('Filling the index of plots', 'catalog', '--fillchroma')),
    run('Loading ratings', 'users', '--initdb', ...dataset),
  ]);
  await progress.step('Making the demo account', async () => {
    await until('the gateway', showsMovies, signal);
    await createDemoAccount(API, signal);
  });
  mark.set();
  progress.say(`Everything is loaded. Demo account: ${DEMO_ACCOUNT.email} / ${DEMO_ACCOUNT.password}`);
}

const interrupted = new AbortController();
onInterruption(() => interrupted.abort());
try {
  await seed(interrupted.signal);
  process.exit(0);
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exit(1);
}
