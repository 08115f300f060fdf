import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '#platform/process/progress.js';
import { STORE_VARIABLES, type StoreVariable } from '../../../../scripts/stores/store.js';
import { writeSmallDataset } from '../../system/small.dataset.js';
import type { Service } from '../../system/system.js';
import { ChaosClusters } from './chaos.clusters.js';
import { ChaosStores } from './chaos.stores.js';
import { Link } from './link.js';
import { MemoryWatch } from './memory.js';
import { Replica } from './replica.js';
import { WrittenLog } from '../saves/written.log.js';

export const SERVICES: Service[] = ['users', 'catalog', 'recommender', 'gateway'];
export const STORES = STORE_VARIABLES;
export type Part = Service | StoreVariable;
/** How long a call may wait for its answer, in every service of this world. */
export const LIMIT_MS = 5000;

/** How a world differs from the plain one. */
export interface WorldOptions {
  /** RabbitMQ and Redis are clusters of three nodes. */
  clustered?: boolean;
  /** The folder of another version, built. */
  otherVersion?: string;
}

const isStore = (part: Part): part is StoreVariable => (STORES as readonly string[]).includes(part);

/** The whole system on stores of its own, every way to a store a link, and all that can go wrong with it. */
export class World {
  /** Gateways that take calls. */
  readonly replicas: Replica[] = [];
  /** When the database could not write. */
  readonly frozen: { from: number; to: number }[] = [];
  memory!: MemoryWatch;
  main!: Replica;
  written!: WrittenLog;

  private constructor(
    readonly stores: ChaosStores,
    readonly links: Record<StoreVariable, Link>,
    readonly otherVersion?: string,
    /** Only in a clustered world. */
    readonly clusters?: ChaosClusters,
  ) {}

  static async start(
    progress: Progress,
    signal: AbortSignal,
    { clustered, otherVersion }: WorldOptions = {},
  ): Promise<World> {
    const stores = await ChaosStores.start(progress, signal);
    const ways = await Promise.all(
      STORES.map(async (store) => [store, await Link.to(stores.env[store])] as const),
    );
    const links = Object.fromEntries(ways) as Record<StoreVariable, Link>;
    const clusters = clustered
      ? await progress
          .step('Starting clusters of three nodes', () => ChaosClusters.start())
          .catch(async (error) => {
            await stores.stop();
            throw error;
          })
      : undefined;
    const world = new World(stores, links, otherVersion, clusters);
    try {
      await progress.step('Starting the system', () => world.startSystem());
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  gateways = (): string[] => this.replicas.filter((one) => one.runs('gateway')).map(({ api }) => api);

  /** Another replica of each service beside the first. */
  another(...services: Service[]): Promise<Replica> {
    return this.add(new Replica(this.main.system.env), services);
  }

  /** Replicas of the other version beside the first. */
  anotherVersion(...services: Service[]): Promise<Replica> {
    return this.add(new Replica(this.main.system.env, this.otherVersion), services);
  }

  private async add(replica: Replica, services: Service[]): Promise<Replica> {
    this.replicas.push(replica);
    await replica.start(...services);
    return replica;
  }

  async without(replica: Replica): Promise<void> {
    this.replicas.splice(this.replicas.indexOf(replica), 1);
    await replica.stopAll();
  }

  kill(part: Part): Promise<void> {
    return isStore(part) ? this.stores.kill(part) : this.main.kill(part);
  }

  async freeze(part: Part, forMs: number): Promise<void> {
    const frozen = { from: performance.now(), to: Infinity };
    if (part === 'MONGODB_URI') this.frozen.push(frozen);
    try {
      if (isStore(part)) this.stores.freeze(part);
      else this.main.freeze(part);
      await pause(forMs);
    } finally {
      frozen.to = performance.now();
      if (isStore(part)) this.stores.thaw(part);
      else this.main.thaw(part);
    }
  }

  async stop(): Promise<void> {
    this.memory?.stop();
    await this.written?.close();
    for (const replica of this.replicas) await replica.stopAll();
    for (const link of Object.values(this.links)) await link.cut();
    await this.clusters?.stop();
    await this.stores.stop();
  }

  private async startSystem(): Promise<void> {
    this.main = new Replica({
      ...Object.fromEntries(STORES.map((store) => [store, this.links[store].url])),
      ...this.clusters?.env,
      RPC_TIMEOUT_MS: String(LIMIT_MS),
      EVENT_RETRY_DELAYS_MS: '1000,5000,30000,120000',
      ACCESS_TOKEN_SECONDS: String(24 * 3600),
      THROTTLE_PER_USER: '1000000',
      THROTTLE_PER_ADDRESS: '1000000',
    });
    this.replicas.push(this.main);
    const dataset = await writeSmallDataset();
    try {
      await this.main.system.run('catalog', '--initdb', '--dataset', dataset);
      await this.main.system.run('users', '--initdb', '--dataset', dataset);
      await this.main.start(...SERVICES);
    } finally {
      await rm(dataset, { recursive: true, force: true });
    }
    this.memory = new MemoryWatch(() =>
      this.replicas.flatMap(({ system }) =>
        SERVICES.map((service) => [service, system.pid(service)] as [string, number]),
      ),
    );
    const prefix = this.main.system.env.MONGODB_DATABASE_PREFIX!;
    this.written = await WrittenLog.open(
      { ...this.stores.env, ...this.clusters?.env },
      prefix,
      () => this.frozen,
    );
  }
}
