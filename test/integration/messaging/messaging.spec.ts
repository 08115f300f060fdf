import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '#contracts/protocol/app.error.js';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { rpc } from '#contracts/protocol/rpc.js';
import { UserDeleted, UserRegistered } from '#contracts/users/users.events.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { projectRoot } from '#platform/config/project-root.js';
import { correlationId, withCorrelation } from '#platform/observability/correlation.js';
import { Environment, readEnvironment } from '#platform/config/environment.js';
import { EventPublisher, sealEvent } from '#platform/messaging/event.publisher.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { deadEvents } from '#platform/observability/metrics.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { eventQueue, rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Broker } from '../../support/stack/broker.js';
import { address, eventually } from '../../support/process/eventually.js';

const userId = '66f2c3a17d3e2b0012ab34cd';
const registeredAt = '2026-01-01T00:00:00.000Z';
const RETRY_DELAYS = [20, 60];

const greet = rpc('users.greet', UserRef).replies<{ greeting: string; correlationId?: string }>();
const fail = rpc('users.fail', UserRef).replies<null>();
const hang = rpc('users.hang', UserRef).replies<null>();

/** Does with each event and call what the test of the moment wants. */
@Controller()
class Probe {
  static seen: { event: UserRegistered; correlationId?: string }[] = [];
  static calls: string[] = [];
  static release = (): void => undefined;
  static onEvent: (event: UserRegistered) => Promise<void> = async () => undefined;

  @OnEvent(UserRegistered)
  async onUserRegistered(event: UserRegistered): Promise<void> {
    Probe.seen.push({ event, correlationId: correlationId() });
    await Probe.onEvent(event);
  }

  @OnRpc(greet)
  async greet({ userId: id }: UserRef) {
    Probe.calls.push(id);
    return { greeting: `hello ${id}`, correlationId: correlationId() };
  }

  @OnRpc(fail)
  async fail(): Promise<null> {
    throw new AppError('email_taken', 'Ada has it.', [{ path: 'email', message: 'is taken' }]);
  }

  @OnRpc(hang)
  hang(): Promise<null> {
    return new Promise((resolve) => (Probe.release = () => resolve(null)));
  }
}

describe('messaging', () => {
  const url = address('RABBITMQ_URL');
  let broker: Broker;
  let publisher: EventPublisher;
  let client: RpcClient;
  let service: string;
  let app: INestApplication;

  /** One process with two microservices, as every service is. */
  async function start(): Promise<INestApplication> {
    const module = await Test.createTestingModule({ controllers: [Probe] }).compile();
    const started = module.createNestApplication(new FastifyAdapter(), { logger: false });
    started.connectMicroservice({ strategy: new RpcServer(rpcQueue(url, 'users')) });
    started.connectMicroservice({ strategy: new EventsServer(eventQueue(url, service), RETRY_DELAYS) });
    await started.startAllMicroservices();
    return started;
  }

  /** What the command prints. */
  async function deadLetters(...args: string[]): Promise<string> {
    const script = join(projectRoot(), 'dist', 'scripts', 'commands', 'system', 'dead-letters.js');
    const env = { ...process.env, RABBITMQ_URL: url };
    return (await promisify(execFile)(process.execPath, [script, ...args], { env })).stdout;
  }

  const dead = () => `${service}.events.dead`;
  const publish = () => publisher.publish(UserRegistered, { userId, registeredAt });
  const publishRaw = (body: string) =>
    broker.channel.publish(EVENTS_EXCHANGE, 'users.user-registered.v1', Buffer.from(body), {
      persistent: true,
    });

  beforeAll(async () => {
    broker = await Broker.connect(url);
    const environment = Object.assign(new Environment(), readEnvironment(), {
      RABBITMQ_URL: url,
      RPC_TIMEOUT_MS: 2000,
    });
    publisher = new EventPublisher(environment);
    client = new RpcClient(environment);
  });

  beforeEach(async () => {
    service = `probe-${randomUUID()}`;
    Probe.seen = [];
    Probe.calls = [];
    Probe.onEvent = async () => undefined;
    app = await start();
  });

  afterEach(async () => {
    await app.close();
    await broker.deleteQueuesOf(service, RETRY_DELAYS);
  });

  afterAll(async () => {
    await publisher.onApplicationShutdown();
    await client.onApplicationShutdown();
    await broker.close();
  });

  describe('an event', () => {
    it('is handled once, as an instance of its class, under the publisher’s correlation id', async () => {
      await withCorrelation('request-0001', publish);
      await publisher.publish(UserRegistered, { userId: userId.replace('cd', 'ce'), registeredAt });
      await eventually(() => expect(Probe.seen).toHaveLength(2));
      expect(Probe.seen[0].event).toBeInstanceOf(UserRegistered);
      expect(Probe.seen[0].correlationId).toBe('request-0001');
      expect(await broker.waiting(`${service}.events`)).toBe(0);
    });

    it('cannot be published when it is not valid', () => {
      expect(() => sealEvent(UserRegistered, { userId: 'nobody', registeredAt })).toThrow('userId');
    });

    it('is tried again after each delay until it works', async () => {
      const times: number[] = [];
      Probe.onEvent = async () => {
        times.push(Date.now());
        if (times.length <= RETRY_DELAYS.length) throw new Error('not yet');
      };
      await publish();
      await eventually(() => expect(times).toHaveLength(3));
      expect(times[1] - times[0]).toBeGreaterThanOrEqual(RETRY_DELAYS[0]);
      expect(times[2] - times[1]).toBeGreaterThanOrEqual(RETRY_DELAYS[1]);
      expect(await broker.waiting(dead())).toBe(0);
    });

    it('that never works ends in the dead queue with the reason, and the queue goes on', async () => {
      Probe.onEvent = async () => {
        throw new Error('the store is gone');
      };
      await publish();
      const message = await broker.next(dead());
      expect(message.properties.headers).toMatchObject({
        'x-reason': 'the store is gone',
        'x-event': 'users.user-registered.v1',
        'x-attempt': 3,
      });
      Probe.onEvent = async () => undefined;
      await publish();
      await eventually(() => expect(Probe.seen).toHaveLength(4));
    });

    it.each([
      ['is not JSON', 'hello', /no handler/],
      ['has no pattern', '{"data":{}}', /no handler/],
      [
        'has no envelope',
        '{"pattern":"users.user-registered.v1","data":{"userId":1}}',
        /id must be a string/,
      ],
      [
        'breaks the contract',
        JSON.stringify({
          pattern: 'users.user-registered.v1',
          data: {
            id: '1',
            occurredAt: registeredAt,
            correlationId: 'c',
            data: { userId: { $gt: '' }, registeredAt },
          },
        }),
        /userId must be a mongodb id/,
      ],
    ])('that %s goes to the dead queue at once, with the reason', async (_, body, reason) => {
      publishRaw(body);
      const message = await broker.next(dead());
      expect(message.properties.headers?.['x-reason']).toMatch(reason);
      expect(message.content.toString()).toBe(body);
      expect(Probe.seen).toHaveLength(0);
      await publish();
      await eventually(() => expect(Probe.seen).toHaveLength(1));
    });

    it('that is dead is counted, and comes back when an operator replays it', async () => {
      for (const n of [1, 2, 3]) publishRaw(`{"data":"of an older version ${n}"}`);
      await eventually(async () => expect((await deadEvents.get()).values[0].value).toBe(3));
      await app.close();
      expect(await deadLetters('replay', service)).toBe(`3 events put back into ${service}.events\n`);
      expect(await broker.waiting(dead())).toBe(0);
      expect(await broker.waiting(`${service}.events`)).toBe(3);
      app = await start();
      await eventually(async () => expect(await broker.waiting(dead())).toBe(3));
    });

    it('that is dead is shown with its reason, one by one, and stays until it is dropped', async () => {
      await publish();
      await eventually(() => expect(Probe.seen).toHaveLength(1));
      Probe.onEvent = async () => {
        throw new Error('the store is gone');
      };
      await withCorrelation('request-0003', publish);
      publishRaw('hello');
      await eventually(async () => expect(await broker.waiting(dead())).toBe(2));
      const list = await deadLetters('list', service);
      expect(list).toMatch(/^\S+: 2 dead events\n/);
      expect(list).toMatch(
        / {2}users\.user-registered\.v1\n {4}the store is gone\n {4}happened .+ tried 3 times/,
      );
      expect(list).toContain('no handler for a message without a pattern');
      const [, id] = /(\S+) {2}users\.user-registered\.v1/.exec(list)!;
      expect(await deadLetters('show', service, id)).toContain('"correlationId": "request-0003"');
      expect(await deadLetters('show', service, id)).not.toContain('no handler');
      expect(await deadLetters('drop', service, id)).toContain('1 event removed');
      expect(await deadLetters('list', service)).not.toContain('the store is gone');
      expect(await deadLetters('drop', service, '5')).toContain('1 event removed');
      expect(await deadLetters('list', service)).toBe(`${service}: no dead events\n`);
      expect(await deadLetters('list', 'never-started')).toBe('never-started: no dead events\n');
    }, 30_000);

    it('of a kind that nobody here handles does not even arrive', async () => {
      await publisher.publish(UserDeleted, { userId });
      await publish();
      await eventually(() => expect(Probe.seen).toHaveLength(1));
      expect(await broker.waiting(dead())).toBe(0);
    });

    it('in work is finished before a stopping service lets go', async () => {
      let finish: (value?: unknown) => void = () => undefined;
      let finished = false;
      Probe.onEvent = () => new Promise((resolve) => (finish = resolve)).then(() => void (finished = true));
      await publish();
      await eventually(() => expect(Probe.seen).toHaveLength(1));
      const closing = app.close();
      finish();
      await closing;
      expect(finished).toBe(true);
      app = await start();
      expect(await broker.waiting(`${service}.events`)).toBe(0);
      expect(Probe.seen).toHaveLength(1);
    });
  });

  describe('a call', () => {
    it('brings the reply, under the caller’s correlation id', async () => {
      const reply = await withCorrelation('request-0002', () => client.call(greet, { userId }));
      expect(reply).toEqual({ greeting: `hello ${userId}`, correlationId: 'request-0002' });
    });

    it('brings the other side’s error with its code and fields', async () => {
      await expect(client.call(fail, { userId })).rejects.toMatchObject({
        code: 'email_taken',
        message: 'Ada has it.',
        errors: [{ path: 'email', message: 'is taken' }],
      });
    });

    it('is checked by the one who answers', async () => {
      await expect(client.call(greet, { userId: 'x' })).rejects.toMatchObject({ code: 'validation_failed' });
      expect(Probe.calls).toHaveLength(0);
    });

    it('with a field that its class does not declare is not sent', async () => {
      const request = { userId, role: 'admin' };
      await expect(client.call(greet, request)).rejects.toMatchObject({
        code: 'validation_failed',
        errors: [{ path: 'role', message: 'property role should not exist' }],
      });
      expect(Probe.calls).toHaveLength(0);
    });

    it('that only another version answers is refused at once as service_unavailable', async () => {
      const rename = rpc('users.rename', UserRef).replies<null>();
      await expect(client.call(rename, { userId }, 60_000)).rejects.toMatchObject({
        code: 'service_unavailable',
        message: 'This version of the service does not answer "users.rename". Try again soon.',
      });
    });

    it('without an answer ends as service_unavailable', async () => {
      await expect(client.call(hang, { userId }, 100)).rejects.toMatchObject({ code: 'service_unavailable' });
      Probe.release();
    });

    it('that its caller has given up on is not carried out later', async () => {
      await app.close();
      await expect(client.call(greet, { userId }, 100)).rejects.toMatchObject({
        code: 'service_unavailable',
      });
      await eventually(async () => expect(await broker.waiting('users.rpc')).toBe(0));
      app = await start();
      await client.call(greet, { userId: userId.replace('cd', 'ce') });
      expect(Probe.calls).toEqual([userId.replace('cd', 'ce')]);
    });
  });
});
