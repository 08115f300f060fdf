import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import type { Progress } from '#platform/process/progress.js';
import { SetupError } from '../process/setup-error.js';
import { type CommandResult, runCommand } from '../process/command-line.js';
import type { RunningStores } from './local-stores.js';
import type { StoreVariable } from './store.js';

/** The stores as docker-compose.yml has them: service name, the port it listens on, and its address from outside. */
const SERVICES: Record<StoreVariable, { service: string; port: number; url: (host: string) => string }> = {
  RABBITMQ_URL: { service: 'rabbitmq', port: 5672, url: (host) => `amqp://movies:${password()}@${host}` },
  MONGODB_URI: { service: 'mongodb', port: 27017, url: (host) => `mongodb://${host}/?directConnection=true` },
  REDIS_URL: { service: 'redis', port: 6379, url: (host) => `redis://${host}` },
  CHROMA_URL: { service: 'chroma', port: 8000, url: (host) => `http://${host}` },
};

/** As docker-compose.yml reads it; set for it too, so that a .env file cannot make the two differ. */
function password(): string {
  return process.env.RABBITMQ_PASSWORD ?? 'movies';
}

/** Compose on this clone's own project: two clones have different ones, whatever their folders are called. */
export function compose(args: string[], logFile?: string): Promise<CommandResult> {
  const root = projectRoot();
  const project = `movie-recommender-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`;
  const files = ['docker-compose.yml', join('deploy', 'stores-on-loopback.yml')].flatMap((file) => [
    '-f',
    file,
  ]);
  const env = { ...process.env, RABBITMQ_PASSWORD: password() };
  return runCommand('docker', ['compose', '-p', project, ...files, ...args], { cwd: root, env, logFile });
}

/**
 * Starts stores as containers, published on free ports of the loopback address; their data stay in named volumes.
 *
 * @throws SetupError when the engine cannot pull or start them
 */
export async function startDockerStores(
  variables: StoreVariable[],
  logFile: string,
  progress: Progress,
): Promise<RunningStores> {
  const wanted = variables.map((variable) => ({ variable, ...SERVICES[variable] }));
  const names = wanted.map(({ service }) => service);
  return progress.step(`Starting ${names.join(', ')} with Docker`, async () => {
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= compose(['down'], logFile).then(() => undefined));
    try {
      await composeOrThrow(['up', '-d', '--wait', ...names], logFile);
      const env: Partial<Record<StoreVariable, string>> = {};
      for (const { variable, service, port, url } of wanted) {
        const published = await composeOrThrow(['port', service, String(port)], logFile);
        env[variable] = url(published.trim());
      }
      return { env, pids: () => ({}), up: Promise.resolve(), stop };
    } catch (error) {
      await stop();
      throw error;
    }
  });
}

async function composeOrThrow(args: string[], logFile: string): Promise<string> {
  const { code, output } = await compose(args, logFile);
  if (code === 0) return output;
  const reason = output.trim().split('\n').at(-1) ?? 'no reason given';
  throw new SetupError(
    `docker compose ${args[0]} failed: ${reason} (log: ${logFile}); \`npm start -- --local\` does without Docker`,
  );
}
