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

/** Not Debian's wrapper on the PATH, which knows the system's own broker only. */
const RABBITMQCTL = '/usr/lib/rabbitmq/bin/rabbitmqctl';

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

  /** Runs the broker's own command-line tool. @throws with what it said */
  async rabbitmqctl(...args: string[]): Promise<string> {
    const broker = environmentOf(this.stores!.pids().RABBITMQ_URL!);
    const ports = `-start_epmd false -erl_epmd_port ${broker.RABBITMQ_DIST_PORT}`;
    const { code, output } = await runCommand(RABBITMQCTL, ['-n', broker.RABBITMQ_NODENAME!, ...args], {
      env: {
        ...broker,
        RABBITMQ_CTL_ERL_ARGS: ports,
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '',
        RABBITMQ_DIST_PORT: '',
      },
      timeoutMs: 60_000,
    });
    if (code !== 0) throw new Error(`rabbitmqctl ${args.join(' ')} ended with ${code}: ${output}`);
    return output;
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
