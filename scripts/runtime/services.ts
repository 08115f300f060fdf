import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { ProcessGroup } from '../process/process-group.js';
import { freePort } from '../process/free-port.js';
import { ManagedProcess, type ProcessEvents } from '../process/managed-process.js';
import type { Progress } from '#platform/process/progress.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';

export const SERVICES = ['users', 'catalog', 'recommender', 'gateway'] as const;
export type Service = (typeof SERVICES)[number];

/** In MB, and percent. Every request makes garbage, and a list some megabytes of it, of which hardly any outlives the list. */
const HEAPS = { gateway: [8, 60], recommender: [32, 100], users: [4, 30], catalog: [4, 30] } as const;

/**
 * What a service tells V8, which else lets a heap grow to twice what lives in it, and a new space to 48 MB. deploy/Dockerfile says
 * the same.
 */
export function nodeFlags(service: Service): string[] {
  const [semiSpaceMb, growingPercent] = HEAPS[service];
  return [`--max-semi-space-size=${semiSpaceMb}`, `--heap-growing-percent=${growingPercent}`];
}

/** What a service tells the C library, which else keeps memory that was freed in up to eight arenas for each core. */
export const MALLOC = { MALLOC_ARENA_MAX: '2' } as const;

/**
 * A service's program, as scripts/bundle.mjs has put it together.
 *
 * @param root  of this or another checkout; of one that has none it is the program file by file
 */
export function entryOf(service: Service, root = projectRoot()): string {
  const bundled = join(root, 'dist', 'services', `${service}.js`);
  return existsSync(bundled) ? bundled : compiledEntryOf(service, root);
}

/** The same program file by file, each compiled by itself: for who changes one of them. */
export function compiledEntryOf(service: Service, root = projectRoot()): string {
  return join(root, 'dist', 'apps', service, 'main.js');
}

export interface ServicesOptions {
  folder: RuntimeFolder;
  /** Where a service's program is: `entryOf`, or `compiledEntryOf` where it follows its sources. */
  programOf: (service: Service) => string;
  /** What every service gets: the stores' addresses, the secret, and what the person has set. */
  env: NodeJS.ProcessEnv;
  /** Where the gateway listens; the others answer on the loopback address only. */
  gateway: { host: string; port: number };
  progress: Progress;
  events: ProcessEvents;
  signal: AbortSignal;
}

export interface RunningServices {
  /** Resolves when each says it is ready. Rejects with a SetupError when one does not; then none is left running. */
  up: Promise<void>;
  /** Stops one and starts it again, at once even while it still starts. Resolves when it is ready. */
  restart(service: Service): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the four services, in no order: each waits for what it needs. @returns as soon as they are on their way */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const { progress, signal } = options;
  const processes = await Promise.all(SERVICES.map((service) => processOf(service, options)));
  const group = new ProcessGroup(processes);
  const up = progress.step(`Starting ${SERVICES.join(', ')}`, (report) => group.start(report, signal));
  up.catch(() => undefined);
  return {
    up,
    restart: (service) => group.restart(SERVICES.indexOf(service)),
    stop: () => group.stop(),
  };
}

async function processOf(service: Service, options: ServicesOptions): Promise<ManagedProcess> {
  const { folder, programOf, gateway, events } = options;
  const listens =
    service === 'gateway'
      ? { HOST: gateway.host, PORT: gateway.port }
      : { HOST: '127.0.0.1', HEALTH_PORT: await freePort() };
  const port = listens.PORT ?? listens.HEALTH_PORT;
  const ready = `http://${reachableHost(listens.HOST)}:${port}/health/ready`;
  return new ManagedProcess(
    {
      title: service,
      file: process.execPath,
      args: [...nodeFlags(service), programOf(service)],
      env: {
        ...MALLOC,
        ...options.env,
        ...Object.fromEntries(Object.entries(listens).map(([name, value]) => [name, String(value)])),
      },
      cwd: projectRoot(),
      // The JSON lines of its log and, should it crash, what Node says about it.
      logFile: join(folder.logs, `${service}.log`),
      recordFile: join(folder.run, `${service}.json`),
      probe: () => expectReady(ready),
      readyWithinMs: 240_000,
      stopSignal: 'SIGTERM',
      graceMs: 10_000,
      // Orphaned together with its stores it has nothing left to drain into, and loses nothing by a quick end.
      orphanSignal: 'SIGKILL',
    },
    events,
  );
}

/** How to reach, in a URL, a server that listens on `host`: one listening everywhere by the loopback address. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function expectReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  if (!response.ok)
    throw new Error(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
}
