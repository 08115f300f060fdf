import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessGroup } from '../process/process-group.js';
import { endOrphan, ManagedProcess, type ProcessEvents } from '../process/managed-process.js';
import type { Progress } from '#platform/process/progress.js';
import { SecretFile } from '../process/secret-file.js';
import { chromaStore } from './chroma.store.js';
import { installPackages, missingPackages } from './debian-packages.js';
import { mongodbStore } from './mongodb.store.js';
import { NewerGlibc } from './newer-glibc.js';
import { rabbitmqStore } from './rabbitmq.store.js';
import { redisStore } from './redis.store.js';
import type { LocalStore, StoreLocation, StoreVariable } from './store.js';

export const LOCAL_STORES: LocalStore[] = [rabbitmqStore, mongodbStore, redisStore, chromaStore];

export interface LocalStoresOptions {
  /** Holds the stores' data (`stores/`), logs (`logs/`), pid files (`run/`) and passwords. */
  dir: string;
  /** Where the newer C library is kept for all stacks of this clone. */
  glibcFolder: string;
  /** Which stores to start; all four by default. */
  stores?: LocalStore[];
  /** Virtual hosts that the broker has besides `/`; none by default. */
  vhosts?: string[];
  progress: Progress;
  events?: ProcessEvents;
  /** Whether they go before all that uses them, as where that is one session of tests; else they step back as the services do. */
  goFirst?: boolean;
  /** Aborts the start; what has been started is stopped. */
  signal?: AbortSignal;
}

export interface RunningStores {
  /** Their addresses, known before they are up. */
  env: Partial<Record<StoreVariable, string>>;
  /** Resolves when all are ready. Rejects with a SetupError when one is not to be had; then none is left running. */
  up: Promise<void>;
  /** Process ids of the programs, by store. */
  pids(): Partial<Record<StoreVariable, number>>;
  /** Resolves when all are gone. Any number of calls are one. */
  stop(): Promise<void>;
}

/**
 * Starts stores as programs on this machine, installing what they need when it is missing; each as soon as it can run.
 * Whatever an earlier run left running under the same folder is ended first, so nobody shares its data.
 *
 * @returns as soon as the programs are on their way
 * @throws SetupError when something cannot be had
 */
export async function startLocalStores(options: LocalStoresOptions): Promise<RunningStores> {
  const { progress, signal, stores = LOCAL_STORES } = options;
  // Side by side: the library comes into a folder of its own, with lists of its own.
  const library = fetchLibrary(options);
  library.catch(() => undefined);
  await installMissing(options);
  signal?.throwIfAborted();
  const planned = await Promise.all(
    stores.map(async (store) => {
      const location = locationOf(store, options);
      await endOrphan(location.recordFile);
      const plan = await store.plan(location);
      const after = store.needsNewerGlibc ? library : undefined;
      const launch = { ...plan.launch, after, ...(options.goFirst && { nice: 0 }) };
      return { store, plan, process: new ManagedProcess(launch, options.events) };
    }),
  );
  const group = new ProcessGroup(planned.map(({ process }) => process));
  const up = progress.step(`Starting ${stores.map(({ title }) => title).join(', ')}`, (report) =>
    group.start(report, signal),
  );
  // A failure is the business of whoever awaits `up`, also when they begin to only later.
  up.catch(() => undefined);
  return {
    env: Object.fromEntries(planned.map(({ store, plan }) => [store.variable, plan.url])),
    pids: () => Object.fromEntries(planned.map(({ store, process }) => [store.variable, process.pid])),
    up,
    stop: async () => {
      await Promise.all([group.stop(), library.catch(() => undefined)]);
      for (const { plan } of planned) plan.tidy?.();
    },
  };
}

async function installMissing({ dir, stores = LOCAL_STORES, progress }: LocalStoresOptions): Promise<void> {
  const missing = missingPackages(stores.flatMap(({ debianPackage }) => debianPackage ?? []));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(' and ');
  await progress.step(`Installing ${names} with apt-get`, (report) =>
    installPackages(missing, aptLog(dir), report),
  );
}

async function fetchLibrary(options: LocalStoresOptions): Promise<void> {
  const { dir, glibcFolder, stores = LOCAL_STORES, progress } = options;
  const glibc = new NewerGlibc(glibcFolder);
  if (glibc.isReady() || !stores.some(({ needsNewerGlibc }) => needsNewerGlibc)) return;
  await progress.step('Fetching a newer C library for MongoDB and Chroma', () => glibc.download(aptLog(dir)));
}

const aptLog = (dir: string): string => join(dir, 'logs', 'apt.log');

function locationOf(store: LocalStore, { dir, glibcFolder, vhosts = [] }: LocalStoresOptions): StoreLocation {
  const name = store.title.toLowerCase();
  const folder = join(dir, 'stores', name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    folder,
    logFile: join(dir, 'logs', `${name}.log`),
    recordFile: join(dir, 'run', `${name}.json`),
    secrets: new SecretFile(join(dir, 'secrets.json')),
    vhosts,
    loader: store.needsNewerGlibc ? new NewerGlibc(glibcFolder).prefix() : [],
  };
}
