import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { shedLoad } from './load.shedding.js';

const ROUTE = '/api/v1/me/ratings/603';
/** As many as a gateway that has just started lets in: those that run, and those that wait for a place. */
const LET_IN = 16 + 64;
const REFUSED = 120;

describe('what an overloaded gateway refuses', () => {
  let server: FastifyInstance;
  /** Requests of which all has come, and those that hooks behind it have seen. */
  let come = 0;
  let seen = 0;
  const saved = Promise.withResolvers<object>();
  const save = (headers = {}) =>
    server.inject({ method: 'PUT', url: ROUTE, headers, payload: { rating: 4 } });

  beforeAll(async () => {
    server = Fastify({ genReqId: () => 'id-of-a-request' });
    server.addHook('preHandler', (_request, _reply, done) => {
      come += 1;
      done();
    });
    shedLoad(server, 60_000);
    server.addHook('onRequest', (_request, _reply, done) => {
      seen += 1;
      done();
    });
    server.put('/api/v1/me/ratings/:movieId', () => saved.promise);
    await server.ready();
    for (let i = 0; i < LET_IN; i += 1) save().catch(() => undefined);
    while (come < LET_IN) await new Promise(setImmediate);
  });
  afterAll(async () => {
    saved.resolve({});
    await server.close();
  });

  it('is told so in a problem document in its language, before anything else has work with it', async () => {
    const answer = await save({ 'accept-language': 'de' });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'content-language': 'de',
      'retry-after': '1',
      'x-correlation-id': 'id-of-a-request',
    });
    expect(answer.json()).toMatchObject({ code: 'service_unavailable', correlationId: 'id-of-a-request' });
    expect(seen).toBe(LET_IN);
  });

  it('is told so a moment later, and what came at once not at once', async () => {
    const began = performance.now();
    const moments = await Promise.all(
      Array.from({ length: REFUSED }, () => save().then(() => performance.now() - began)),
    );
    const inTenths = Map.groupBy(moments, (moment) => Math.floor(moment / 100));
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(790);
    expect(inTenths.size).toBeGreaterThan(1);
    for (const some of inTenths.values()) expect(some.length).toBeLessThan(REFUSED * 0.6);
  });
});
