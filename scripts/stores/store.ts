import type { Launch } from '../process/managed-process.js';
import type { SecretFile } from '../process/secret-file.js';
import type { DebianPackage } from './debian-packages.js';
import type { LoaderPrefix } from './newer-glibc.js';

/** The environment variables in which the services find their stores. */
export const STORE_VARIABLES = ['RABBITMQ_URL', 'MONGODB_URI', 'REDIS_URL', 'CHROMA_URL'] as const;
export type StoreVariable = (typeof STORE_VARIABLES)[number];
export type StoreAddresses = Record<StoreVariable, string>;

/** Where one local store lives. */
export interface StoreLocation {
  /** Its own data and configuration; exists. */
  folder: string;
  logFile: string;
  recordFile: string;
  secrets: SecretFile;
  /** Virtual hosts that the broker has besides `/`. */
  vhosts: string[];
  /** What to put before a program that needs a newer C library than the system's. */
  loader: LoaderPrefix;
}

/** A store about to be started: its address, and the program behind it. */
export interface StorePlan {
  url: string;
  launch: Launch;
  /** Removes what lies outside the store's folder, after it has stopped. */
  tidy?: () => void;
}

/** One of the four stores, as a program on this machine. */
export interface LocalStore {
  title: string;
  variable: StoreVariable;
  debianPackage?: DebianPackage;
  needsNewerGlibc: boolean;
  plan(location: StoreLocation): Promise<StorePlan>;
}

/** What a store's program gets from our environment: enough to run, nothing of ours. */
export function bareEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', ...extra };
}
