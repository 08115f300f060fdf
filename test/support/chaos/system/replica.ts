import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../process/eventually.js';
import { type Service, System } from '../../system/system.js';

const LOOK_MS = 200;
/** As `npm start` waits before it starts again what has died. */
const RESTART_MS = 1000;
const READY_WITHIN_MS = 180_000;

/** One process of each service, started again whenever it dies; what dies unasked is a crash. */
export class Replica {
  readonly system: System;
  readonly crashes: Service[] = [];
  private readonly running = new Set<Service>();
  private added: NodeJS.ProcessEnv = {};
  private readonly timer: NodeJS.Timeout;

  /** @param checkout  the folder of another version, built; this one when left out */
  constructor(settings: NodeJS.ProcessEnv, checkout?: string) {
    this.system = new System(settings, checkout);
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  get api(): string {
    return this.system.api;
  }

  runs(service: Service): boolean {
    return this.running.has(service);
  }

  async start(...services: Service[]): Promise<void> {
    await this.system.launch(...services);
    // More patient than a suite: the machine may be busy, and what is missing come back only just now.
    for (const service of services)
      await eventually(() => this.system.ask(service, '/health/ready'), READY_WITHIN_MS);
    for (const service of services) this.running.add(service);
  }

  /** Kills a service. @returns when it is ready again */
  async kill(service: Service): Promise<void> {
    await this.stop(service, 'SIGKILL');
    await pause(RESTART_MS);
    await this.start(service);
  }

  /** Stops all services and starts them with other settings beside their own. */
  async restart(settings: NodeJS.ProcessEnv): Promise<void> {
    const services = [...this.running];
    for (const name of Object.keys(this.added)) delete this.system.env[name];
    Object.assign(this.system.env, (this.added = settings));
    await Promise.all(services.map((service) => this.stop(service)));
    await this.start(...services);
  }

  async stop(service: Service, signal?: NodeJS.Signals): Promise<void> {
    this.running.delete(service);
    await this.system.stop(service, signal);
  }

  freeze(service: Service): void {
    process.kill(this.system.pid(service)!, 'SIGSTOP');
  }

  thaw(service: Service): void {
    if (this.isAlive(service)) process.kill(this.system.pid(service)!, 'SIGCONT');
  }

  /** Messages in the services' dead queues. */
  async dead(): Promise<number> {
    let sum = 0;
    for (const service of ['users', 'catalog', 'recommender'] as const)
      sum += await eventually(async () => {
        const metrics = await this.system.ask(service, '/metrics');
        const counts = [...metrics.matchAll(/^dead_events\S* (\S+)$/gm)].map(([, count]) => Number(count));
        if (counts.some(Number.isNaN)) throw new Error(`${service} does not know its dead events`);
        return counts.reduce((total, count) => total + count, 0);
      }, 30_000);
    return sum;
  }

  async stopAll(): Promise<void> {
    clearInterval(this.timer);
    for (const service of this.running) this.thaw(service);
    this.running.clear();
    await this.system.stopAll();
  }

  private async look(): Promise<void> {
    for (const service of this.running) {
      if (this.isAlive(service)) continue;
      this.crashes.push(service);
      this.running.delete(service);
      await pause(RESTART_MS);
      await this.start(service).catch(() => this.running.add(service));
    }
  }

  private isAlive(service: Service): boolean {
    try {
      return process.kill(this.system.pid(service)!, 0);
    } catch {
      return false;
    }
  }
}
