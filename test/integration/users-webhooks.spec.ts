import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import type { ListRefreshed, NewOnList } from '#contracts/recommender/recommender.events.js';
import { FAILURES_UNTIL_OFF, MAX_WEBHOOKS, type WebhookEvent } from '#contracts/users/webhooks.rpc.js';
import type { WebhookDue } from '#contracts/users/users.events.js';
import type { INestApplicationContext } from '@nestjs/common';
import { Accounts } from '../../apps/users/accounts/accounts.js';
import { UsersModule } from '../../apps/users/users.module.js';
import { WebhookNews } from '../../apps/users/webhooks/webhook.news.js';
import { WebhookSender } from '../../apps/users/webhooks/webhook.sender.js';
import { Webhooks } from '../../apps/users/webhooks/webhooks.js';
import { Broker } from '../support/stack/broker.js';
import { bootModule, ownPrefix } from '../support/process/booted.module.js';
import { address, eventually } from '../support/process/eventually.js';

const DUE = 'users.webhook-due.v1';

// What is due by now is looked for every five seconds.
jest.setTimeout(30_000);

describe('webhooks', () => {
  const listener = `listener-${randomUUID()}`;
  let users: INestApplicationContext;
  let broker: Broker;
  let receiver: Server;
  /** What the receiver answers. */
  let status = 204;

  beforeAll(async () => {
    broker = await Broker.connect(address('RABBITMQ_URL'));
    await broker.channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
    await broker.channel.assertQueue(listener, { exclusive: true });
    await broker.channel.bindQueue(listener, EVENTS_EXCHANGE, DUE);
    users = await bootModule(UsersModule, {
      MONGODB_DATABASE_PREFIX: ownPrefix(),
      OUTWARD_ADDRESSES: 'private',
      EVENT_RETRY_DELAYS_MS: [1, 1],
    });
    receiver = createServer(
      (request, reply) => void request.resume().on('end', () => reply.writeHead(status).end()),
    );
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
  }, 60_000);
  afterAll(async () => {
    receiver?.close();
    await users?.close();
    await broker?.close();
  });

  const webhooks = () => users.get(Webhooks);
  const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  async function make(...events: WebhookEvent[]) {
    const { user } = await users
      .get(Accounts)
      .register({ email: `${randomUUID()}@example.com`, password: 'correct horse battery' });
    const made = await webhooks().make({ userId: user.id, url: url(), events });
    return { userId: user.id, ...made };
  }
  const refreshed = (userId: string, ratingsVersion: number, newMovies?: NewOnList[]): ListRefreshed => ({
    userId,
    ratingsVersion,
    generatedAt: new Date().toISOString(),
    modelId: 'm',
    newMovies,
  });
  /** The next that the queue is given. */
  const nextDue = async () => {
    const { content } = await broker.next(listener);
    return (JSON.parse(content.toString()) as { data: { data: WebhookDue } }).data.data;
  };
  const dataOf = ({ body }: WebhookDue) => (JSON.parse(body) as { data: unknown }).data;
  const stored = (_id: string) => webhooks().model.findById(_id).lean();

  it('hear of a list at once, and of the last of those that follow when a minute is over', async () => {
    const { userId, id } = await make('list.refreshed');
    const news = users.get(WebhookNews);
    await news.hear(refreshed(userId, 1));
    expect(dataOf(await nextDue())).toMatchObject({ ratingsVersion: 1 });
    await eventually(async () => expect((await stored(id))?.lastListAt).toBeDefined());
    await news.hear(refreshed(userId, 2));
    await news.hear(refreshed(userId, 3));
    const { due, lastListAt } = (await stored(id))!;
    expect(due!.at.getTime()).toBe(lastListAt!.getTime() + 60_000);
    await webhooks().model.updateOne({ _id: id }, { $set: { 'due.at': new Date() } });
    expect(dataOf(await nextDue())).toMatchObject({ ratingsVersion: 3 });
  });

  it('hear of each new film once', async () => {
    const { userId } = await make('films.new');
    const news = users.get(WebhookNews);
    const [first, second] = ['1', '2'].map((movieId) => ({ movieId, title: `film ${movieId}`, year: 2026 }));
    await news.hear(refreshed(userId, 1, [first]));
    expect(dataOf(await nextDue())).toEqual({ films: [first] });
    await news.hear(refreshed(userId, 2, [first]));
    await news.hear(refreshed(userId, 3, [second, first]));
    expect(dataOf(await nextDue())).toEqual({ films: [second] });
  });

  it('are tried again so often, then given up, and switched off after many failures until a test arrives', async () => {
    const { userId, id } = await make('films.new');
    const sender = users.get(WebhookSender);
    const due = (deliveryId: string, type = 'films.new') => ({
      userId,
      webhookId: id,
      deliveryId,
      type,
      body: '{}',
    });
    status = 500;
    await expect(sender.send(due('msg_0'))).rejects.toThrow('It answered 500');
    expect(await webhooks().deliveries({ userId, id })).toMatchObject([
      { id: 'msg_0', outcome: 'waiting', attempts: 1, status: 500 },
    ]);
    await expect(sender.send(due('msg_0'))).rejects.toThrow();
    // The last of them is no failure of ours: nothing goes to the dead queue.
    await sender.send(due('msg_0'));
    const [given] = await webhooks().deliveries({ userId, id });
    expect(given).toMatchObject({ outcome: 'failed', attempts: 3, reason: 'It answered 500.' });
    for (let n = 1; n < FAILURES_UNTIL_OFF; n += 1)
      for (let tries = 0; tries < 3; tries += 1) await sender.send(due(`msg_${n}`)).catch(() => undefined);
    expect((await webhooks().list(userId))[0].offSince).toBeDefined();
    status = 204;
    await sender.send(due('msg_late'));
    expect((await webhooks().deliveries({ userId, id }))[0].id).toBe(`msg_${FAILURES_UNTIL_OFF - 1}`);
    await sender.send(due('msg_test', 'test'));
    expect((await webhooks().list(userId))[0].offSince).toBeUndefined();
  });

  it('are switched off at once by who answers that they are gone', async () => {
    const { userId, id } = await make('films.new');
    status = 410;
    const due = { userId, webhookId: id, deliveryId: 'msg_1', type: 'films.new', body: '{}' };
    await users.get(WebhookSender).send(due);
    status = 204;
    expect((await webhooks().list(userId))[0].offSince).toBeDefined();
  });

  it('are so many and no more, sealed, and gone with the account', async () => {
    const { userId, id, secret } = await make('films.new');
    for (let n = 1; n < MAX_WEBHOOKS; n += 1)
      await webhooks().make({ userId, url: url(), events: ['films.new'] });
    await expect(webhooks().make({ userId, url: url(), events: ['films.new'] })).rejects.toMatchObject({
      code: 'limit_reached',
    });
    const text = JSON.stringify(await stored(id));
    for (const hidden of [secret, url()]) expect(text).not.toContain(hidden);
    await webhooks().forget(userId);
    expect(await webhooks().list(userId)).toEqual([]);
  });
});
