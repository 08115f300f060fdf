import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../process/free-port.js';
import { bareEnvironment, type LocalStore } from './store.js';
import { probeStore } from './store-probe.js';
import { singleUserDefinitions } from './rabbitmq.definitions.js';

/** The broker itself; the `rabbitmq-server` on the PATH is Debian's wrapper around the system's own instance. */
const PROGRAM = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/**
 * RabbitMQ from the distribution's package: an instance with its own data, cookie and ports. It does without
 * epmd, Erlang's one-per-machine name server, so it neither meets another broker nor leaves a daemon behind.
 */
export const rabbitmqStore: LocalStore = {
  title: 'RabbitMQ',
  variable: 'RABBITMQ_URL',
  debianPackage: { name: 'rabbitmq-server', program: PROGRAM, variable: 'RABBITMQ_URL' },
  needsNewerGlibc: false,

  async plan({ folder, logFile, recordFile, secrets, vhosts }) {
    const [port, nodePort] = [await freePort(), await freePort()];
    const password = secrets.get('rabbitmq');
    const url = `amqp://movies:${password}@127.0.0.1:${port}`;
    const settings = [
      `listeners.tcp.local = 127.0.0.1:${port}`,
      `load_definitions = ${join(folder, 'definitions.json')}`,
      'vm_memory_high_watermark.absolute = 512MiB',
      'disk_free_limit.absolute = 100MB',
      // The default of 512 MB is held in memory several times over before quorum queues write it out.
      'raft.wal_max_size_bytes = 33554432',
      'log.file = false',
      'log.console = true',
    ];
    writeFileSync(join(folder, 'rabbitmq.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
    const definitions = singleUserDefinitions('movies', password, ['/', ...vhosts]);
    writeFileSync(join(folder, 'definitions.json'), definitions, { mode: 0o600 });
    writeFileSync(join(folder, 'enabled_plugins'), '[].\n');
    // HOME is where Erlang keeps its cookie.
    mkdirSync(join(folder, 'home'), { recursive: true });
    return {
      url,
      launch: {
        title: 'RabbitMQ',
        file: PROGRAM,
        args: [],
        env: bareEnvironment({
          HOME: join(folder, 'home'),
          RABBITMQ_NODENAME: 'movies@localhost',
          RABBITMQ_CONF_ENV_FILE: '/dev/null',
          RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
          RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
          RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
          RABBITMQ_MNESIA_BASE: join(folder, 'data'),
          RABBITMQ_LOG_BASE: join(folder, 'log'),
          RABBITMQ_LOGS: '-',
          RABBITMQ_DIST_PORT: String(nodePort),
          RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: [
            '-sname movies@localhost',
            `-start_epmd false -erl_epmd_port ${nodePort}`,
            '-kernel inet_dist_use_interface {127,0,0,1}',
          ].join(' '),
          ERL_CRASH_DUMP: join(folder, 'erl_crash.dump'),
          // Lets the start script become the Erlang machine instead of waiting for it: one process, one pid.
          RUNNING_UNDER_SYSTEMD: 'true',
        }),
        cwd: folder,
        logFile,
        recordFile,
        probe: () => probeStore.RABBITMQ_URL(url),
        readyWithinMs: 90_000,
        stopSignal: 'SIGTERM',
        graceMs: 15_000,
      },
    };
  },
};
