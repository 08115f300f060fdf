import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '#platform/process/progress.js';
import { RuntimeFolder } from '../../../scripts/process/runtime-folder.js';
import { LOCAL_STORES, type RunningStores, startLocalStores } from '../../../scripts/stores/local-stores.js';
import type { StoreAddresses, StoreVariable } from '../../../scripts/stores/store.js';
import { type TestStack, type TestStackOptions, vhostOf } from './test-stack.js';

/** The stores as programs on this machine, in a temporary folder. */
export async function startLocalStack(
  progress: Progress,
  { suites = [], signal }: TestStackOptions,
): Promise<TestStack> {
  const dir = mkdtempSync(join(tmpdir(), 'stack-'));
  let stores: RunningStores | undefined;
  const stop = async (): Promise<void> => {
    await stores?.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const comingBack = new Map<string, () => void>();
  const restart = async (variable: StoreVariable): Promise<void> => {
    const { title } = LOCAL_STORES.find((store) => store.variable === variable)!;
    const { promise, resolve } = Promise.withResolvers<void>();
    comingBack.set(title, resolve);
    process.kill(stores!.pids()[variable]!, 'SIGKILL');
    await promise;
  };
  try {
    stores = await startLocalStores({
      dir,
      // The C library, if one is needed, is fetched once for this clone and not for every run.
      glibcFolder: new RuntimeFolder().glibc,
      vhosts: suites.map(vhostOf),
      goFirst: true,
      progress,
      events: { died: () => undefined, cameBack: (title) => comingBack.get(title)?.() },
      signal,
    });
    await stores.up;
    return { kind: 'local', env: stores.env as StoreAddresses, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
