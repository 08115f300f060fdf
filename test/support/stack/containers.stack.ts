import { randomBytes } from 'node:crypto';
import { ChromaDBContainer } from '@testcontainers/chromadb';
import { MongoDBContainer } from '@testcontainers/mongodb';
import { RabbitMQContainer } from '@testcontainers/rabbitmq';
import { RedisContainer } from '@testcontainers/redis';
import type { GenericContainer, StartedTestContainer } from 'testcontainers';
import { freePort } from '../../../scripts/process/free-port.js';
import type { Progress } from '#platform/process/progress.js';
import { runCommand } from '../../../scripts/process/command-line.js';
import { singleUserDefinitions } from '../../../scripts/stores/rabbitmq.definitions.js';
import type { StoreVariable } from '../../../scripts/stores/store.js';
import { type TestStack, type TestStackOptions, vhostOf } from './test-stack.js';

const START_MS = 180_000;
const PASSWORD = randomBytes(16).toString('hex');
/** Names the run of the tests that a container belongs to. */
const LABEL = 'movie-recommender.test-run';

interface Store {
  port: number;
  url: (host: string) => string;
  container: (vhosts: string[]) => GenericContainer;
}

/** The same images as in docker-compose.yml. */
const STORES: Record<StoreVariable, Store> = {
  RABBITMQ_URL: {
    port: 5672,
    url: (host) => `amqp://movies:${PASSWORD}@${host}`,
    container: (vhosts) =>
      new RabbitMQContainer('rabbitmq:4-management').withCopyContentToContainer([
        {
          content: 'load_definitions = /etc/rabbitmq/definitions.json\n',
          target: '/etc/rabbitmq/conf.d/20-definitions.conf',
          mode: 0o644,
        },
        {
          content: singleUserDefinitions('movies', PASSWORD, ['/', ...vhosts]),
          target: '/etc/rabbitmq/definitions.json',
          mode: 0o644,
        },
      ]),
  },
  MONGODB_URI: {
    port: 27017,
    // The module makes it a replica set, whose member has a name that only its container knows.
    url: (host) => `mongodb://${host}/?directConnection=true`,
    container: () => new MongoDBContainer('mongo:8'),
  },
  REDIS_URL: {
    port: 6379,
    url: (host) => `redis://${host}`,
    container: () => new RedisContainer('redis:8'),
  },
  CHROMA_URL: {
    port: 8000,
    url: (host) => `http://${host}`,
    container: () => new ChromaDBContainer('chromadb/chroma:1.3.0'),
  },
};

/** The stores as throw-away containers. */
export async function startContainersStack(
  progress: Progress,
  { suites = [], signal }: TestStackOptions,
): Promise<TestStack> {
  // A suite's own stack belongs to the run around it, whose end removes also what an interrupted suite has left.
  const isRun = process.env.TEST_RUN === undefined;
  const label = `${LABEL}=${(process.env.TEST_RUN ??= randomBytes(8).toString('hex'))}`;
  const started = new Map<StoreVariable, StartedTestContainer>();
  const start = async ([name, { port, url, container }]: [string, Store]) => {
    const variable = name as StoreVariable;
    const running = await container(suites.map(vhostOf))
      // Of our own choosing, because a restart would change one of the engine's.
      .withExposedPorts({ container: port, host: await freePort() })
      .withLabels({ [LABEL]: process.env.TEST_RUN! })
      .withStartupTimeout(START_MS)
      .start();
    started.set(variable, running);
    return [variable, url(`${running.getHost()}:${running.getMappedPort(port)}`)] as const;
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= isRun ? removeLabelled(label) : remove([...started.values()].map((one) => one.getId())));

  return progress.step('Starting RabbitMQ, MongoDB, Redis, Chroma in containers', async () => {
    const starts = Object.entries(STORES).map(start);
    try {
      const env = Object.fromEntries(await Promise.all(starts)) as Record<StoreVariable, string>;
      signal.throwIfAborted();
      const restart = (variable: StoreVariable) => started.get(variable)!.restart({ timeout: 0 });
      return { kind: 'containers', env, restart, stop };
    } catch (error) {
      await Promise.allSettled(starts);
      await stop();
      throw error;
    }
  });
}

async function removeLabelled(label: string): Promise<void> {
  const { output } = await runCommand('docker', ['ps', '--all', '--quiet', '--filter', `label=${label}`]);
  await remove(output.split('\n').filter((id) => /^[0-9a-f]+$/.test(id)));
}

async function remove(ids: string[]): Promise<void> {
  if (ids.length > 0) await runCommand('docker', ['rm', '--force', '--volumes', ...ids]);
}
