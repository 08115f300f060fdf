import 'reflect-metadata';
import * as catalogEvents from '#contracts/catalog/catalog.events.js';
import { type EventClass, eventName } from '#contracts/protocol/event.js';
import * as gatewayEvents from '#contracts/gateway/gateway.events.js';
import * as recommenderEvents from '#contracts/recommender/recommender.events.js';
import * as usersEvents from '#contracts/users/users.events.js';
import { Environment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { EventsServer } from '#platform/messaging/events.server.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { eventQueue } from '#platform/messaging/rmq.options.js';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { address, eventually } from '../../support/process/eventually.js';

const { MoviesChanged, PlotsIndexed } = catalogEvents;
const { MoviesShown } = gatewayEvents;
const { ListRefreshed, ModelPublished } = recommenderEvents;
const {
  FeedbackChanged,
  ImportProgressed,
  LimitChanged,
  LibraryChanged,
  RatingsChanged,
  RatingsImported,
  SeenChanged,
  TokenEnded,
  UserDeleted,
  UserRegistered,
  WebhookDue,
} = usersEvents;

const userId = '66f2c3a17d3e2b0012ab34cd';
const time = '2026-01-01T00:00:00.000Z';
const changes = [
  { movieId: '603', rating: 4.5, ratedAt: time },
  { movieId: 'ml-1', ratedAt: time },
];
const movie = {
  id: '603',
  revision: 2,
  title: 'The Matrix – “neo”, 黑客帝国',
  year: 1999,
  genres: ['Action', 'Science Fiction'],
  keywords: ['hacker'],
  cast: ['Keanu Reeves'],
  directors: ['Lana Wachowski'],
  voteAverage: 8.2,
};

/** Every event there is, with everything in it that has a form of its own. */
const EVENTS: [EventClass, object][] = [
  [UserRegistered, { userId, registeredAt: time }],
  [UserDeleted, { userId }],
  [RatingsChanged, { userId, version: 3, changes }],
  [RatingsImported, { userId, version: 4, source: 'upload', changes }],
  [FeedbackChanged, { userId, version: 5, changes: [{ movieId: '603', kind: 'watchlist', on: false }] }],
  [SeenChanged, { userId, version: 6, changes: [{ movieId: '603', on: true, seenAt: '2026-11-20' }] }],
  [ImportProgressed, { userId, importId: '5f0e7c2e-7d0b-4b1e-9a3c-2f6d1c9b8a70', done: 1000, total: 2000 }],
  [LimitChanged, { userId, limitVersion: 1 }],
  [WebhookDue, { userId, webhookId: 'k3', deliveryId: 'msg_1', type: 'test', body: '{}' }],
  [LibraryChanged, { userId, version: 1_795_000_000_000, movieIds: ['603', 'ml-1'] }],
  [TokenEnded, { userId, tokenId: 'k3' }],
  [MoviesChanged, { movies: [movie] }],
  [MoviesShown, { userId, movieIds: ['603', 'ml-1'], shownAt: time }],
  [PlotsIndexed, { collection: 'plots', count: 9006, changed: 0 }],
  [ModelPublished, { modelId: 'm-1', trainedAt: time, users: 671, movies: 9022, ratings: 99_828 }],
  [ListRefreshed, { userId, ratingsVersion: 3, generatedAt: time, modelId: 'm-1' }],
];

const heard: object[] = [];

/** Hears every event of the table. */
@Controller()
class Listener {}
EVENTS.forEach(([type], n) => {
  const hear = { value: async (event: object) => void heard.push(event), writable: true, configurable: true };
  Object.defineProperty(Listener.prototype, `hear${n}`, hear);
  OnEvent(type)(Listener.prototype, `hear${n}`, hear);
});

describe('every event', () => {
  let app: INestMicroservice;
  let publisher: EventPublisher;

  beforeAll(async () => {
    const url = address('RABBITMQ_URL');
    publisher = new EventPublisher(Object.assign(new Environment(), { RABBITMQ_URL: url }));
    const module = await Test.createTestingModule({ controllers: [Listener] }).compile();
    const strategy = new EventsServer(eventQueue(url, 'listener'), []);
    app = module.createNestMicroservice({ strategy, logger: false });
    await app.listen();
  });

  beforeEach(() => void (heard.length = 0));

  afterAll(async () => {
    await app.close();
    await publisher.onApplicationShutdown();
  });

  it('of the contracts is in this table', () => {
    const named = [catalogEvents, gatewayEvents, recommenderEvents, usersEvents]
      .flatMap((module) => Object.values(module) as unknown[])
      .flatMap((value) => {
        try {
          return [eventName(value as EventClass)];
        } catch {
          return [];
        }
      });
    expect(EVENTS.map(([type]) => eventName(type)).toSorted()).toEqual(named.toSorted());
  });

  it.each(EVENTS.map(([type, data]) => [eventName(type), type, data] as const))(
    '%s arrives as it was published, as an instance of its class',
    async (_name, type, data) => {
      await publisher.publish(type, data);
      await eventually(() => expect(heard).toHaveLength(1));
      expect(heard[0]).toBeInstanceOf(type);
      expect(heard[0]).toMatchObject(data);
    },
  );
});
