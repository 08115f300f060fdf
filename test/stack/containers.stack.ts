import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import type { Progress } from '#platform/progress.js';
import type { StoreVariable } from '../../scripts/stores/store.js';
import type { TestStack } from './test-stack.js';

const START_MS = 180_000;

/** The same images as in docker-compose.yml. */
const CONTAINERS: { variable: StoreVariable; port: number; make: () => GenericContainer; url: string }[] = [
  {
    variable: 'RABBITMQ_URL',
    port: 5672,
    url: 'amqp://movies:movies@',
    make: () =>
      new GenericContainer('rabbitmq:4-management')
        .withEnvironment({ RABBITMQ_DEFAULT_USER: 'movies', RABBITMQ_DEFAULT_PASS: 'movies' })
        // `ping` would answer before the broker listens.
        .withWaitStrategy(Wait.forSuccessfulCommand('rabbitmq-diagnostics -q check_port_connectivity')),
  },
  {
    variable: 'MONGODB_URI',
    port: 27017,
    url: 'mongodb://',
    make: () =>
      new GenericContainer('mongo:8').withWaitStrategy(Wait.forLogMessage(/waiting for connections/i)),
  },
  {
    variable: 'REDIS_URL',
    port: 6379,
    url: 'redis://',
    make: () =>
      new GenericContainer('redis:8').withWaitStrategy(Wait.forLogMessage('Ready to accept connections')),
  },
  {
    variable: 'CHROMA_URL',
    port: 8000,
    url: 'http://',
    make: () =>
      new GenericContainer('chromadb/chroma:1.3.0').withWaitStrategy(Wait.forHttp('/api/v2/heartbeat', 8000)),
  },
];

/** The stores as throw-away containers. */
export async function startContainersStack(progress: Progress, signal: AbortSignal): Promise<TestStack> {
  const started: StartedTestContainer[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= Promise.all(started.map((container) => container.stop({ removeVolumes: true }))).then(
      () => undefined,
    ));
  return progress.step('Starting RabbitMQ, MongoDB, Redis, Chroma in containers', async () => {
    const starts = CONTAINERS.map(async ({ variable, port, make, url }) => {
      const container = await make().withExposedPorts(port).withStartupTimeout(START_MS).start();
      started.push(container);
      return [variable, `${url}${container.getHost()}:${container.getMappedPort(port)}`] as const;
    });
    try {
      const env = Object.fromEntries(await Promise.all(starts)) as Record<StoreVariable, string>;
      signal.throwIfAborted();
      return { kind: 'containers', env, stop };
    } catch (error) {
      await Promise.allSettled(starts);
      await stop();
      throw error;
    }
  });
}
