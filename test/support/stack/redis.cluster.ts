import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../../scripts/process/free-port.js';
import { diesWithUs } from '../../../scripts/process/managed-process.js';
import { eventually } from '../process/eventually.js';

const SLOTS = 16384;
const NODES = 3;

interface Node {
  port: number;
  busPort: number;
  folder: string;
  process?: ChildProcess;
}

/** Three Redis nodes on the loopback address, each with a third of the slots and no copy of another's. */
export class RedisCluster {
  private constructor(
    private readonly folder: string,
    private readonly nodes: Node[],
  ) {}

  static async start(): Promise<RedisCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'redis-cluster-'));
    const nodes: Node[] = [];
    for (let n = 0; n < NODES; n++)
      nodes.push({ port: await freePort(), busPort: await freePort(), folder: join(folder, String(n)) });
    const cluster = new RedisCluster(folder, nodes);
    try {
      for (const node of nodes) await cluster.startNode(node);
      await cluster.join();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** As REDIS_URL has it. */
  get url(): string {
    return this.nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(',');
  }

  /** Kills a node. Its slots are away until it is started again. */
  async kill(node: number): Promise<void> {
    const { process: child } = this.nodes[node];
    child!.kill('SIGKILL');
    await once(child!, 'exit');
  }

  /** Freezes a node, as a machine that hangs, or lets it go on. */
  signal(node: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.nodes[node].process!.kill(signal);
  }

  /** Starts a killed node, with what it had stored. @returns when the cluster serves all slots again */
  async revive(node: number): Promise<void> {
    await this.startNode(this.nodes[node]);
    await this.isWhole();
  }

  async stop(): Promise<void> {
    for (const { process: child } of this.nodes) {
      if (!child || child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startNode(node: Node): Promise<void> {
    mkdirSync(node.folder, { recursive: true });
    const settings = [
      ['bind', '127.0.0.1'],
      ['port', node.port],
      ['cluster-enabled', 'yes'],
      ['cluster-port', node.busPort],
      ['cluster-node-timeout', 2000],
      // Two thirds of the lists are better than none.
      ['cluster-require-full-coverage', 'no'],
      // A node that is killed comes back with all it has answered: once a second, Redis puts writes off while a disk is busy.
      ['appendonly', 'yes'],
      ['appendfsync', 'always'],
      ['save', ''],
      ['dir', node.folder],
    ].flatMap(([name, value]) => [`--${name}`, String(value)]);
    const [file, ...args] = [...diesWithUs('SIGKILL'), 'redis-server', ...settings];
    node.process = spawn(file, args, { stdio: 'ignore' });
    await eventually(() => this.ask(node, 'PING'), 30_000);
  }

  private async join(): Promise<void> {
    const [first, ...others] = this.nodes;
    for (const { port, busPort } of others)
      await this.ask(first, 'CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort));
    const share = Math.ceil(SLOTS / NODES);
    for (const [n, node] of this.nodes.entries()) {
      const last = Math.min(SLOTS, (n + 1) * share) - 1;
      await this.ask(node, 'CLUSTER', 'ADDSLOTSRANGE', String(n * share), String(last));
    }
    await this.isWhole();
  }

  private isWhole(): Promise<void> {
    return eventually(async () => {
      for (const node of this.nodes) {
        const info = String(await this.ask(node, 'CLUSTER', 'INFO'));
        const isOk = info.includes('cluster_state:ok') && info.includes(`cluster_slots_ok:${SLOTS}`);
        if (!isOk || !info.includes(`cluster_known_nodes:${NODES}`)) throw new Error(info);
      }
    }, 30_000);
  }

  private async ask({ port }: Node, command: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis(port, '127.0.0.1', {
      maxRetriesPerRequest: 0,
      retryStrategy: null,
      lazyConnect: true,
    });
    redis.on('error', () => undefined); // The command that failed rejects and says so.
    try {
      await redis.connect();
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  }
}
