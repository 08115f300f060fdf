import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '#platform/process/progress.js';
import { Redis } from 'ioredis';
import { runCommand } from '../../../../scripts/process/command-line.js';
import { RuntimeFolder } from '../../../../scripts/process/runtime-folder.js';
import {
  LOCAL_STORES,
  type RunningStores,
  startLocalStores,
} from '../../../../scripts/stores/local-stores.js';
import type { StoreAddresses, StoreVariable } from '../../../../scripts/stores/store.js';

const BACK_WITHIN_MS = 120_000;

/** The four stores as programs of this run's own, to be killed, frozen, filled and emptied. */
export class ChaosStores {
  private readonly back = new Map<string, () => void>();

  private constructor(
    private readonly folder: string,
    private stores?: RunningStores,
  ) {}

  static async start(progress: Progress, signal: AbortSignal): Promise<ChaosStores> {
    const chaos = new ChaosStores(mkdtempSync(join(tmpdir(), 'chaos-')));
    try {
      chaos.stores = await startLocalStores({
        dir: chaos.folder,
        glibcFolder: new RuntimeFolder().glibc,
        goFirst: true,
        progress,
        events: { died: () => undefined, cameBack: (title) => chaos.back.get(title)?.() },
        signal,
      });
      await chaos.stores.up;
      return chaos;
    } catch (error) {
      await chaos.stop();
      throw error;
    }
  }

  get env(): StoreAddresses {
    return this.stores!.env as StoreAddresses;
  }

  /** Kills a store. @returns when it is up again, with its data @throws when it does not come back */
  async kill(variable: StoreVariable): Promise<void> {
    const { title } = LOCAL_STORES.find((store) => store.variable === variable)!;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.back.set(title, resolve);
    this.signal(variable, 'SIGKILL');
    await Promise.race([promise, rejectAfter(BACK_WITHIN_MS, `${title} did not come back`)]);
  }

  freeze(variable: StoreVariable): void {
    this.signal(variable, 'SIGSTOP');
  }

  thaw(variable: StoreVariable): void {
    this.signal(variable, 'SIGCONT');
  }

  /**
   * Calls a function inside the broker: its own command-line tool wants Erlang's name server, which this broker does without.
   *
   * @param call  module, function and list of arguments, as Erlang has them
   * @throws with what it said
   */
  async broker(call: string): Promise<void> {
    const { HOME, RABBITMQ_DIST_PORT } = environmentOf(this.stores!.pids().RABBITMQ_URL!);
    const address = `127.0.0.1:${RABBITMQ_DIST_PORT}`;
    const { code, output } = await runCommand('erl_call', ['-address', address, '-a', call], {
      env: { PATH: process.env.PATH, HOME },
      timeoutMs: 20_000,
    });
    if (code !== 0) throw new Error(`${call} ended with ${code}: ${output}`);
  }

  async redis(...command: [string, ...string[]]): Promise<unknown> {
    const redis = new Redis(this.env.REDIS_URL, { maxRetriesPerRequest: 3 });
    try {
      return await redis.call(...command);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    for (const { variable } of LOCAL_STORES)
      if (this.stores?.pids()[variable]) this.signal(variable, 'SIGCONT');
    await this.stores?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** To the store's whole group: some programs stand behind a loader. */
  private signal(variable: StoreVariable, signal: NodeJS.Signals): void {
    try {
      process.kill(-this.stores!.pids()[variable]!, signal);
    } catch (error) {
      // Dead already, and about to be started again.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function rejectAfter(ms: number, reason: string): Promise<never> {
  await pause(ms, undefined, { ref: false });
  throw new Error(reason);
}

function environmentOf(pid: number): NodeJS.ProcessEnv {
  const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
