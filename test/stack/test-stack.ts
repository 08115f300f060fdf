import type { StoreAddresses } from '../../scripts/stores/store.js';

/** The environment variable that forces a backing, and tells the tests which one they run on. */
export const STACK_VARIABLE = 'TEST_STACK';
export type StackKind = 'containers' | 'local';

/** The four stores, empty, for one run of the tests and nobody else. */
export interface TestStack {
  kind: StackKind;
  env: StoreAddresses;
  /** Stops the stores and deletes all they have stored. Any number of calls are one. */
  stop(): Promise<void>;
}
