import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import type { Delivery, MadeWebhook, Webhook } from '#contracts/users/webhooks.rpc.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { movieId } from '../support/system/small.dataset.js';

jest.setTimeout(120_000);

interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('a webhook', () => {
  const system = sharedSystem();
  const heard: Heard[] = [];
  /** Answers what the path says: /500 by 500. */
  const receiver = createServer((request, reply) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (part: string) => (body += part))
      .on('end', () => {
        heard.push({ path: request.url!, headers: request.headers, body });
        reply.writeHead(Number(request.url!.slice(1)) || 204, { location: '/elsewhere' }).end();
      });
  });

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => void (await once(receiver.listen(0, '127.0.0.1'), 'listening')));
  afterAll(() => void receiver.close());

  const at = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
  const heardAt = (path: string) => heard.filter((one) => one.path === path);
  const make = (person: FilmLover, url: string, events = ['list.refreshed']) =>
    person.post<MadeWebhook & Problem>('/me/webhooks', { url, events });
  const deliveries = async (person: FilmLover, id: string) =>
    (await person.get<Items<Delivery>>(`/me/webhooks/${id}/deliveries`)).body.items;

  it('is told of a new list, signed as the standard says, and shows that it was', async () => {
    const ada = await FilmLover.register(system.api);
    const made = await make(ada, at('/ada'));
    expect(made.status).toBe(201);
    await ada.rate({ [movieId('space', 0)]: 5 });
    const { headers, body } = await eventually(async () => {
      expect(heardAt('/ada')).not.toEqual([]);
      return heardAt('/ada')[0];
    });
    const sent = new Verifier(made.body.secret).verify(body, headers as Record<string, string>);
    expect(sent).toMatchObject({
      type: 'list.refreshed',
      timestamp: expect.any(String),
      data: { ratingsVersion: expect.any(Number), generatedAt: expect.any(String) },
    });
    const [delivery] = await eventually(async () => {
      const all = await deliveries(ada, made.body.id);
      expect(all[0]?.outcome).toBe('delivered');
      return all;
    });
    expect(delivery).toMatchObject({ id: headers['webhook-id'], type: 'list.refreshed', status: 204 });
    const { items } = (await ada.get<Items<Webhook>>('/me/webhooks')).body;
    expect(items).toMatchObject([{ id: made.body.id, url: at('/ada'), lastUsedAt: expect.any(String) }]);
    expect(JSON.stringify(items)).not.toContain(made.body.secret);
  });

  it('is tested once, follows no redirect, and says what the address answered', async () => {
    const bob = await FilmLover.register(system.api);
    for (const status of [500, 302]) {
      const { body } = await make(bob, at(`/${status}`));
      expect((await bob.post(`/me/webhooks/${body.id}/test`)).status).toBe(202);
      await eventually(async () =>
        expect(await deliveries(bob, body.id)).toMatchObject([
          { type: 'test', outcome: 'failed', attempts: 1, status, reason: `It answered ${status}.` },
        ]),
      );
    }
    expect(heardAt('/elsewhere')).toEqual([]);
  });

  it('leads nowhere but to where its owner may', async () => {
    const eve = await FilmLover.register(system.api);
    for (const url of ['http://169.254.169.254/latest', 'ftp://films.example/', 'http://8.8.8.8/', 'nowhere'])
      expect((await make(eve, url)).body.code).toBe('address_refused');
    expect((await make(eve, at('/eve'), [])).body.code).toBe('validation_failed');
  });

  it('is its owner’s alone, and hears nothing once it is removed or its owner is gone', async () => {
    const [ada, eve] = await Promise.all([FilmLover.register(system.api), FilmLover.register(system.api)]);
    const { body } = await make(ada, at('/gone'));
    for (const answer of [
      await eve.get<Problem>(`/me/webhooks/${body.id}/deliveries`),
      await eve.post<Problem>(`/me/webhooks/${body.id}/test`),
      await eve.delete<Problem>(`/me/webhooks/${body.id}`),
      await ada.delete<Problem>('/me/webhooks/nonsense'),
    ])
      expect(answer.body.code).toBe('entry_not_found');
    const everything = await ada.get<{ webhooks: Webhook[] }>('/me/export');
    expect(everything.body.webhooks).toMatchObject([{ url: at('/gone') }]);
    expect((await ada.delete(`/me/webhooks/${body.id}`)).status).toBe(204);
    await ada.untilListed(1, () => ada.rate({ [movieId('space', 3)]: 5 }));
    expect(heardAt('/gone')).toEqual([]);
  });
});
