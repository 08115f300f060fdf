import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '#contracts/protocol/app.error.js';
import { rpc } from '#contracts/protocol/rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { RatingsChanged } from '#contracts/users/users.events.js';
import { readEnvironment } from '#platform/config/environment.js';
import { EventPublisher, sealEvent } from '#platform/messaging/event.publisher.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { eventQueue, rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestApplicationContext, Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { eventually } from '../../support/process/eventually.js';
import { SilentLogger } from '../../support/process/silent.logger.js';
import { STACK_VARIABLE } from '../../support/stack/test-stack.js';
import { RabbitmqCluster } from '../../support/stack/rabbitmq.cluster.js';

jest.setTimeout(180_000);

const userId = '66f2c3a17d3e2b0012ab34cd';
const BEFORE = 50;
const EVENTS = 200;
/** A new leader may take its time where the machine is busy. */
const PATIENCE_MS = 60_000;

const echo = rpc('users.echo', UserRef).replies<string>();
/** Versions of the events that were heard. */
const heard = new Set<number>();

@Controller()
class Follower {
  @OnEvent(RatingsChanged)
  async hear({ version }: RatingsChanged): Promise<void> {
    heard.add(version);
  }

  @OnRpc(echo)
  async echo({ userId: id }: UserRef): Promise<string> {
    return id;
  }
}

/** The nodes are Debian's programs, which a run on containers may do without. */
const local = process.env[STACK_VARIABLE] !== 'containers';

(local ? describe : describe.skip)('on three brokers that are one cluster', () => {
  let cluster: RabbitmqCluster;
  let servers: INestApplicationContext[];
  let publisher: EventPublisher;
  let client: RpcClient;

  beforeAll(async () => {
    Logger.overrideLogger(new SilentLogger());
    cluster = await RabbitmqCluster.start();
    const environment = readEnvironment({ NODE_ENV: 'test', RABBITMQ_URL: cluster.url });
    publisher = new EventPublisher(environment);
    client = new RpcClient(environment);
    const strategies = [
      new EventsServer(eventQueue(cluster.url, 'follower'), [100]),
      new RpcServer(rpcQueue(cluster.url, 'users')),
    ];
    servers = await Promise.all(
      strategies.map(async (strategy) => {
        const module = await Test.createTestingModule({ controllers: [Follower] }).compile();
        const app = module.createNestMicroservice({ strategy, logger: false });
        await app.listen();
        return app;
      }),
    );
  });

  afterAll(async () => {
    await Promise.all(servers?.map((app) => app.close()) ?? []);
    await publisher?.onApplicationShutdown();
    await client?.onApplicationShutdown();
    await cluster?.stop();
  });

  /** As the outbox does: the same event again until a broker confirms it. */
  async function publish(version: number): Promise<void> {
    const event = sealEvent(RatingsChanged, { userId, version, changes: [] });
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const failure = await publisher.send(event).then(
        () => undefined,
        (error: Error) => error,
      );
      if (!failure) return;
      if (performance.now() > end) throw failure;
      await pause(100);
    }
  }

  it('every event is heard and calls are answered again, with a node lost under load', async () => {
    for (let version = 1; version <= BEFORE; version++) await publish(version);
    // The first is the one that the queues were made on.
    const lost = cluster.kill(0);
    try {
      for (let version = BEFORE + 1; version <= EVENTS; version++) await publish(version);
      await lost;
      await eventually(() => expect(heard.size).toBe(EVENTS), PATIENCE_MS);
      await eventually(async () => expect(await client.call(echo, { userId })).toBe(userId), PATIENCE_MS);
    } finally {
      await cluster.revive(0);
    }
    await publish(EVENTS + 1);
    await eventually(() => expect(heard.has(EVENTS + 1)).toBe(true), PATIENCE_MS);
  });

  it('nothing is taken where no majority is left, and it goes on when one is back', async () => {
    heard.clear();
    await Promise.all([cluster.kill(0), cluster.kill(1)]);
    await eventually(async () => {
      const taken = await publisher.send(sealEvent(RatingsChanged, { userId, version: 1, changes: [] })).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(taken).toBeInstanceOf(Error);
      if (taken instanceof AppError) expect(taken.code).toBe('service_unavailable');
    }, PATIENCE_MS);
    await Promise.all([cluster.revive(0), cluster.revive(1)]);
    await publish(2);
    await eventually(() => expect(heard.has(2)).toBe(true), PATIENCE_MS);
  });
});
