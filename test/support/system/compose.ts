import { projectRoot } from '#platform/config/project-root.js';
import { runCommand } from '../../../scripts/process/command-line.js';

export const SERVICES = ['gateway', 'users', 'catalog', 'recommender'] as const;
export const STORES = ['rabbitmq', 'mongodb', 'redis', 'chroma'] as const;

/** `docker` with arguments. @returns what it printed. @throws with that, when it fails */
export async function docker(...args: string[]): Promise<string> {
  const { code, output } = await runCommand('docker', args, { cwd: projectRoot(), env: process.env });
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

/** `docker compose` on the project that COMPOSE_PROJECT_NAME names, as `npm run test:compose` sets it. */
export function compose(...args: string[]): Promise<string> {
  if (!process.env.COMPOSE_PROJECT_NAME) throw new Error('start these tests with npm run test:compose');
  return docker('compose', ...args);
}

/** The ids of a service's containers, or of all, also of those that have ended. */
export async function containersOf(...services: string[]): Promise<string[]> {
  return (await compose('ps', '--all', '--quiet', ...services)).split('\n').filter(Boolean);
}

/** What `docker inspect` knows of containers, networks or images. */
export async function inspect<T>(...names: string[]): Promise<T[]> {
  return JSON.parse(await docker('inspect', ...names)) as T[];
}

/** Asks a replica of a service from inside its container: only the proxy is published. */
export async function ask(service: string, path: string, replica = 1): Promise<string> {
  const port = service === 'gateway' ? 3000 : 3001;
  const script = `fetch('http://127.0.0.1:${port}${path}').then(async (answer) => {
    if (!answer.ok) throw new Error('status ' + answer.status);
    process.stdout.write(await answer.text());
  })`;
  return compose('exec', '--no-TTY', '--index', String(replica), service, 'node', '-e', script);
}
