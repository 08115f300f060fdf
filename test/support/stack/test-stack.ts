import { basename, dirname } from 'node:path';
import type { StoreAddresses, StoreVariable } from '../../../scripts/stores/store.js';

/** The environment variable that forces a backing, and tells the tests which one they run on. */
export const STACK_VARIABLE = 'TEST_STACK';
export type StackKind = 'containers' | 'local';

/** The four stores, empty, for one run of the tests and nobody else. */
export interface TestStack {
  kind: StackKind;
  env: StoreAddresses;
  /** Kills a store and starts it again at the same address, with its data. */
  restart(variable: StoreVariable): Promise<void>;
  /** Stops the stores and deletes all they have stored. Any number of calls are one. */
  stop(): Promise<void>;
}

export interface TestStackOptions {
  /** Test files that get a virtual host of the broker each. */
  suites?: string[];
  signal: AbortSignal;
}

/** The virtual host of a test file: `e2e-api` for test/e2e/api.spec.ts. */
export function vhostOf(suite: string): string {
  return `${basename(dirname(suite))}-${basename(suite, '.spec.ts')}`;
}
