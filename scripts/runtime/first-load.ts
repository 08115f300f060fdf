import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import type { Progress } from '#platform/process/progress.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';
import { entryOf } from './services.js';
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

/** Loads the sample's movies, then its ratings, which name those movies. A load cut short is done again. */
export async function loadSample(
  mark: LoadedMark,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  for (const [title, service] of [
    ['Loading films', 'catalog'],
    ['Loading ratings', 'users'],
  ] as const) {
    const args = ['--enable-source-maps', entryOf(service), '--initdb'];
    await progress.step(title, () =>
      runTask({
        title,
        file: process.execPath,
        args,
        env: { ...env, LOG_LEVEL: 'warn' },
        cwd: projectRoot(),
        signal,
      }),
    );
  }
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
    args: ['--enable-source-maps', entryOf('catalog'), '--fillchroma'],
    env,
    cwd: projectRoot(),
    logFile: `${folder.logs}/fillchroma.log`,
    inBackground: true,
    signal,
  });
}
