import 'reflect-metadata';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rpc } from '#contracts/protocol/rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { callsRefused } from '#platform/observability/metrics.js';
import { deadline, withDeadline } from '#platform/process/deadline.js';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { ClientRMQ, MessagePattern, ServerRMQ } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { connect } from 'amqplib';
import { firstValueFrom } from 'rxjs';
import { address, eventually } from '../../support/process/eventually.js';
import { TcpProxy } from '../../support/process/tcp-proxy.js';
import { Broker } from '../../support/stack/broker.js';

const userId = '66f2c3a17d3e2b0012ab34cd';
const PREFETCH = 8;

const deadlineOf = rpc('users.deadline', UserRef).replies<{ own: number; asked: number }>();
const inner = rpc('users.inner', UserRef).replies<number>();
const busy = rpc('users.busy', UserRef).replies<null>();
const slow = rpc('users.slow', UserRef).replies<null>();
const large = rpc('users.large', UserRef).replies<string>();

const begun = { late: 0, all: 0, atOnce: 0, most: 0 };
let client: RpcClient;

@Controller()
class Users {
  @OnRpc(deadlineOf)
  async deadline({ userId: id }: UserRef) {
    return { own: deadline()!, asked: await client.call(inner, { userId: id }, 60_000) };
  }

  @OnRpc(inner)
  async inner(): Promise<number> {
    return deadline()!;
  }

  /** Holds the event loop. */
  @OnRpc(busy)
  async busy(): Promise<null> {
    begun.all += 1;
    if (Date.now() > deadline()!) begun.late += 1;
    for (const end = Date.now() + 10; Date.now() < end;);
    return null;
  }

  @OnRpc(slow)
  async slow(): Promise<null> {
    begun.all += 1;
    begun.most = Math.max(begun.most, ++begun.atOnce);
    if (Date.now() > deadline()!) begun.late += 1;
    await pause(300);
    begun.atOnce -= 1;
    return null;
  }

  @OnRpc(large)
  async large(): Promise<string> {
    return 'x'.repeat(17 * 1024 * 1024);
  }
}

/** As version 0.5 answers. */
@Controller()
class UsersBefore {
  @MessagePattern(inner.name)
  before(): string {
    return 'before';
  }
}

describe('a call', () => {
  const url = address('RABBITMQ_URL');
  const settings = { ...rpcQueue(url, 'users'), prefetch: PREFETCH };
  const nest = { urls: [url], queue: 'users.rpc', queueOptions: { durable: true }, noAck: true };
  let broker: Broker;
  let app: INestMicroservice;

  const refused = async (reason: string) =>
    (await callsRefused.get()).values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
  const outcome = (call: Promise<unknown>) =>
    call.then(() => 'ok').catch((error: { code: string }) => error.code);

  async function start(controller: new () => object, strategy = new RpcServer(settings) as object) {
    const module = await Test.createTestingModule({ controllers: [controller] }).compile();
    const started = module.createNestMicroservice({ strategy, logger: false } as object);
    await started.listen();
    return started;
  }

  beforeAll(async () => {
    broker = await Broker.connect(url);
    client = new RpcClient(Object.assign(new Environment(), { RABBITMQ_URL: url, RPC_TIMEOUT_MS: 5000 }));
    app = await start(Users);
  });

  beforeEach(() => void Object.assign(begun, { late: 0, all: 0, atOnce: 0, most: 0 }));

  afterAll(async () => {
    await app.close();
    await client.onApplicationShutdown();
    await broker.close();
  });

  it('takes its deadline along, and what is called for it ends no later', async () => {
    const before = Date.now();
    const { own, asked } = await client.call(deadlineOf, { userId }, 3000);
    expect(own).toBeGreaterThanOrEqual(before + 2990);
    expect(own).toBeLessThanOrEqual(Date.now() + 3000);
    expect(asked).toBe(own);
  });

  it('is not sent by work that has no time left', async () => {
    const late = withDeadline(Date.now() - 1, () => client.call(slow, { userId }));
    expect(await outcome(late)).toBe('service_unavailable');
    expect(begun.all).toBe(0);
  });

  it('has its own deadline, not that of the work in which the connection was opened', async () => {
    await app.close();
    app = await withDeadline(Date.now() - 1, () => start(Users));
    expect(await outcome(client.call(slow, { userId }))).toBe('ok');
  });

  it('that comes after its deadline is refused and counted, and not begun', async () => {
    const counted = await refused('late');
    const { queue } = await broker.channel.assertQueue('', { exclusive: true });
    const request = { pattern: slow.name, id: '1', data: { userId } };
    broker.channel.sendToQueue('users.rpc', Buffer.from(JSON.stringify(request)), {
      replyTo: queue,
      correlationId: '1',
      headers: { 'x-deadline': Date.now() - 1 },
    });
    const reply: unknown = JSON.parse((await broker.next(queue)).content.toString());
    expect(reply).toMatchObject({ id: '1', isDisposed: true, err: { code: 'service_unavailable' } });
    expect(begun.all).toBe(0);
    expect(await refused('late')).toBe(counted + 1);
  });

  it('of 500 that are too many for their 300 ms is begun in time or not at all', async () => {
    const patient = client.call(busy, { userId }, 10_000);
    const calls = Array.from({ length: 500 }, () => outcome(client.call(busy, { userId }, 300)));
    for (const each of await Promise.all(calls)) expect(['ok', 'service_unavailable']).toContain(each);
    expect(await patient).toBeNull();
    // What was still to come comes now.
    await client.call(inner, { userId });
    expect(begun.all).toBeGreaterThan(0);
    expect(begun.late).toBe(0);
    expect(begun.all).toBeLessThan(500);
  });

  it('is not lost with another whose confirmation a busy process hears too late', async () => {
    const patient = outcome(client.call(slow, { userId }, 10_000));
    const hasty = outcome(client.call(slow, { userId }, 50));
    await setImmediate();
    for (const end = performance.now() + 100; performance.now() < end;);
    expect(await hasty).toBe('service_unavailable');
    expect(await patient).toBe('ok');
  });

  it('is not lost with a shorter one that a slow broker confirms too late', async () => {
    const proxy = await (await TcpProxy.inFrontOf(url)).opened();
    const environment = { RABBITMQ_URL: proxy.url, RPC_TIMEOUT_MS: 5000 };
    const far = new RpcClient(Object.assign(new Environment(), environment));
    try {
      await far.call(inner, { userId });
      proxy.hold('');
      const patient = outcome(far.call(slow, { userId }, 10_000));
      expect(await outcome(far.call(slow, { userId }, 50))).toBe('service_unavailable');
      const heard = proxy.release();
      expect(await patient).toBe('ok');
      await Promise.all([heard, far.call(inner, { userId })]);
      await eventually(() => expect(begun.atOnce).toBe(0));
    } finally {
      await far.onApplicationShutdown();
      await proxy.shut();
    }
  });

  it('waits in the broker, and not in a process that has its hands full', async () => {
    const calls = Array.from({ length: 5 * PREFETCH }, () => outcome(client.call(slow, { userId }, 1000)));
    await eventually(async () => expect(begun.atOnce).toBe(PREFETCH));
    await Promise.all(calls);
    await eventually(() => expect(begun.atOnce).toBe(0));
    expect(begun.most).toBe(PREFETCH);
    expect(begun.late).toBe(0);
    expect(begun.all).toBeLessThan(5 * PREFETCH);
  });

  it('that was in the hands of a process that died is not begun again', async () => {
    await app.close();
    const call = client.call(slow, { userId }, 3000);
    const dying = await connect(url);
    const channel = await dying.createChannel();
    await eventually(async () => expect(await channel.get('users.rpc')).toBeTruthy());
    await dying.close();
    app = await start(Users);
    await expect(call).rejects.toMatchObject({ code: 'service_unavailable', message: /interrupted/ });
    expect(begun.all).toBe(0);
  });

  it('whose answer is too large to be sent ends in a clear error, and the next one is answered', async () => {
    await expect(client.call(large, { userId })).rejects.toMatchObject({
      code: 'internal_error',
      message: 'The answer has 18 MiB; 12 is the limit.',
    });
    expect(await outcome(client.call(slow, { userId }))).toBe('ok');
  });

  it('that is too large to be sent is refused where it is made', async () => {
    const request = { userId: 'x'.repeat(13 * 1024 * 1024) };
    await expect(client.call(slow, request)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(await outcome(client.call(slow, { userId }))).toBe('ok');
  });

  it('to a queue that is gone fails at once, and the next one makes it again', async () => {
    await app.close();
    await client.call(inner, { userId }, 50).catch(() => undefined);
    await broker.channel.deleteQueue('users.rpc');
    const longerThanATest = 600_000;
    expect(await outcome(client.call(inner, { userId }, longerThanATest))).toBe('service_unavailable');
    const call = client.call(inner, { userId }, 5000);
    app = await start(Users);
    expect(await call).toEqual(expect.any(Number));
  });

  it('is answered between this version and 0.5, which used Nest’s own transport, both ways', async () => {
    const before = new ClientRMQ(nest);
    expect(await firstValueFrom(before.send(slow.name, { userId }))).toBeNull();
    await expect(firstValueFrom(before.send(slow.name, { userId: 7 }))).rejects.toMatchObject({
      code: 'validation_failed',
    });
    await before.close();
    await app.close();
    const server = new ServerRMQ(nest) as unknown as { channel: { _unconfirmedMessages: unknown[] } };
    app = await start(UsersBefore, server);
    expect(await client.call(inner, { userId })).toBe('before');
    // Closed before the broker has confirmed its answer, Nest's server rejects where nobody listens.
    await eventually(() => expect(server.channel._unconfirmedMessages).toEqual([]));
  });
});
