import autocannon from 'autocannon';
import Fastify from 'fastify';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Measurement } from '../results/measurement.js';

const SECONDS = 8;
const CONNECTIONS = 16;

export async function someoneWithAList(api: string): Promise<FilmLover> {
  const user = await FilmLover.register(api);
  const { body } = await user.get<{ items: { id: string }[] }>('/me/onboarding?limit=20');
  const ratings = Object.fromEntries(body.items.map((movie, i) => [movie.id, 1 + (i % 9) / 2]));
  await user.untilListed(1, () => user.rate(ratings));
  return user;
}

/** Pages of a ready list out of Redis, beside a bare Fastify route that answers the same bytes. */
export async function readyLists(api: string): Promise<Measurement[]> {
  const user = await someoneWithAList(api);
  const url = `${api}/me/recommendations`;
  const headers = { authorization: `Bearer ${user.token}` };
  const page = await (await fetch(url, { headers })).text();
  const bare = Fastify();
  bare.get('/page', (_request, reply) => reply.type('application/json; charset=utf-8').send(page));
  const address = await bare.listen({ host: '127.0.0.1', port: 0 });
  try {
    const shoot = (target: string) =>
      autocannon({ url: target, headers, connections: CONNECTIONS, duration: SECONDS });
    await shoot(url);
    const [served, reference] = [await shoot(url), await shoot(`${address}/page`)];
    if (served.non2xx > 0)
      throw new Error(`${served.non2xx} of ${served.requests.total} requests were refused`);
    const ratio = served.requests.average / reference.requests.average;
    const rps = (value: number) => `${Math.round(value).toLocaleString('en')} requests/s`;
    return [
      {
        what: `GET /me/recommendations (${Math.round(page.length / 1024)} kB page out of Redis, ${CONNECTIONS} connections)`,
        value: rps(served.requests.average),
        reference: `bare Fastify route, same bytes: ${rps(reference.requests.average)}`,
        ratio: ratio.toFixed(2),
      },
      {
        what: 'the same, p99',
        value: `${served.latency.p99} ms`,
        // In whole milliseconds, often none: no ratio.
        reference: `${reference.latency.p99} ms`,
      },
    ];
  } finally {
    await bare.close();
  }
}
