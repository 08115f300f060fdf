import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { freePort } from '../../../scripts/process/free-port.js';
import { diesWithUs } from '../../../scripts/process/managed-process.js';
import { singleUserDefinitions } from '../../../scripts/stores/rabbitmq.definitions.js';
import { bareEnvironment } from '../../../scripts/stores/store.js';
import { eventually } from '../process/eventually.js';

/** The broker itself, as Debian has it, without the wrapper around the system's own instance. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const NODES = 3;
const PASSWORD = 'three-nodes-in-a-test';
const READY_MS = 120_000;

interface Node {
  name: string;
  port: number;
  distPort: number;
  folder: string;
  process?: ChildProcess;
}

/** Three brokers on the loopback address that are one cluster, with a name server of their own. */
export class RabbitmqCluster {
  private names?: ChildProcess;

  private constructor(
    private readonly folder: string,
    private readonly namesPort: number,
    private readonly nodes: Node[],
  ) {}

  static async start(): Promise<RabbitmqCluster> {
    const folder = mkdtempSync(join(tmpdir(), 'rabbitmq-cluster-'));
    const nodes: Node[] = [];
    for (let n = 0; n < NODES; n++) {
      const [port, distPort] = [await freePort(), await freePort()];
      nodes.push({ name: `movies${n}@localhost`, port, distPort, folder: join(folder, String(n)) });
    }
    const cluster = new RabbitmqCluster(folder, await freePort(), nodes);
    try {
      cluster.startNames();
      // A virtual host that is made while nodes join is started on those alone that have joined (before 3.13: for good).
      const [first, ...others] = nodes;
      await cluster.startNode(first);
      await Promise.all(others.map((node) => cluster.startNode(node)));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** As RABBITMQ_URL has it. */
  get url(): string {
    return this.nodes.map((node) => urlOf(node)).join(',');
  }

  /** Kills a node, as a machine that is lost. */
  async kill(node: number): Promise<void> {
    await ended(this.nodes[node].process);
  }

  /** Freezes a node, as a machine that hangs, or lets it go on. */
  signal(node: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.nodes[node].process!.kill(signal);
  }

  /** Starts a killed node. @returns when it is one of the cluster again */
  revive(node: number): Promise<void> {
    return this.startNode(this.nodes[node]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map(({ process: child }) => ended(child)));
    await ended(this.names);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private startNames(): void {
    const [file, ...args] = [
      ...diesWithUs('SIGKILL'),
      'epmd',
      '-port',
      String(this.namesPort),
      '-address',
      '127.0.0.1',
    ];
    this.names = spawn(file, args, { stdio: 'ignore' });
  }

  private async startNode(node: Node): Promise<void> {
    const home = join(this.folder, 'home');
    for (const path of [home, node.folder]) mkdirSync(path, { recursive: true });
    // One cookie for all, as nodes of a cluster have.
    writeFileSync(join(home, '.erlang.cookie'), 'three-nodes', { mode: 0o400, flag: 'w' });
    const file = (name: string) => join(node.folder, name);
    const settings = [
      `listeners.tcp.local = 127.0.0.1:${node.port}`,
      `load_definitions = ${file('definitions.json')}`,
      'cluster_formation.peer_discovery_backend = classic_config',
      `cluster_formation.classic_config.nodes.1 = ${this.nodes[0].name}`,
      // A node that sees no majority stops serving, so that two halves never both go on.
      'cluster_partition_handling = pause_minority',
      'vm_memory_high_watermark.absolute = 512MiB',
      'disk_free_limit.absolute = 100MB',
      'raft.wal_max_size_bytes = 33554432',
      'log.file = false',
      'log.console = true',
    ];
    writeFileSync(file('rabbitmq.conf'), `${settings.join('\n')}\n`);
    writeFileSync(file('definitions.json'), singleUserDefinitions('movies', PASSWORD, ['/']));
    writeFileSync(file('enabled_plugins'), '[].\n');
    const log = openSync(file('log.txt'), 'a');
    const [program, ...args] = [...diesWithUs('SIGKILL'), PROGRAM];
    node.process = spawn(program, args, {
      cwd: node.folder,
      stdio: ['ignore', log, log],
      env: bareEnvironment({
        HOME: home,
        ERL_EPMD_PORT: String(this.namesPort),
        RABBITMQ_NODENAME: node.name,
        RABBITMQ_CONF_ENV_FILE: '/dev/null',
        RABBITMQ_CONFIG_FILE: file('rabbitmq.conf'),
        RABBITMQ_ADVANCED_CONFIG_FILE: file('advanced.config'),
        RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins'),
        RABBITMQ_MNESIA_BASE: file('data'),
        RABBITMQ_LOG_BASE: file('log'),
        RABBITMQ_LOGS: '-',
        RABBITMQ_DIST_PORT: String(node.distPort),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}',
        ERL_CRASH_DUMP: file('erl_crash.dump'),
        RUNNING_UNDER_SYSTEMD: 'true',
      }),
    });
    closeSync(log);
    await eventually(async () => {
      if (node.process!.exitCode !== null)
        throw new Error(readFileSync(file('log.txt'), 'utf8').slice(-3000));
      await (await connect(urlOf(node), { timeout: 2000 })).close();
    }, READY_MS);
  }
}

function urlOf({ port }: Node): string {
  return `amqp://movies:${PASSWORD}@127.0.0.1:${port}`;
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
