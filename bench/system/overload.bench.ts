import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { FilmLover } from '../../test/support/system/film-lover.js';
import { BareRoute } from '../load/bare.route.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';

const CONNECTIONS = 300;
const SECONDS = 12;
const PEOPLE = 50;
/** Between two reads that are measured. */
const READ_EVERY_MS = 20;
const GIVE_UP_MS = 120_000;

/**
 * 300 connections that save as fast as they can: what is taken, what reads wait meanwhile, and how soon it is over. Reads of a
 * bare route, which has nothing else to do, say what this machine makes any read wait meanwhile.
 */
export async function overload(api: string, movieId: string): Promise<Measurement[]> {
  const people: FilmLover[] = [];
  for (let i = 0; i < PEOPLE; i += 1) people.push(await FilmLover.register(api));
  const [reader] = people;
  await reader.untilListed(1, () => reader.rate({ [movieId]: 5 }));
  const list = `${api}/me/recommendations`;
  const page = await reader.get('/me/recommendations');
  const bare = await BareRoute.start(JSON.stringify(page.body));
  const reads = (seconds: number) =>
    Promise.all([list, bare.url].map((url) => readsFor(url, reader, seconds)));
  await reads(2);
  const [calm, calmBare] = await reads(SECONDS / 2);
  let turn = 0;
  const load = autocannon({
    url: api,
    connections: CONNECTIONS,
    duration: SECONDS,
    timeout: 30,
    requests: [
      {
        method: 'PUT',
        path: `/api/v1/me/ratings/${movieId}`,
        setupRequest: (request) => ({
          ...request,
          headers: {
            authorization: `Bearer ${people[1 + ((turn += 1) % (PEOPLE - 1))].token}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ rating: 1 + (turn % 9) / 2 }),
        }),
      },
    ],
  });
  const [busy, busyBare] = await reads(SECONDS);
  const result = await load;
  await bare.stop();
  const ended = performance.now();
  await untilSaved(reader, movieId);
  const recovery = performance.now() - ended;
  const accepted = result['2xx'];
  const p99 = (reads: number[]) => quantile(reads, 0.99);
  return [
    {
      what: `${CONNECTIONS} connections saving for ${SECONDS} s: saves taken`,
      value: `${Math.round(accepted / SECONDS)} a second`,
      reference: `${accepted} taken, ${result.non2xx} refused, ${result.errors} without an answer`,
    },
    { what: 'the same, until a save is taken after the load', value: ms(recovery), reference: '' },
    {
      what: 'reads of a list meanwhile, p99',
      value: ms(p99(busy)),
      reference: `calm: ${ms(p99(calm))}`,
      ratio: (p99(busy) / p99(calm)).toFixed(1),
    },
    {
      what: 'reads of a bare Fastify route of the same bytes meanwhile, p99',
      value: ms(p99(busyBare)),
      reference: `calm: ${ms(p99(calmBare))}`,
      ratio: (p99(busyBare) / p99(calmBare)).toFixed(1),
    },
  ];
}

/** @returns milliseconds of each */
async function readsFor(url: string, reader: FilmLover, seconds: number): Promise<number[]> {
  const program = fileURLToPath(new URL('reads.process.js', import.meta.url));
  const args = [url, reader.token, String(seconds), String(READ_EVERY_MS)];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args]);
  return JSON.parse(stdout) as number[];
}

async function untilSaved(reader: FilmLover, movieId: string): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    const { status } = await reader.put(`/me/ratings/${movieId}`, { rating: 4 });
    if (status === 200) return;
    await pause(50);
  }
  throw new Error(`no save was taken for ${GIVE_UP_MS} ms after the load`);
}
