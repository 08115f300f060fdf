import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { compressAnswers } from './compression.js';

const list = JSON.stringify({
  items: Array.from({ length: 50 }, (_, n) => ({ id: String(n), title: 'Heat' })),
});

describe('answers', () => {
  const server = fastify();

  beforeAll(async () => {
    await compressAnswers(server);
    server.get('/list', (_request, reply) =>
      reply.type('application/json; charset=utf-8').send(Buffer.from(list)),
    );
    server.get('/short', () => ({ ok: true }));
    server.get('/stream', (_request, reply) => reply.type('text/event-stream').send(list));
    server.post('/', (request) => request.body);
  });

  afterAll(() => server.close());

  const get = (url: string, accept?: string) =>
    server.inject({ url, headers: accept ? { 'accept-encoding': accept } : {} });

  it('are compressed as the client takes them', async () => {
    const br = await get('/list', 'gzip, deflate, br');
    expect([br.headers['content-encoding'], br.headers.vary]).toEqual(['br', 'accept-encoding']);
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(list);
    const gzip = await get('/list', 'gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(list);
    expect(gzip.rawPayload.length).toBeLessThan(list.length / 4);
  });

  it.each([
    ['for who takes nothing else', '/list', undefined],
    ['when they are short', '/short', 'br'],
    ['when they are events', '/stream', 'br'],
  ])('stay as they are %s', async (_, url, accept) => {
    expect((await get(url, accept)).headers['content-encoding']).toBeUndefined();
  });

  it('do not come of requests that would unpack to much', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const { statusCode } = await server.inject({ method: 'POST', url: '/', headers, payload: '{' });
    expect(statusCode).toBe(400);
  });
});
