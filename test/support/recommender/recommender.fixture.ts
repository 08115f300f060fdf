import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageMovies } from '#contracts/catalog/catalog.rpc.js';
import { EVENTS_EXCHANGE, type EventClass, type EventEnvelope } from '#contracts/protocol/event.js';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import {
  FeedbackChanged,
  type FeedbackKind,
  RatingsChanged,
  SeenChanged,
} from '#contracts/users/users.events.js';
import { pageUsers, type UserSnapshot } from '#contracts/users/users.rpc.js';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { type Environment, readEnvironment } from '#platform/config/environment.js';
import { EventPublisher, sealEvent } from '#platform/messaging/event.publisher.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { personalList } from '#lists/list.key.js';
import { MovieCards } from '#lists/movie.cards.js';
import { type ReadyList, ReadyLists } from '#lists/ready-lists.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Connection, createConnection } from 'mongoose';
import { freePort } from '../../../scripts/process/free-port.js';
import { Broker } from '../stack/broker.js';
import { CheckedRpcClient } from '../process/checked.rpc-client.js';
import { address, eventually } from '../process/eventually.js';
import { startServiceProcess } from '../process/service.process.js';

const RATED_AT = '2026-01-01T00:00:00.000Z';
const RETRY_DELAYS = [200, 201, 202, 203, 204, 205, 206, 207, 208, 209];

export const userId = (): string => randomBytes(12).toString('hex');

/** A recommender process, and all that stands around it: owners to fill from, a broker to talk over, stores to look into. */
export class RecommenderFixture {
  readonly environment: Environment;
  readonly announced: ListRefreshed[] = [];
  readonly readyLists: ReadyLists;
  readonly cards: MovieCards;
  readonly redis: RedisConnection;
  readonly rpc: RpcClient;
  readonly publisher: EventPublisher;
  private broker!: Broker;
  private owners?: INestApplicationContext[];
  private services: ChildProcess[] = [];
  private output = '';
  private readonly variables: Record<string, string>;

  constructor(overrides: Record<string, string> = {}) {
    const name = `recommender-${randomUUID().slice(0, 8)}`;
    this.variables = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'debug',
      RABBITMQ_URL: address('RABBITMQ_URL'),
      MONGODB_URI: address('MONGODB_URI'),
      REDIS_URL: address('REDIS_URL'),
      CHROMA_URL: address('CHROMA_URL'),
      MONGODB_DATABASE_PREFIX: `${name}-`,
      REDIS_KEY_PREFIX: `${name}:`,
      CHROMA_COLLECTION: name,
      MODEL_DIR: mkdtempSync(join(tmpdir(), 'models-')),
      EVENT_RETRY_DELAYS_MS: RETRY_DELAYS.join(','),
    };
    this.environment = readEnvironment(this.variables);
    this.redis = new RedisConnection(this.environment);
    this.readyLists = new ReadyLists(this.redis);
    this.cards = new MovieCards(this.redis);
    this.rpc = new CheckedRpcClient(this.environment);
    this.publisher = new EventPublisher(this.environment);
    Object.assign(this.variables, overrides);
  }

  /** Listens for the news of lists. */
  async open(): Promise<void> {
    this.broker = await Broker.connect(this.environment.RABBITMQ_URL);
    const { channel } = this.broker;
    await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, EVENTS_EXCHANGE, 'recommender.list-refreshed.v1');
    await channel.consume(
      queue,
      (message) => {
        const { data } = JSON.parse(message!.content.toString()) as { data: EventEnvelope };
        this.announced.push(data.data as ListRefreshed);
      },
      { noAck: true },
    );
  }

  /** Answers as catalog and users do when a user fills a read model. */
  async startOwners(movies: MovieSnapshot[], snapshots: UserSnapshot[]): Promise<void> {
    @Controller()
    class Owners {
      @OnRpc(pageMovies)
      async movies({ after = '', limit }: { after?: string; limit: number }): Promise<MovieSnapshot[]> {
        return pageAfter(movies, (movie) => movie.id, after, limit);
      }

      @OnRpc(pageUsers)
      async users({ after = '', limit }: { after?: string; limit: number }): Promise<UserSnapshot[]> {
        return pageAfter(snapshots, (preferences) => preferences.userId, after, limit);
      }
    }
    @Module({ controllers: [Owners] })
    class OwnersModule {}
    this.owners = await Promise.all(
      (['catalog', 'users'] as const).map(async (service) => {
        const strategy = new RpcServer(rpcQueue(this.environment.RABBITMQ_URL, service));
        const app = await NestFactory.createMicroservice(OwnersModule, { strategy, logger: false });
        await app.listen();
        return app;
      }),
    );
  }

  /** What its processes are started with. */
  get settings(): Record<string, string> {
    return { ...this.variables };
  }

  /** Starts a recommender, or one more beside those that run, and waits until it is ready. @returns its health port */
  async startService(): Promise<number> {
    const port = await freePort();
    const service = startServiceProcess('recommender', [], { ...this.variables, HEALTH_PORT: String(port) });
    this.services.push(service);
    service.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    service.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    await eventually(async () => {
      if (service.exitCode !== null) throw new Error(this.log());
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
      if (answer.status !== 200) throw new Error(`${await answer.text()}\n${this.log()}`);
    }, 60_000);
    return port;
  }

  /** The model that a recommender serves, and how many it has trained, by its own metrics. */
  async modelOf(port: number): Promise<{ modelId?: string; trained: number }> {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return {
      modelId: /^serving_model\{.*model_id="([^"]+)".*\} 1$/m.exec(text)?.[1],
      trained: Number(/^model_training_seconds_count.* (\d+)$/m.exec(text)?.[1]),
    };
  }

  /** The recommender's own database. */
  database(): Promise<Connection> {
    return createConnection(this.environment.MONGODB_URI, {
      dbName: `${this.environment.MONGODB_DATABASE_PREFIX}recommender`,
    }).asPromise();
  }

  /** What the processes have written. */
  log(): string {
    return this.output;
  }

  /** Those that say so. */
  lines(message: string): string[] {
    return this.output.split('\n').filter((line) => line.includes(message));
  }

  /** Ends the oldest process. @returns its exit code; null when it was killed */
  async stopService(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const service = this.services.shift();
    if (!service) throw new Error('no recommender is running');
    if (service.exitCode === null && service.signalCode === null) {
      service.kill(signal);
      await once(service, 'exit');
    }
    return service.exitCode;
  }

  async publish<T extends object>(type: EventClass<T>, data: T, times = 1): Promise<void> {
    const event = sealEvent(type, data);
    for (let i = 0; i < times; i++) await this.publisher.send(event);
  }

  async rate(
    user: string,
    version: number,
    ratings: Record<string, number | undefined>,
    times = 1,
  ): Promise<void> {
    const changes = Object.entries(ratings).map(([movieId, rating]) => ({
      movieId,
      ratedAt: RATED_AT,
      ...(rating !== undefined && { rating }),
    }));
    await this.publish(RatingsChanged, { userId: user, version, changes }, times);
  }

  async mark(
    user: string,
    version: number,
    movieId: string,
    kind: FeedbackKind | 'seen',
    on: boolean,
  ): Promise<void> {
    if (kind === 'seen')
      await this.publish(SeenChanged, { userId: user, version, changes: [{ movieId, on }] });
    else await this.publish(FeedbackChanged, { userId: user, version, changes: [{ movieId, kind, on }] });
  }

  /** The `count`-th announcement of a list that has seen a version. */
  announcement(user: string, version: number, count = 1): Promise<ListRefreshed> {
    return eventually(() => {
      const found = this.announced.filter(
        (event) => event.userId === user && event.ratingsVersion >= version,
      );
      if (found.length < count)
        throw new Error(`${found.length} of ${count} announcements for ${user} at ${version}\n${this.log()}`);
      return found[count - 1];
    });
  }

  /** The list in Redis, whole. */
  async list(user: string): Promise<ReadyList> {
    const list = await this.readyLists.read(personalList(user), 0, LIST_LENGTH);
    if (!list) throw new Error(`no list of ${user}`);
    return list;
  }

  async ids(user: string): Promise<string[]> {
    return (await this.list(user)).movies.map(({ movieId }) => movieId);
  }

  /** Events that wait for the recommender; those in its hands are not among them. */
  async unhandledEvents(): Promise<number> {
    return this.broker.waiting('recommender.events');
  }

  /** Events nobody could make anything of. */
  async deadEvents(): Promise<number> {
    return this.broker.waiting('recommender.events.dead');
  }

  async close(): Promise<void> {
    while (this.services.length > 0) await this.stopService();
    await Promise.all(this.owners?.map((app) => app.close()) ?? []);
    await this.rpc.onApplicationShutdown();
    await this.publisher.onApplicationShutdown();
    const prefix = this.environment.REDIS_KEY_PREFIX;
    const keys = await this.redis.client.keys(`${prefix}*`);
    if (keys.length > 0) await this.redis.client.del(keys.map((key) => key.slice(prefix.length)));
    await this.redis.onApplicationShutdown();
    const mongo = await this.database();
    await mongo.dropDatabase();
    await mongo.close();
    rmSync(this.environment.MODEL_DIR, { recursive: true, force: true });
    await this.broker.deleteServiceQueues(RETRY_DELAYS);
    await this.broker.close();
  }
}

function pageAfter<T>(all: T[], idOf: (entry: T) => string, after: string, limit: number): T[] {
  const sorted = all.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return sorted.filter((entry) => idOf(entry) > after).slice(0, limit);
}
