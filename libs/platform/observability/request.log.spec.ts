import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { pino } from 'pino';
import { correlationId } from './correlation.js';
import { logRequests, requestLine, UNLOGGED } from './request.log.js';

const line = (url: string) => requestLine({ method: 'POST', url }, { statusCode: 202 }, 3.4);

describe('the line of a request', () => {
  it('says what was asked, without the query', () => {
    expect(line('/api/v1/movies?q=secret')).toBe('POST /api/v1/movies 202 3 ms');
  });

  it('names no secret that stands in an address', () => {
    for (const kind of ['mr_', 'mrhook_', 'mrfeed_']) {
      const secret = `${kind}66f2c3a17d3e2b0012ab34cd5f0c1a2b3d4e5f60_abc-DEF`;
      expect(line(`/api/v1/hooks/${secret}/list.rss`)).toBe(`POST /api/v1/hooks/${kind}…/list.rss 202 3 ms`);
    }
  });
});

describe('requests', () => {
  let server: FastifyInstance;
  let lines: { level: number; msg: string; correlationId?: string }[];
  // Set by its module, which starts a thread of its own.
  const logger = PinoLogger as { root: typeof PinoLogger.root };
  const before = logger.root;

  beforeAll(() => {
    const to = new Writable({
      write: (line: Buffer, _encoding, done) => done(void lines.push(JSON.parse(String(line)) as never)),
    });
    logger.root = pino({ mixin: () => ({ correlationId: correlationId() }) }, to);
    server = Fastify({ genReqId: () => 'id-of-a-request' });
    logRequests(server);
    server.get('/answered/:status', (request, reply) =>
      reply.code(Number((request.params as { status: string }).status)).send('…'),
    );
    server.get('/straight', (_request, reply) => {
      reply.hijack();
      reply.raw.end();
    });
    server.get('/unlogged', (_request, reply) => {
      Object.assign(reply.raw, { [UNLOGGED]: true });
      reply.send('…');
    });
    server.get('/health/ready', () => 'ready');
  });
  afterAll(() => {
    logger.root = before;
    return server.close();
  });

  async function linesOf(url: string) {
    lines = [];
    await server.inject(url);
    return lines;
  }

  it.each([
    ['/answered/200?q=secret', 30, /^GET \/answered\/200 200 \d+ ms$/],
    ['/answered/404', 30, /^GET \/answered\/404 404 \d+ ms$/],
    ['/answered/503', 40, /^GET \/answered\/503 503 \d+ ms$/],
    ['/answered/500', 50, /^GET \/answered\/500 500 \d+ ms$/],
    ['/straight', 30, /^GET \/straight 200 \d+ ms$/],
  ])('have one line each, under their id: %s', async (url, level, line) => {
    expect(await linesOf(url)).toMatchObject([
      { level, msg: expect.stringMatching(line), correlationId: 'id-of-a-request' },
    ]);
  });

  it.each(['/health/ready', '/unlogged'])('have none where nobody wants one: %s', async (url) => {
    expect(await linesOf(url)).toEqual([]);
  });
});
