import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageEvent } from '@nestjs/common';
import fastify from 'fastify';
import { Subject } from 'rxjs';
import { writeEvents } from './event.writer.js';

describe('server-sent events', () => {
  const server = fastify();
  let events: Subject<MessageEvent>;

  beforeAll(async () => {
    server.get('/stream', (_request, reply) => {
      events = new Subject();
      writeEvents(events, reply.header('x-correlation-id', 'abc'));
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(() => server.close());

  async function listen(): Promise<{ answer: IncomingMessage; leave: () => void }> {
    const { port } = server.server.address() as AddressInfo;
    const asked = request({ port, path: '/stream' });
    asked.on('error', () => undefined);
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { answer, leave: () => asked.destroy() };
  }

  it('are written as the standard has them, and end with what they tell of', async () => {
    const { answer } = await listen();
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-correlation-id': 'abc' });
    events.next({ id: 'none', retry: 1500 } as MessageEvent);
    events.next({ type: 'recommendations', id: '7@now', data: { ratingsVersion: 7 } });
    events.next({ comment: 'ping' } as unknown as MessageEvent);
    events.complete();
    const chunks = await answer.toArray();
    expect(Buffer.concat(chunks).toString()).toBe(
      '\nid: none\nretry: 1500\n\n' +
        'event: recommendations\nid: 7@now\ndata: {"ratingsVersion":7}\n\n' +
        ': ping\n\n',
    );
  });

  it('stop when the client leaves', async () => {
    const { leave } = await listen();
    const { promise, resolve } = Promise.withResolvers<void>();
    const watched = setInterval(() => !events.observed && resolve(), 5);
    leave();
    await promise;
    clearInterval(watched);
  });

  it('are not kept for a client that does not read them', async () => {
    const { answer } = await listen();
    answer.pause();
    const data = 'x'.repeat(100_000);
    for (let n = 0; n < 500 && events.observed; n += 1) {
      events.next({ type: 'import', data });
      await new Promise(setImmediate);
    }
    expect(events.observed).toBe(false);
  });
});
