import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { createDemoAccount, DEMO_ACCOUNT } from '../../runtime/demo-account.js';
import { buildPrograms, fetchSample, fillChroma, LoadedMark, loadSample } from '../../runtime/first-load.js';
import { portProblem } from '../../process/free-port.js';
import { onInterruption } from '../../process/interruption.js';
import { endOrphans } from '../../runtime/orphans.js';
import { LogFollower } from '../../process/log-follower.js';
import type { ProcessEvents } from '../../process/managed-process.js';
import { livingRecord, recordOf, writeRecord } from '../../process/process-record.js';
import { Progress, seconds } from '#platform/process/progress.js';
import { RuntimeFolder } from '../../process/runtime-folder.js';
import { compiledEntryOf, entryOf, reachableHost, SERVICES, startServices } from '../../runtime/services.js';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { type Backing, type ChosenStores, startStores } from '../../stores/stores.js';

const USAGE = 'usage: npm start [-- [--local | --docker] [--verbose] [--watch]]';

interface Settings {
  backing?: Backing;
  /** Show every line of the services' logs, not only warnings and errors. */
  verbose: boolean;
  /** Follow the sources: rebuild, restart, reload. It is `npm run dev`. */
  watch: boolean;
  host: string;
  port: number;
}

function readSettings(): Settings {
  let values;
  try {
    values = parseArgs({
      options: {
        local: { type: 'boolean' },
        docker: { type: 'boolean' },
        verbose: { type: 'boolean' },
        watch: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new SetupError(`${oneLine(error)}; ${USAGE}`);
  }
  if (values.local && values.docker)
    throw new SetupError(`--local and --docker exclude each other; ${USAGE}`);
  const { PORT: given = '3000', HOST: host = '127.0.0.1' } = process.env;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535) {
    throw new SetupError(`PORT=${given} is no port: give a whole number from 1 to 65535`);
  }
  const backing = values.docker ? 'docker' : values.local ? 'local' : undefined;
  return { backing, verbose: values.verbose ?? false, watch: values.watch ?? false, host, port };
}

/** Before anything starts: nobody else runs this clone, nothing of a killed run is left, the port is free. */
async function takePlace(folder: RuntimeFolder, { host, port }: Settings): Promise<void> {
  const other = livingRecord(folder.startRecord);
  if (other) {
    throw new SetupError(`this clone is already running (process ${other.pid}): \`npm run stop\` ends it`);
  }
  const own = recordOf(process.pid, { stopSignal: 'SIGTERM', graceMs: 60_000, leadsGroup: false });
  if (own) writeRecord(folder.startRecord, own);
  await endOrphans(folder);
  const problem = await portProblem(port, host);
  if (problem === 'EADDRINUSE') {
    throw new SetupError(
      `port ${port} is taken by another program: choose another, as in \`PORT=${port + 1} npm start\``,
    );
  }
  if (problem)
    throw new SetupError(
      `cannot listen on ${host}:${port} (${problem}): set PORT or HOST to what is allowed here`,
    );
}

function banner(
  stores: ChosenStores,
  { port, watch }: Settings,
  webApp: string,
  folder: RuntimeFolder,
  begin: number,
): string {
  const address = `http://localhost:${port}`;
  return [
    '',
    `  Movie recommender is running (up in ${seconds(performance.now() - begin)})`,
    '',
    `    Web app       ${webApp}`,
    `    API           ${address}/api/v1`,
    `    Swagger UI    ${address}/docs`,
    `    Demo account  ${DEMO_ACCOUNT.email} / ${DEMO_ACCOUNT.password}`,
    `    Stores        ${stores.backing === 'docker' ? 'containers of docker-compose.yml' : 'programs on this machine'}`,
    `    Logs          ${relative(process.cwd(), folder.logs)}/`,
    '',
    ...(watch ? ['  Services restart and pages reload when you save a source file.'] : []),
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

async function run(settings: Settings, folder: RuntimeFolder, signal: AbortSignal): Promise<void> {
  const begin = performance.now();
  const progress = new Progress();
  const events: ProcessEvents = {
    died: (title, how, delayMs) =>
      progress.say(`! ${title}: ${how}; starting it again in ${seconds(delayMs)}`),
    cameBack: (title) => progress.say(`✓ ${title} is back`),
  };
  const undo: (() => Promise<void> | void)[] = [];
  try {
    await takePlace(folder, settings);
    const built = buildPrograms(folder, progress, signal);
    // Whoever awaits it hears of a failure, also when they begin to only later.
    built.catch(() => undefined);
    const stores = await startStores({
      folder,
      given: process.env,
      backing: settings.backing,
      progress,
      events,
      signal,
    });
    undo.push(stores.stop);
    folder.writeAddresses(stores.env);
    undo.push(() => folder.removeAddresses());
    const env = {
      JWT_SECRET: folder.secrets.get('jwt'),
      LOG_PRETTY: 'false',
      ...process.env,
      ...stores.env,
    };
    const databases = `${process.env.MONGODB_URI ?? stores.backing} ${process.env.MONGODB_DATABASE_PREFIX ?? ''}`;
    const mark = new LoadedMark(folder.loadedMark, databases);
    // Services wait by themselves for a store that is not up yet, and RabbitMQ takes its time; a load does not wait.
    let embedding: Promise<void> | undefined;
    const embed = (): void => {
      embedding ??= fillChroma(folder, env, signal).catch((error: unknown) => {
        if (!signal.aborted) progress.say(`! ${oneLine(error)}; the next start tries again`);
      });
    };
    undo.push(() => embedding);
    if (!mark.isSet) {
      await Promise.all([stores.up, fetchSample(progress), built]);
      await loadSample(mark, env, progress, signal, embed);
    }
    await built;
    const services = await startServices({
      folder,
      programOf: settings.watch ? compiledEntryOf : entryOf,
      env,
      gateway: settings,
      progress,
      events,
      signal,
    });
    undo.push(() => services.stop());
    await Promise.all([stores.up, services.up]);
    const gateway = `http://${reachableHost(settings.host)}:${settings.port}`;
    await progress.step('Making the demo account', () => createDemoAccount(`${gateway}/api/v1`, signal));
    let webApp = `http://localhost:${settings.port}`;
    if (settings.watch) {
      // It brings a compiler along, which a mere start does without.
      const { startDevelopment } = await import('../../development/development.js');
      const development = await startDevelopment({ folder, services, gateway, progress, events, signal });
      undo.push(() => development.stop());
      webApp = development.address;
    }
    progress.say(banner(stores, settings, webApp, folder, begin));
    const follower = new LogFollower(
      SERVICES.map((service) => join(folder.logs, `${service}.log`)),
      settings.verbose ? 'trace' : 'warn',
      process.stdout,
    );
    follower.start();
    undo.push(() => follower.stop());
    embed();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    progress.say('\nStopping …');
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

const interrupted = new AbortController();
let exitCode = 0;
onInterruption((code) => {
  exitCode = code;
  interrupted.abort();
});
const folder = new RuntimeFolder();
try {
  await run(readSettings(), folder, interrupted.signal);
  exitCode = 0; // Stopped when it was running, as asked.
} catch (error) {
  if (!interrupted.signal.aborted) {
    console.error(
      `✗ ${error instanceof SetupError ? error.message : ((error as Error).stack ?? String(error))}`,
    );
    exitCode = 1;
  }
}
if (interrupted.signal.aborted) console.log('Stopped.');
if (livingRecord(folder.startRecord)?.pid === process.pid) rmSync(folder.startRecord);
process.exit(exitCode);
