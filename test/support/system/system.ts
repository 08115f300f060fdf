import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/process/free-port.js';
import { address, eventually } from '../process/eventually.js';
import { startServiceProcess } from '../process/service.process.js';

export const TEST_SECRET = 'only-for-tests-'.repeat(3);
const RETRY_DELAYS = [100, 300];
/** A first training has only what of the processor the rest leaves it. Less than suites have, so that they say what was not ready. */
const READY_MS = 100_000;
/** A question that is not answered by then is asked again. */
const ANSWER_MS = 5_000;
const STORES = ['RABBITMQ_URL', 'MONGODB_URI', 'REDIS_URL', 'CHROMA_URL'] as const;

export type Service = 'users' | 'catalog' | 'recommender' | 'gateway';

/** The whole system, as a suite sees it that leaves it running. */
export interface RunningSystem {
  readonly api: string;
  origin(service: 'gateway'): string;
  /** Gets a page of a service's own, such as /metrics. @throws when it is not found */
  ask(service: Service, path: string): Promise<string>;
  /** Everything the services logged at `warn` or above, at least. */
  printed(): Promise<string>;
}

/** A system that a suite starts and stops, however it is run. */
export interface TestedSystem extends RunningSystem {
  /** Starts services and waits until each says it is ready. */
  start(...services: Service[]): Promise<void>;
  /** Runs a service's command to its end. @returns what it printed */
  run(service: Service, ...args: string[]): Promise<string>;
  /** @returns the exit code; null when there is none */
  stop(service: Service, signal?: NodeJS.Signals): Promise<number | null>;
  stopAll(): Promise<void>;
  /** Stops a service in its tracks: it answers nothing, and its connections stay open. */
  freeze(service: Service): Promise<void>;
  thaw(service: Service): Promise<void>;
}

/** @throws when it is not found */
export async function textAt(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.text();
}

/** As processes of its own, as `npm start` runs it, on databases of this suite alone. */
export class System implements TestedSystem {
  private readonly processes = new Map<Service, ChildProcess>();
  private readonly ports = new Map<Service, number>();
  private output = '';
  readonly env: NodeJS.ProcessEnv;

  /** @param checkout  the folder of another version, built; this one when left out */
  constructor(
    settings: NodeJS.ProcessEnv = {},
    private readonly checkout?: string,
  ) {
    const id = randomUUID().slice(0, 8);
    this.env = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      LOG_PRETTY: 'false',
      JWT_SECRET: TEST_SECRET,
      ...Object.fromEntries(STORES.map((store) => [store, settings[store] ?? address(store)])),
      MONGODB_DATABASE_PREFIX: `e2e-${id}-`,
      REDIS_KEY_PREFIX: `e2e-${id}:`,
      CHROMA_COLLECTION: `e2e-${id}`,
      MODEL_DIR: join(tmpdir(), `e2e-${id}-models`),
      EVENT_RETRY_DELAYS_MS: RETRY_DELAYS.join(','),
      RPC_TIMEOUT_MS: '3000',
      ...settings,
    };
  }

  get api(): string {
    return `${this.origin('gateway')}/api/v1`;
  }

  origin(service: Service): string {
    return `http://127.0.0.1:${this.ports.get(service)}`;
  }

  async start(...services: Service[]): Promise<void> {
    await this.launch(...services);
    await Promise.all(services.map((service) => this.untilReady(service)));
  }

  /** Starts services and does not wait for them. */
  async launch(...services: Service[]): Promise<void> {
    for (const service of services) this.ports.set(service, this.ports.get(service) ?? (await freePort()));
    for (const service of services) this.processes.set(service, this.spawn(service, []));
  }

  async run(service: Service, ...args: string[]): Promise<string> {
    const child = this.spawn(service, args);
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0)
      throw new Error(`${service} ${args.join(' ')} ended with ${code}:\n${printed}${this.output}`);
    return printed;
  }

  async stop(service: Service, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.processes.get(service);
    this.processes.delete(service);
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.processes.keys()].map((service) => this.stop(service)));
  }

  async freeze(service: Service): Promise<void> {
    process.kill(this.pid(service)!, 'SIGSTOP');
  }

  async thaw(service: Service): Promise<void> {
    process.kill(this.pid(service)!, 'SIGCONT');
  }

  pid(service: Service): number | undefined {
    return this.processes.get(service)?.pid;
  }

  /** Of a service that ended by itself; null while it runs. */
  exitCode(service: Service): number | null | undefined {
    return this.processes.get(service)?.exitCode;
  }

  ask(service: Service, path: string): Promise<string> {
    return textAt(this.origin(service) + path);
  }

  async printed(): Promise<string> {
    return this.output;
  }

  private spawn(service: Service, args: string[]): ChildProcess {
    const port = String(this.ports.get(service) ?? 0);
    const child = startServiceProcess(
      service,
      args,
      { ...this.env, PORT: port, HEALTH_PORT: port },
      this.checkout,
    );
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    return child;
  }

  private async untilReady(service: Service): Promise<void> {
    const code = await eventually(async () => {
      if (typeof this.exitCode(service) === 'number') return this.exitCode(service);
      const signal = AbortSignal.timeout(ANSWER_MS);
      const response = await fetch(`${this.origin(service)}/health/ready`, { signal }).catch(
        (error: Error) => {
          throw new Error(`${service} is not up: ${error.message}\n${this.output}`);
        },
      );
      if (!response.ok) throw new Error(`${service}: ${await response.text()}`);
    }, READY_MS);
    if (code !== undefined)
      throw new Error(`${service} ended with ${code} instead of being ready:\n${this.output}`);
  }
}
