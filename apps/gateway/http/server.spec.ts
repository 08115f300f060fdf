import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import multipart from '@fastify/multipart';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { httpServer } from './server.js';

const REQUEST_MS = 200;

describe('the HTTP server', () => {
  let server: FastifyInstance;
  let port: number;
  const upload = Promise.withResolvers<unknown>();

  beforeAll(async () => {
    server = httpServer(0, { requestMs: REQUEST_MS, lookMs: 20 }).getInstance();
    await server.register(multipart);
    server.post('/json', (request) => ({ got: request.body }));
    server.post('/upload', async (request) => {
      try {
        const file = await request.file();
        await file?.toBuffer();
      } catch (error) {
        upload.resolve(error);
        throw error;
      }
    });
    server.get('/things/:id', () => 'a thing');
    server.get('/slow', async (_request, reply) => {
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      reply.raw.write('data: first\n\n');
      await pause(3 * REQUEST_MS);
      reply.raw.end('data: last\n\n');
      return reply.hijack();
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    port = (server.server.address() as { port: number }).port;
  });

  afterAll(() => server.close());

  /** Sends text, and waits for the server to close the connection. @returns all it answered */
  async function answerTo(head: string, body = ''): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.write(head + body);
    await once(socket, 'close');
    return answer;
  }

  const head = (start: string, ...more: string[]) =>
    [`${start} HTTP/1.1`, 'host: here', ...more, '', ''].join('\r\n');

  it('ends a body that never comes with a problem document', async () => {
    const answer = await answerTo(
      head('POST /json', 'content-type: application/json', 'content-length: 100'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\ncontent-type: application\/problem\+json/);
    expect(answer).toContain('"code":"request_timeout"');
  });

  it('ends a head that never comes', async () => {
    expect(await answerTo('GET /json HTTP/1.1\r\nhost: he')).toContain('"code":"request_timeout"');
  });

  it('ends an upload that never comes, for whoever reads it too', async () => {
    const form = 'content-type: multipart/form-data; boundary=b';
    const part = '--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nhalf';
    await answerTo(head('POST /upload', form, 'content-length: 1000'), part);
    expect(await upload.promise).toHaveProperty('message');
  });

  it('lets an answer take longer than a request may', async () => {
    expect(await answerTo(head('GET /slow', 'connection: close'))).toContain('data: last');
  });

  it.each([
    ['a wrong percent-encoding', ['GET /things/%E0%A4%A'], 400, 'validation_failed'],
    ['a parameter that is longer than any id', [`GET /things/${'x'.repeat(300)}`], 404, 'route_not_found'],
    ['headers without end', ['GET /json', `cookie: ${'x'.repeat(20_000)}`], 431, 'headers_too_large'],
    ['an unknown method', ['BREW /json'], 400, 'validation_failed'],
  ] as const)('answers %s with a problem document', async (_what, [start, ...more], status, code) => {
    const answer = await answerTo(head(start, ...more, 'connection: close'));
    expect(answer).toContain(`HTTP/1.1 ${status}`);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('answers a request that expects what it does not know', async () => {
    const more = [
      'expect: a miracle',
      'content-type: application/json',
      'content-length: 2',
      'connection: close',
    ];
    expect(await answerTo(head('POST /json', ...more), '{}')).toContain('{"got":{}}');
  });
});
