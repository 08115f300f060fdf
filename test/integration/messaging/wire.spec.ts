import 'reflect-metadata';
import { EVENTS_EXCHANGE, eventName } from '#contracts/protocol/event.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { UserRegistered } from '#contracts/users/users.events.js';
import { getProfile, type UserProfile, type UserRef } from '#contracts/users/users.rpc.js';
import { Environment, readEnvironment } from '#platform/config/environment.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { rpcQueue } from '#platform/messaging/rmq.options.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { RpcServer } from '#platform/messaging/rpc.server.js';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from '../../../scripts/contracts/asyncapi.document.js';
import { idOf, replyId } from '../../../scripts/contracts/asyncapi.messages.js';
import { answererOf, contracts } from '../../../scripts/contracts/contract.list.js';
import { address } from '../../support/process/eventually.js';
import { Broker } from '../../support/stack/broker.js';

const userId = '66f2c3a17d3e2b0012ab34cd';
const QUEUE = 'wire';

@Controller()
class Users {
  @OnRpc(getProfile)
  async profile({ userId: id }: UserRef): Promise<UserProfile> {
    if (id !== userId) throw new AppError('unauthorized');
    return { id, email: 'ada@example.com', displayName: 'Ada' };
  }
}

/** @returns makes the check of one message of the AsyncAPI document: what is wrong with it, or null */
function payloadCheck(): (message: string) => (payload: unknown) => unknown {
  const list = contracts();
  const traffic = Object.keys(list.calls).map((name) => ({
    by: answererOf(name),
    does: 'answers' as const,
    name,
  }));
  const { components } = asyncApiDocument(list, traffic, '1.0.0') as {
    components: { messages: Record<string, { payload: object }> };
  };
  return (message) => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile({
      ...components.messages[message].payload,
      components,
    });
    return (payload) => (validate(payload) ? null : validate.errors);
  };
}

/** The messages as they lie in the broker, held against what the AsyncAPI document says of them. */
describe('on the wire', () => {
  const url = address('RABBITMQ_URL');
  const check = payloadCheck();
  const environment = Object.assign(new Environment(), readEnvironment(), { RABBITMQ_URL: url });
  const publisher = new EventPublisher(environment);
  const client = new RpcClient(environment);
  const replyCheck = check(replyId(getProfile.name));
  const requestCheck = check(idOf(getProfile.name));
  let broker: Broker;

  const next = async () => JSON.parse((await broker.next(QUEUE)).content.toString()) as object;

  beforeAll(async () => {
    broker = await Broker.connect(url);
    await broker.channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    await broker.channel.assertQueue(QUEUE, { exclusive: true });
  });

  afterAll(async () => {
    await publisher.onApplicationShutdown();
    await client.onApplicationShutdown();
    await broker.close();
  });

  it('an event is as documented', async () => {
    const name = eventName(UserRegistered);
    await broker.channel.bindQueue(QUEUE, EVENTS_EXCHANGE, name);
    await publisher.publish(UserRegistered, { userId, registeredAt: '2026-01-01T00:00:00.000Z' });
    const eventCheck = check(idOf(name));
    const message = await next();
    expect(eventCheck(message)).toBeNull();
    expect(eventCheck({ ...message, data: {} })).not.toBeNull();
  });

  it('a request is as documented', async () => {
    await broker.channel.assertQueue('users.rpc', { durable: true });
    const call = client.call(getProfile, { userId }, 2000).catch((error: AppError) => error.code);
    const request = JSON.parse((await broker.next('users.rpc')).content.toString()) as object;
    expect(requestCheck(request)).toBeNull();
    expect(requestCheck({ ...request, data: { userId: 7 } })).not.toBeNull();
    expect(await call).toBe('service_unavailable');
  });

  describe('with somebody who answers', () => {
    let app: INestMicroservice;

    beforeAll(async () => {
      const module = await Test.createTestingModule({ controllers: [Users] }).compile();
      const strategy = new RpcServer(rpcQueue(url, 'users'));
      app = module.createNestMicroservice({ strategy, logger: false });
      await app.listen();
    });

    afterAll(() => app.close());

    it.each([
      ['a reply', getProfile.name, userId, { response: { displayName: 'Ada' } }],
      ['an error', getProfile.name, userId.replace('cd', 'ce'), { err: { code: 'unauthorized' } }],
      ['a wrong request’s error', getProfile.name, 'x', { err: { code: 'validation_failed' } }],
      ['an unknown call’s error', 'users.rename', userId, { err: { code: 'service_unavailable' } }],
    ])('%s is as documented', async (_, pattern, id, expected) => {
      const request = { pattern, id: '1', data: { userId: id } };
      broker.channel.sendToQueue('users.rpc', Buffer.from(JSON.stringify(request)), {
        replyTo: QUEUE,
        correlationId: '1',
      });
      const reply = await next();
      expect(reply).toMatchObject(expected);
      expect(replyCheck(reply)).toBeNull();
    });
  });
});
