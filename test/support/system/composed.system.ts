import { basename } from 'node:path';
import { ask, compose, containersOf, inspect, SERVICES } from './compose.js';
import type { Service, TestedSystem } from './system.js';

/** The system as `npm run test:compose` has started it; it belongs to the whole run, so nobody stops it for good. */
export class ComposedSystem implements TestedSystem {
  private readonly since = new Date().toISOString();

  get api(): string {
    return `${this.origin()}/api/v1`;
  }

  /** Only the way to the gateways is published. */
  origin(): string {
    return `http://127.0.0.1:${process.env.PORT}`;
  }

  async start(...services: Service[]): Promise<void> {
    await compose('up', '--detach', '--wait', 'proxy', ...services);
  }

  /** Folders among the arguments are shown to the container. */
  async run(service: Service, ...args: string[]): Promise<string> {
    const folders = args.filter((arg) => arg.startsWith('/'));
    const mounts = folders.flatMap((folder) => ['--volume', `${folder}:/${basename(folder)}:ro`]);
    const inside = args.map((arg) => (folders.includes(arg) ? `/${basename(arg)}` : arg));
    return compose('run', '--rm', '--no-TTY', ...mounts, service, ...inside);
  }

  async stop(service: Service, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (signal === 'SIGTERM') await compose('stop', service);
    else await compose('kill', '--signal', signal, service);
    const [{ State }] = await inspect<{ State: { ExitCode: number } }>(...(await containersOf(service)));
    return State.ExitCode;
  }

  async stopAll(): Promise<void> {}

  async freeze(service: Service): Promise<void> {
    await compose('pause', service);
  }

  async thaw(service: Service): Promise<void> {
    await compose('unpause', service);
  }

  ask(service: Service, path: string): Promise<string> {
    return ask(service, path);
  }

  printed(): Promise<string> {
    return compose('logs', '--no-log-prefix', '--since', this.since, ...SERVICES);
  }
}
