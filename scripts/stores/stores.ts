import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessEvents } from '../process/managed-process.js';
import type { Progress } from '#platform/process/progress.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';
import { oneLine, SetupError } from '../process/setup-error.js';
import { dockerAnswers } from './docker-engine.js';
import { startDockerStores } from './docker-stores.js';
import { LOCAL_STORES, type RunningStores, startLocalStores } from './local-stores.js';
import { STORE_VARIABLES, type StoreAddresses, type StoreVariable } from './store.js';
import { probeStore } from './store-probe.js';

export type Backing = 'local' | 'docker';

export interface ChosenStores {
  /** What runs the stores that no address was given for. */
  backing: Backing;
  env: StoreAddresses;
  /** Resolves when all are ready; the addresses are right before. */
  up: Promise<void>;
  stop(): Promise<void>;
}

export interface StoresOptions {
  folder: RuntimeFolder;
  /** An address found here always wins: that store is not started. */
  given: NodeJS.ProcessEnv;
  /** Undefined: Docker when an engine answers, else programs on this machine. */
  backing?: Backing;
  progress: Progress;
  events: ProcessEvents;
  signal: AbortSignal;
}

/** Brings up the four stores, or finds those that are given. @throws SetupError naming what cannot be had */
export async function startStores(options: StoresOptions): Promise<ChosenStores> {
  const { folder, given, progress, events, signal } = options;
  const env = Object.fromEntries(
    STORE_VARIABLES.filter((variable) => given[variable]).map((variable) => [variable, given[variable]]),
  ) as Partial<StoreAddresses>;
  for (const [variable, url] of Object.entries(env))
    await expectStore(variable as StoreVariable, url, progress);
  const wanted = STORE_VARIABLES.filter((variable) => env[variable] === undefined);
  const engine = options.backing !== 'local' && wanted.length > 0 && (await dockerAnswers());
  if (options.backing === 'docker' && !engine) {
    throw new SetupError('no Docker engine with compose answers: start it, or leave --docker away');
  }
  const backing = engine ? 'docker' : 'local';
  let stores: RunningStores = {
    env: {},
    pids: () => ({}),
    up: Promise.resolve(),
    stop: async () => undefined,
  };
  if (wanted.length > 0) {
    if (backing === 'docker') writeFileSync(folder.dockerMark, '{}\n');
    stores =
      backing === 'docker'
        ? await startDockerStores(wanted, join(folder.logs, 'docker.log'), progress)
        : await startLocalStores({
            dir: folder.path,
            glibcFolder: folder.glibc,
            stores: LOCAL_STORES.filter(({ variable }) => wanted.includes(variable)),
            progress,
            events,
            signal,
          });
  }
  return { backing, env: { ...env, ...stores.env } as StoreAddresses, up: stores.up, stop: stores.stop };
}

async function expectStore(variable: StoreVariable, url: string, progress: Progress): Promise<void> {
  try {
    await probeStore[variable](url);
    progress.say(`✓ ${variable} is given and answers`);
  } catch (error) {
    throw new SetupError(
      `nothing usable answers at ${variable}=${withoutPassword(url)}: ${oneLine(error)}; start it, or unset ${variable}`,
    );
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@');
}
