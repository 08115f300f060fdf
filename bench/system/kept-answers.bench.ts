import autocannon from 'autocannon';
import type { System } from '../../test/support/system/system.js';
import { type Measurement, quantile } from '../results/measurement.js';
import { BareRoute } from '../load/bare.route.js';
import { cpuSeconds } from '../load/processes.js';
import { someoneWithAList } from './ready-lists.bench.js';

const ROUNDS = 3;
const SECONDS = 3;
const CONNECTIONS = 16;
/** When a list is replaced or films change, a few go the slow way all at once, and may be refused there. */
const MOST_REFUSED = 0.001;

interface Round {
  rps: number;
  p99: number;
  /** Processor time of one request, in microseconds. */
  cpuUs: number;
}

/**
 * Answers that the gateway sends again, each beside a bare Fastify route that answers the same bytes from a process of its
 * own, in short rounds by turns. Processor time says the same on a machine that is busy with other things.
 */
export async function keptAnswers(system: System): Promise<Measurement[]> {
  const user = await someoneWithAList(system.api);
  const headers = { authorization: `Bearer ${user.token}` };
  const { body } = await user.get<{ items: { movie: { id: string } }[] }>('/me/recommendations');
  const film = body.items[0].movie.id;
  const paths = [
    '/me/recommendations',
    '/me/onboarding?limit=20',
    '/genres',
    `/movies/${film}`,
    '/movies?limit=20',
    '/movies/search?q=space',
  ];
  const gateway = system.pid('gateway')!;
  const measured: Measurement[] = [];
  for (const path of paths) {
    const url = system.api + path;
    const page = await (await fetch(url, { headers })).text();
    const bare = await BareRoute.start(page);
    try {
      const rounds: [Round, Round][] = [];
      // The first one warms both up.
      for (let round = 0; round <= ROUNDS; round += 1)
        rounds.push([await shoot(url, headers, gateway), await shoot(bare.url, headers, bare.pid)]);
      const name = path.replace(film, '<id>');
      measured.push(...table(`GET ${name} (${Math.ceil(page.length / 1024)} kB)`, rounds.slice(1)));
    } finally {
      await bare.stop();
    }
  }
  return measured;
}

async function shoot(url: string, headers: Record<string, string>, pid: number): Promise<Round> {
  const before = cpuSeconds(pid);
  const { requests, latency, non2xx } = await autocannon({
    url,
    headers,
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  if (non2xx > MOST_REFUSED * requests.total)
    throw new Error(`${non2xx} of ${requests.total} requests for ${url} were refused`);
  return {
    rps: requests.average,
    p99: latency.p99,
    cpuUs: (1e6 * (cpuSeconds(pid) - before)) / requests.total,
  };
}

function table(what: string, rounds: readonly [Round, Round][]): Measurement[] {
  const median = (of: 0 | 1, value: keyof Round) =>
    quantile(
      rounds.map((round) => round[of][value]),
      0.5,
    );
  const [rps, bareRps] = [median(0, 'rps'), median(1, 'rps')];
  const [cpu, bareCpu] = [median(0, 'cpuUs'), median(1, 'cpuUs')];
  const count = (value: number) => `${Math.round(value).toLocaleString('en')} requests/s`;
  return [
    {
      what: `${what}, ${CONNECTIONS} connections`,
      value: `${count(rps)}, p99 ${median(0, 'p99')} ms`,
      reference: `bare Fastify route, same bytes: ${count(bareRps)}, p99 ${median(1, 'p99')} ms`,
      ratio: (rps / bareRps).toFixed(2),
    },
    {
      what: 'the same, processor time of a request',
      value: `${Math.round(cpu)} µs`,
      reference: `${Math.round(bareCpu)} µs`,
      ratio: (bareCpu / cpu).toFixed(2),
    },
  ];
}
