import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventClass, EventName } from '#contracts/protocol/event.js';
import { rpc } from '#contracts/protocol/rpc.js';
import { Environment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { eventQueue, rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Broker } from '../../support/stack/broker.js';
import { address, eventually } from '../../support/process/eventually.js';

const EVENTS = 20;
/** Together longer than both versions run side by side here. */
const RETRY_DELAYS = [50, 100, 200, 400, 800, 1600, 3200];

/** Contracts as the older version has them. */
class RatingBefore {
  @IsInt() stars!: number;
}
@EventName('users.rated.v1')
class RatedBefore {
  @IsString() user!: string;
  @ValidateNested({ each: true }) @Type(() => RatingBefore) ratings!: RatingBefore[];
}
class AskBefore {
  @IsString() user!: string;
}
const askBefore = rpc('users.ask', AskBefore).replies<string>();

/** The same, grown: optional fields, an event and a call more. */
class RatingNow extends RatingBefore {
  @IsOptional() @IsString() mood?: string;
}
@EventName('users.rated.v1')
class RatedNow {
  @IsString() user!: string;
  @ValidateNested({ each: true }) @Type(() => RatingNow) ratings!: RatingNow[];
  @IsOptional() @IsString() device?: string;
}
@EventName('users.watched.v1')
class Watched {
  @IsString() user!: string;
}
class AskNow extends AskBefore {
  @IsOptional() @IsString() language?: string;
}
const askNow = rpc('users.ask', AskNow).replies<string>();
const greetNow = rpc('users.greet', AskNow).replies<string>();

/** What each version has handled. */
const handled: Record<'before' | 'now', object[]> = { before: [], now: [] };

@Controller()
class VersionBefore {
  @OnEvent(RatedBefore)
  async onRated(event: RatedBefore): Promise<void> {
    handled.before.push(event);
  }

  @OnRpc(askBefore)
  async ask({ user, ...rest }: AskBefore): Promise<string> {
    return `${user} ${Object.keys(rest).join()}`;
  }
}

@Controller()
class VersionNow {
  @OnEvent(RatedNow)
  async onRated(event: RatedNow): Promise<void> {
    handled.now.push(event);
  }

  @OnEvent(Watched)
  async onWatched(event: Watched): Promise<void> {
    handled.now.push(event);
  }

  @OnRpc(askNow)
  async ask({ user }: AskNow): Promise<string> {
    return `${user} `;
  }

  @OnRpc(greetNow)
  async greet({ user }: AskNow): Promise<string> {
    return `hello ${user}`;
  }
}

describe('two versions of a service on one queue', () => {
  const url = address('RABBITMQ_URL');
  let broker: Broker;
  let publisher: EventPublisher;
  let client: RpcClient;
  let older: INestApplication | undefined;
  let newer: INestApplication | undefined;

  async function start(version: new () => object): Promise<INestApplication> {
    const module = await Test.createTestingModule({ controllers: [version] }).compile();
    const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ strategy: new RpcServer(rpcQueue(url, 'users')) });
    app.connectMicroservice({ strategy: new EventsServer(eventQueue(url, 'users'), RETRY_DELAYS) });
    await app.startAllMicroservices();
    return app;
  }

  beforeAll(async () => {
    const environment = Object.assign(new Environment(), { RABBITMQ_URL: url, RPC_TIMEOUT_MS: 3000 });
    broker = await Broker.connect(url);
    publisher = new EventPublisher(environment);
    client = new RpcClient(environment);
    older = await start(VersionBefore);
    newer = await start(VersionNow);
  }, 30_000);

  afterAll(async () => {
    await older?.close();
    await newer?.close();
    await publisher.onApplicationShutdown();
    await client.onApplicationShutdown();
    await broker.deleteServiceQueues(RETRY_DELAYS);
    await broker.close();
  });

  const publish = async (type: EventClass, data: (n: number) => object) => {
    for (let n = 0; n < EVENTS; n++) await publisher.publish(type as EventClass<object>, data(n));
  };
  const dead = () => broker.waiting('users.events.dead');

  it('both handle events of either version, and leave out what they do not know', async () => {
    await publish(RatedBefore, (n) => ({ user: `before ${n}`, ratings: [{ stars: 4 }] }));
    await publish(RatedNow, (n) => ({
      user: `now ${n}`,
      device: 'tv',
      ratings: [{ stars: 5, mood: 'calm' }],
    }));
    await eventually(() => expect(handled.before.length + handled.now.length).toBe(2 * EVENTS));
    expect(handled.before.length).toBeGreaterThan(0);
    expect(handled.now.length).toBeGreaterThan(0);
    for (const event of handled.before) expect(Object.keys(event).toSorted()).toEqual(['ratings', 'user']);
    for (const { ratings } of handled.before as RatedBefore[])
      expect(Object.keys(ratings[0])).toEqual(['stars']);
    expect(await dead()).toBe(0);
  });

  it('both answer calls of either version', async () => {
    const asks = [
      () => client.call(askBefore, { user: 'ada' }),
      () => client.call(askNow, { user: 'ada', language: 'de' }),
    ];
    // The other way round every other time: the broker serves the versions in turn, and each shall get calls of both.
    for (let n = 0; n < EVENTS; n++)
      for (const ask of n % 2 === 0 ? asks : asks.toReversed()) expect(await ask()).toBe('ada ');
  });

  it('a call that the older one does not know is refused at once as not available, or answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: EVENTS }, () =>
        client.call(greetNow, { user: 'ada' }).catch((error: { code: string }) => error.code),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(['hello ada', 'service_unavailable']));
  });

  it('an event that only the newer one knows waits until a newer one has it, and none is dead', async () => {
    handled.now.length = 0;
    await publish(Watched, (n) => ({ user: `watcher ${n}` }));
    await older!.close();
    older = undefined;
    const watchers = () => new Set((handled.now as Watched[]).map(({ user }) => user));
    await eventually(() => expect(watchers().size).toBe(EVENTS));
    expect(await dead()).toBe(0);
  });
});
