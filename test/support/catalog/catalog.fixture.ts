import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  EVENTS_EXCHANGE,
  type EventClass,
  type EventEnvelope,
  eventName,
} from '#contracts/protocol/event.js';
import { type Environment, readEnvironment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { PlotIndex } from '#plots/plot.index.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Logger } from '@nestjs/common';
import { ChromaClient } from 'chromadb';
import { type Connection, createConnection } from 'mongoose';
import { freePort } from '../../../scripts/process/free-port.js';
import { Broker } from '../stack/broker.js';
import { CheckedRpcClient } from '../process/checked.rpc-client.js';
import { address, eventually } from '../process/eventually.js';
import { startServiceProcess } from '../process/service.process.js';
import { SilentLogger } from '../process/silent.logger.js';

const RETRY_DELAYS = [200, 400];
/** A test's process is slow on a busy machine. */
const START_MS = 60_000;

/** The catalog as processes, on a database and a collection of their own, seen from outside. */
export class CatalogFixture {
  readonly environment: Environment;
  readonly index: PlotIndex;
  readonly rpc: RpcClient;
  readonly publisher: EventPublisher;
  readonly variables: Record<string, string>;
  private readonly heard: { name: string; data: unknown }[] = [];
  private readonly children: ChildProcess[] = [];
  private broker!: Broker;
  mongo!: Connection;

  constructor(overrides: Record<string, string> = {}) {
    const name = `catalog-${randomUUID().slice(0, 8)}`;
    this.variables = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      RABBITMQ_URL: address('RABBITMQ_URL'),
      MONGODB_URI: address('MONGODB_URI'),
      CHROMA_URL: address('CHROMA_URL'),
      MONGODB_DATABASE_PREFIX: `${name}-`,
      CHROMA_COLLECTION: name,
      EVENT_RETRY_DELAYS_MS: RETRY_DELAYS.join(','),
    };
    this.environment = readEnvironment(this.variables);
    this.index = new PlotIndex(this.environment);
    this.rpc = new CheckedRpcClient(this.environment);
    this.publisher = new EventPublisher(this.environment);
    Object.assign(this.variables, overrides);
  }

  async open(): Promise<void> {
    Logger.overrideLogger(new SilentLogger());
    this.broker = await Broker.connect(this.environment.RABBITMQ_URL);
    const { channel } = this.broker;
    await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, EVENTS_EXCHANGE, 'catalog.#');
    await channel.consume(
      queue,
      (message) => {
        const { pattern, data } = JSON.parse(message!.content.toString()) as {
          pattern: string;
          data: EventEnvelope;
        };
        this.heard.push({ name: pattern, data: data.data });
      },
      { noAck: true },
    );
    this.mongo = await createConnection(this.environment.MONGODB_URI, {
      dbName: `${this.environment.MONGODB_DATABASE_PREFIX}catalog`,
    }).asPromise();
  }

  /** The events of a class that the catalog has published so far. */
  published<T extends object>(type: EventClass<T>): T[] {
    return this.heard.filter(({ name }) => name === eventName(type)).map(({ data }) => data as T);
  }

  forgetPublished(): void {
    this.heard.length = 0;
  }

  /** Starts the built program; its output is collected. */
  spawn(
    args: string[],
    overrides: Record<string, string> = {},
  ): { child: ChildProcess; output: () => string } {
    let printed = '';
    const child = startServiceProcess('catalog', args, { ...this.variables, ...overrides });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    this.children.push(child);
    return { child, output: () => printed };
  }

  /** Runs a command to its end. */
  async run(
    args: string[],
    overrides?: Record<string, string>,
  ): Promise<{ code: number | null; output: string }> {
    const { child, output } = this.spawn(args, overrides);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output: output() };
  }

  /** Starts the service and waits until it is ready and takes calls. */
  async serve(
    overrides: Record<string, string> = {},
  ): Promise<{ child: ChildProcess; output: () => string }> {
    const port = await freePort();
    const service = this.spawn([], { HEALTH_PORT: String(port), LOG_LEVEL: 'info', ...overrides });
    await eventually(async () => {
      if (service.child.exitCode !== null) throw new Error(service.output());
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
      if (!answer.ok || !service.output().includes('catalog is ready')) throw new Error(service.output());
    }, START_MS);
    return service;
  }

  async stopProcesses(): Promise<void> {
    const living = this.children.filter((child) => child.exitCode === null && child.signalCode === null);
    await Promise.all(
      living.map(async (child) => {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }),
    );
  }

  async close(): Promise<void> {
    await this.stopProcesses();
    await this.mongo.dropDatabase();
    await this.mongo.close();
    await this.dropIndex();
    await Promise.all([this.rpc.onApplicationShutdown(), this.publisher.onApplicationShutdown()]);
    await this.broker.close();
  }

  private async dropIndex(): Promise<void> {
    const { hostname, port } = new URL(this.environment.CHROMA_URL);
    const chroma = new ChromaClient({ host: hostname, port: Number(port), ssl: false });
    await chroma.deleteCollection({ name: this.index.name }).catch(() => undefined);
  }
}
