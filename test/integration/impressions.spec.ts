import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VISIT_MS } from '#contracts/gateway/gateway.events.js';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { readEnvironment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Impressions } from '../../apps/gateway/impressions/impressions.js';
import { address } from '../support/process/eventually.js';
import { Broker } from '../support/stack/broker.js';

const ada = '66f2c3a17d3e2b0012ab34cd';

describe('what lists have shown', () => {
  const environment = readEnvironment({
    ...process.env,
    RABBITMQ_URL: address('RABBITMQ_URL'),
    MONGODB_URI: address('MONGODB_URI'),
    REDIS_URL: address('REDIS_URL'),
    CHROMA_URL: address('CHROMA_URL'),
  });
  const publisher = new EventPublisher(environment);
  const impressions = new Impressions(publisher);
  let broker: Broker;
  let queue: string;

  beforeAll(async () => {
    broker = await Broker.connect(environment.RABBITMQ_URL);
    await broker.channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    ({ queue } = await broker.channel.assertQueue('', { exclusive: true }));
    await broker.channel.bindQueue(queue, EVENTS_EXCHANGE, 'gateway.movies-shown.v1');
    impressions.onApplicationBootstrap();
  });

  afterAll(async () => {
    await impressions.onModuleDestroy();
    await publisher.onApplicationShutdown();
    await broker.close();
  });

  const told = async (): Promise<object> => {
    const message = await broker.next(queue);
    return (JSON.parse(message.content.toString()) as { data: { data: object } }).data.data;
  };

  it('is told together, each movie once a visit, and again in the next', async () => {
    impressions.note(ada, ['1', '2']);
    impressions.note(ada, ['2', '3']);
    expect(await told()).toMatchObject({ userId: ada, movieIds: ['1', '2', '3'] });
    impressions.note(ada, ['1', '4']);
    expect(await told()).toMatchObject({ userId: ada, movieIds: ['4'] });
    impressions.note(ada, ['1'], Date.now() + VISIT_MS);
    expect(await told()).toMatchObject({ userId: ada, movieIds: ['1'] });
  }, 40_000);
});
