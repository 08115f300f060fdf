import { mkdtempSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreAddresses } from '../../../scripts/stores/store.js';
import { CLIENT, IdentityServer } from '../identity/identity.server.js';
import { vhostOf } from '../stack/test-stack.js';
import { ComposedSystem } from './composed.system.js';
import { isComposed } from './new-system.js';
import { startSmall } from './small.system.js';
import { type RunningSystem, type Service, System, textAt } from './system.js';

/** The environment variable that tells the suites where the shared system is. */
const VARIABLE = 'TEST_SHARED_SYSTEM';
/** Has a virtual host of its own, as a suite has. */
export const SHARED_SUITE = 'shared/system';

interface SharedAddresses {
  origins: Record<Service, string>;
  /** Folder of the services' logs. */
  logs: string;
}

/** A system that many suites use at once. */
export interface SharedSystem extends RunningSystem {
  /** Resolves when the small data set is in it, plots included. */
  ready(): Promise<void>;
}

/**
 * The system with the small data set that a run starts once. Suites that use it register users of their own, count only
 * what is theirs, and stop nothing. Others take `newSystem`.
 */
export function sharedSystem(): SharedSystem {
  if (!isComposed()) return new SharedProcesses();
  const system = new ComposedSystem();
  return Object.assign(system, { ready: () => startSmall(system) });
}

/** Whether a test file uses the shared system, itself or by `inBrowser`. */
export function usesSharedSystem(suite: string): boolean {
  return /\b(sharedSystem|inBrowser)\(/.test(readFileSync(suite, 'utf8'));
}

/** Starts the shared system. @returns what the suites find in their environment, and how to stop it */
export async function startSharedSystem(
  stores: StoreAddresses,
  signal: AbortSignal,
): Promise<{ env: NodeJS.ProcessEnv; stop: () => Promise<void> }> {
  const provider = new IdentityServer();
  await provider.start();
  const logs = mkdtempSync(join(tmpdir(), 'shared-logs-'));
  const system = new System({
    ...stores,
    RABBITMQ_URL: `${stores.RABBITMQ_URL}/${vhostOf(SHARED_SUITE)}`,
    LOG_DIR: logs,
    // All suites come from one address.
    THROTTLE_PER_ADDRESS: '10000',
    // Suites that send much say from which address, and use up nobody else's limit.
    TRUSTED_PROXIES: '1',
    // Addresses that tests type lead to servers of theirs.
    OUTWARD_ADDRESSES: 'private',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_NAME: 'Film Club',
    // Where suites run servers of their own.
    LIBRARY_NETWORKS: '127.0.0.0/8',
  });
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  try {
    signal.throwIfAborted();
    await Promise.race([startSmall(system), aborted]);
  } catch (error) {
    await system.stopAll();
    await provider.stop();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await system.stopAll();
    await provider.stop();
  };
  const services: Service[] = ['users', 'catalog', 'recommender', 'gateway'];
  const origins = Object.fromEntries(services.map((service) => [service, system.origin(service)]));
  return { env: { [VARIABLE]: JSON.stringify({ origins, logs }) }, stop };
}

/** Where `npm test` has started it. */
class SharedProcesses implements SharedSystem {
  private get addresses(): SharedAddresses {
    const value = process.env[VARIABLE];
    if (!value) throw new Error(`${VARIABLE} is not set: start the tests with npm test`);
    return JSON.parse(value) as SharedAddresses;
  }

  get api(): string {
    return `${this.origin('gateway')}/api/v1`;
  }

  origin(service: Service): string {
    return this.addresses.origins[service];
  }

  async ready(): Promise<void> {
    await this.ask('gateway', '/health/ready');
  }

  ask(service: Service, path: string): Promise<string> {
    return textAt(this.origin(service) + path);
  }

  async printed(): Promise<string> {
    const { logs, origins } = this.addresses;
    const files = Object.keys(origins).map((service) => readFile(join(logs, `${service}.log`), 'utf8'));
    return (await Promise.all(files)).join('');
  }
}
