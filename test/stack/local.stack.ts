import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '#platform/progress.js';
import { RuntimeFolder } from '../../scripts/runtime-folder.js';
import { type RunningStores, startLocalStores } from '../../scripts/stores/local-stores.js';
import type { StoreAddresses } from '../../scripts/stores/store.js';
import type { TestStack } from './test-stack.js';

/** The stores as programs on this machine, in a temporary folder. */
export async function startLocalStack(progress: Progress, signal: AbortSignal): Promise<TestStack> {
  const dir = mkdtempSync(join(tmpdir(), 'stack-'));
  let stores: RunningStores | undefined;
  const stop = async (): Promise<void> => {
    await stores?.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    // The C library, if one is needed, is fetched once for this clone and not for every run.
    const { glibc: glibcFolder } = new RuntimeFolder();
    stores = await startLocalStores({ dir, glibcFolder, progress, signal });
    await stores.up;
    return { kind: 'local', env: stores.env as StoreAddresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
