import Fastify from 'fastify';

/**
 * A bare Fastify server in a process of its own, to measure answers beside (BareRoute): answers every GET /page with the JSON that it
 * was started with, keeps a stream of events open where a gateway does, and prints its address.
 *
 *   bare.process.js <json>
 */
const [, , page] = process.argv;
const bare = Fastify();
bare.get('/page', (_request, reply) => reply.type('application/json; charset=utf-8').send(page));
bare.get('/me/recommendations/stream', (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
  reply.raw.write('\n');
});
console.log(await bare.listen({ host: '127.0.0.1', port: 0 }));
