import Fastify from 'fastify';

/**
 * A bare Fastify route in a process of its own, to measure answers beside (BareRoute): answers every GET /page with the JSON that it
 * was started with, and prints its address.
 *
 *   bare.process.js <json>
 */
const [, , page] = process.argv;
const bare = Fastify();
bare.get('/page', (_request, reply) => reply.type('application/json; charset=utf-8').send(page));
console.log(await bare.listen({ host: '127.0.0.1', port: 0 }));
