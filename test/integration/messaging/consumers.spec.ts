import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { rpc, type ServiceName } from '#contracts/protocol/rpc.js';
import { UserRegistered } from '#contracts/users/users.events.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { HEALTH_CHECKS, HealthController } from '#platform/http/health.controller.js';
import { BrokerConnection } from '#platform/broker/broker.connection.js';
import { EventPublisher, sealEvent } from '#platform/messaging/event.publisher.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { LastingChannel } from '#platform/broker/lasting.channel.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { eventQueue, rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { deadEvents } from '#platform/observability/metrics.js';
import { Controller } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { connect } from 'amqplib';
import { address, eventually } from '../../support/process/eventually.js';
import { Broker } from '../../support/stack/broker.js';

const registeredAt = '2026-01-01T00:00:00.000Z';
const userId = '66f2c3a17d3e2b0012ab34cd';
const RETRY_DELAYS = [50, 100];
const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
const greet = rpc('users.greet', UserRef).replies<string>();

@Controller()
class Probe {
  static handled: string[] = [];
  static atOnce = { now: 0, most: 0 };
  static onEvent: () => Promise<void> = async () => undefined;

  @OnEvent(UserRegistered)
  async onUserRegistered(event: UserRegistered): Promise<void> {
    Probe.atOnce.most = Math.max(Probe.atOnce.most, ++Probe.atOnce.now);
    try {
      await Probe.onEvent();
      Probe.handled.push(event.userId);
    } finally {
      Probe.atOnce.now -= 1;
    }
  }

  @OnRpc(greet)
  async greet(): Promise<string> {
    return 'hello';
  }
}

/** The n-th user of a test. */
const user = (n: number) => `66f2c3a17d3e2b0012ab34${(0x10 + n).toString(16)}`;

describe('a service that consumes', () => {
  const url = address('RABBITMQ_URL');
  const environment = Object.assign(new Environment(), { RABBITMQ_URL: url, RPC_TIMEOUT_MS: 1000 });
  const publisher = new EventPublisher(environment);
  const client = new RpcClient(environment);
  let broker: Broker;
  let service: string;
  let app: NestFastifyApplication | undefined;

  const queue = () => `${service}.events`;
  const publish = (n = 0) => publisher.publish(UserRegistered, { userId: user(n), registeredAt });
  const put = (name: string, n: number, headers = {}) => {
    const { name: pattern, ...data } = sealEvent(UserRegistered, { userId: user(n), registeredAt });
    const content = Buffer.from(JSON.stringify({ pattern, data }));
    broker.channel.sendToQueue(name, content, { persistent: true, headers });
  };
  const handles = (n: number) => eventually(() => expect(Probe.handled).toContain(user(n)));
  const ready = async () => {
    const { statusCode, body } = await app!.inject({ url: '/health/ready' });
    return [statusCode, JSON.parse(body)] as const;
  };

  async function start(): Promise<void> {
    const module = await Test.createTestingModule({
      controllers: [Probe, HealthController],
      providers: [{ provide: HEALTH_CHECKS, useValue: [] }],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    const calls = `${service}.rpc`;
    app.connectMicroservice({ strategy: new RpcServer({ ...rpcQueue(url, 'users'), queue: calls }) });
    app.connectMicroservice({ strategy: new EventsServer(eventQueue(url, service), RETRY_DELAYS) });
    await app.startAllMicroservices();
    await app.init();
  }

  /** Takes messages as a process does that dies with them in hand. */
  async function dieOn(count: number): Promise<void> {
    const connection = await connect(url);
    const channel = await connection.createChannel();
    await channel.prefetch(count);
    const taken = Promise.withResolvers<void>();
    let left = count;
    await channel.consume(queue(), () => void ((left -= 1) === 0 && taken.resolve()));
    await taken.promise;
    await connection.close();
  }

  beforeAll(async () => {
    broker = await Broker.connect(url);
  });

  beforeEach(() => {
    service = `probe-${randomUUID()}`;
    Probe.handled = [];
    Probe.atOnce = { now: 0, most: 0 };
    Probe.onEvent = async () => undefined;
  });

  afterEach(async () => {
    await app?.close();
    app = undefined;
    await broker.deleteQueuesOf(service, RETRY_DELAYS);
  });

  afterAll(async () => {
    await publisher.onApplicationShutdown();
    await client.onApplicationShutdown();
    await broker.close();
  });

  it('consumes again when its queues were deleted, and is ready', async () => {
    await start();
    const named = { [`${service}.rpc`]: 'up', [queue()]: 'up' };
    expect(await ready()).toEqual([200, { status: 'ok', ...named }]);
    await broker.channel.deleteQueue(queue());
    await broker.channel.deleteQueue(`${service}.rpc`);
    const greeting = { ...greet, name: `${service as ServiceName}.greet` as const };
    await eventually(async () => {
      expect(await ready()).toEqual([200, { status: 'ok', ...named }]);
      await publish();
      expect(Probe.handled).not.toEqual([]);
    }, 10_000);
    // Nobody here answers a call of this name, and that is an answer.
    await expect(client.call(greeting, { userId })).rejects.toThrow('does not answer');
  });

  it('is not ready while it cannot consume, says which queue, and comes back by itself', async () => {
    await start();
    await broker.channel.deleteQueue(queue());
    // Of another kind, so that it cannot be declared: as after somebody's mistake.
    await eventually(async () => {
      const other = await connect(url);
      other.on('error', () => undefined);
      try {
        const channel = await other.createChannel();
        channel.on('error', () => undefined);
        await channel.deleteQueue(queue());
        await channel.assertQueue(queue(), { durable: true });
      } finally {
        await other.close();
      }
    });
    await eventually(async () =>
      expect(await ready()).toEqual([
        503,
        {
          status: 'unavailable',
          [`${service}.rpc`]: 'up',
          [queue()]: expect.stringContaining('PRECONDITION'),
        },
      ]),
    );
    await broker.channel.deleteQueue(queue());
    await eventually(async () => expect((await ready())[0]).toBe(200), 10_000);
    await publish(1);
    await handles(1);
  });

  it('goes on when the queue of dead events is gone, and makes it again when it needs it', async () => {
    await start();
    await broker.channel.deleteQueue(`${queue()}.dead`);
    expect((await deadEvents.get()).values[0].value).toBeNaN();
    expect((await ready())[0]).toBe(200);
    await publish(1);
    await handles(1);
    broker.channel.publish(EVENTS_EXCHANGE, 'users.user-registered.v1', Buffer.from('hello'));
    await eventually(async () => expect((await deadEvents.get()).values[0].value).toBe(1));
    expect((await broker.next(`${queue()}.dead`)).content.toString()).toBe('hello');
  });

  it('loses no event whose waiting queue is gone', async () => {
    await start();
    await broker.channel.deleteQueue(`${queue()}.again.${RETRY_DELAYS[0]}`);
    let failures = 1;
    Probe.onEvent = async () => {
      if (failures-- > 0) throw new Error('not yet');
    };
    await publish(1);
    await handles(1);
  });

  it('gives up an event on which processes die, says so, and handles those beside it', async () => {
    await start();
    await app!.close();
    put(queue(), 1);
    for (let death = 0; death < 5; death++) await dieOn(1);
    put(queue(), 2);
    await start();
    await handles(2);
    const { headers } = (await broker.next(`${queue()}.dead`)).properties;
    expect(headers?.['x-reason']).toMatch(/delivered 5 times.*process ended/);
    // Put back, it is tried as often as a new one.
    expect(headers?.['x-delivery-count'] ?? 0).toBe(0);
    expect(Probe.handled).toEqual([user(2)]);
  });

  it('takes events that a process died on one by one, so that only the guilty one is blamed', async () => {
    await start();
    await app!.close();
    for (const n of [1, 2, 3, 4]) put(queue(), n);
    await eventually(async () => expect(await broker.waiting(queue())).toBe(4));
    await dieOn(4);
    Probe.onEvent = () => new Promise((resolve) => setImmediate(resolve));
    await start();
    for (const n of [1, 2, 3, 4]) await handles(n);
    expect(Probe.atOnce.most).toBe(1);
    const release = Promise.withResolvers<void>();
    Probe.onEvent = () => release.promise;
    for (const n of [5, 6, 7, 8]) put(queue(), n);
    await eventually(() => expect(Probe.atOnce.most).toBe(4));
    release.resolve();
    for (const n of [5, 6, 7, 8]) await handles(n);
  });

  it('handles all that lies in the queues of version 0.5', async () => {
    await broker.channel.assertQueue(queue(), QUORUM);
    await broker.channel.assertQueue(`${queue()}.dead`, QUORUM);
    const retry = `${queue()}.retry.300`;
    const back = { deadLetterExchange: '', deadLetterRoutingKey: queue() };
    await broker.channel.assertQueue(retry, { durable: true, messageTtl: 300, ...back });
    put(queue(), 1);
    put(retry, 2, { 'x-attempt': 1, 'x-event': 'users.user-registered.v1', 'x-reason': 'not yet' });
    await start();
    await handles(1);
    await handles(2);
    expect(await broker.waiting(`${queue()}.dead`)).toBe(0);
    expect(await broker.waiting(retry)).toBe(0);
    await broker.channel.deleteQueue(retry);
  });

  it('opens a channel again that the broker has closed, beside those that live', async () => {
    const connection = new BrokerConnection(url, 'a test');
    const lasting = new LastingChannel(connection, 'a test', async () => undefined);
    const [first, other] = [await lasting.open(), await connection.confirmChannel()];
    await expect(first.checkQueue('nobody has declared this')).rejects.toThrow('NOT_FOUND');
    expect(lasting.problem).toContain('NOT_FOUND');
    const second = await lasting.open(5000);
    expect(second).not.toBe(first);
    expect(lasting.problem).toBeUndefined();
    await other.assertQueue('', { exclusive: true });
    await lasting.close();
    await connection.close();
  });
});
