import autocannon from 'autocannon';
import { FilmLover } from '../../test/support/system/film-lover.js';
import { System } from '../../test/support/system/system.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';
import { Raters, type Save } from '../load/raters.js';
import { cpuSeconds } from '../load/processes.js';

const RECOMMENDERS = [1, 2, 3];
const GATEWAYS = [1, 2];
const PEOPLE = 20;
const FILMS = 500;
/** Saves before those that count. */
const WARM_UP = 40;
/** What is offered: a save every so many milliseconds, and so many reads of ready pages a second. */
const SAVE_EVERY_MS = 50;
const SAVES = 200;
const READS_A_SECOND = 200;
const READERS = 8;
/** For as many as can be read. */
const SECONDS = 4;
const CONNECTIONS = 16;

/** What one number of processes did with the load. */
interface Outcome {
  saves: Save[];
  readP99: number;
  reads: number;
  /** Of all recommenders and gateways, in milliseconds of the processor a second. */
  cpu: number;
  wrong: string[];
}

/** The same load on 1, 2 and 3 recommenders and 1 and 2 gateways: throughput, latency, and whether the lists are right. */
export async function replicas(first: System): Promise<Measurement[]> {
  const others = [1, 2].map(() => new System(first.env));
  try {
    const raters = await Raters.register(first.api, PEOPLE, FILMS);
    const pages: Measurement[] = [];
    const loads: Measurement[] = [];
    for (const gateways of GATEWAYS) {
      if (gateways > 1) await others[0].start('gateway');
      const systems = [first, ...others].slice(0, gateways);
      pages.push(await readyPages(systems, raters.people));
      for (const recommenders of RECOMMENDERS) {
        const running = await withRecommenders(recommenders, first, others);
        loads.push(table(recommenders, gateways, await outcome(raters, systems, running)));
      }
      await Promise.all(others.map((system) => system.stop('recommender')));
    }
    return [...pages, ...loads];
  } finally {
    await Promise.all(others.map((system) => system.stopAll()));
  }
}

/** @returns the systems that have one */
async function withRecommenders(count: number, first: System, others: readonly System[]): Promise<System[]> {
  const more = others.slice(0, count - 1);
  for (const system of more) if (system.pid('recommender') === undefined) await system.start('recommender');
  return [first, ...more];
}

/** As many ready pages as can be read, each gateway by its own connections. */
async function readyPages(systems: readonly System[], people: readonly FilmLover[]): Promise<Measurement> {
  const shoot = (seconds: number) =>
    Promise.all(
      systems.map((system, at) =>
        autocannon({
          url: `${system.api}/me/recommendations`,
          headers: { authorization: `Bearer ${people[at].token}` },
          connections: CONNECTIONS / systems.length,
          duration: seconds,
        }),
      ),
    );
  await shoot(2);
  const used = () => systems.reduce((sum, system) => sum + cpuSeconds(system.pid('gateway')!), 0);
  const before = used();
  const results = await shoot(SECONDS);
  const requests = results.reduce((sum, { requests }) => sum + requests.total, 0);
  const a = requests / SECONDS;
  return {
    what: `ready pages as fast as they come, gateways: ${systems.length}`,
    value: `${Math.round(a).toLocaleString('en')} requests/s, p99 ${Math.max(...results.map(({ latency }) => latency.p99))} ms`,
    reference: `${Math.round((1e6 * (used() - before)) / requests)} µs of a gateway's processor each, ${((used() - before) / SECONDS).toFixed(1)} processors`,
  };
}

async function outcome(
  raters: Raters,
  gateways: readonly System[],
  recommenders: readonly System[],
): Promise<Outcome> {
  const apis = gateways.map((system) => system.api);
  await raters.save(apis, WARM_UP, SAVE_EVERY_MS, 'warm-up');
  const pids = [
    ...gateways.map((system) => system.pid('gateway')!),
    ...recommenders.map((system) => system.pid('recommender')!),
  ];
  const used = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = used();
  const reading = apis.map((api, at) =>
    autocannon({
      url: `${api}/me/recommendations`,
      headers: { authorization: `Bearer ${raters.people[at].token}` },
      connections: READERS / apis.length,
      overallRate: READS_A_SECOND / apis.length,
      duration: Math.floor((SAVES * SAVE_EVERY_MS) / 1000),
    }),
  );
  const saves = [...(await raters.save(apis, SAVES, SAVE_EVERY_MS, 'load')).values()];
  const reads = await Promise.all(reading);
  const seconds = (SAVES * SAVE_EVERY_MS) / 1000;
  return {
    saves,
    reads: reads.reduce((sum, result) => sum + result['2xx'], 0),
    readP99: Math.max(...reads.map(({ latency }) => latency.p99)),
    cpu: (1000 * (used() - before)) / seconds,
    wrong: await wrongLists(raters, apis),
  };
}

/** Whose list, at any gateway, has not seen their last save, shows what they have rated, or is not that of another gateway. */
async function wrongLists(raters: Raters, apis: readonly string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const person of raters.people) {
    const pages = await Promise.all(
      apis.map(async (api) => {
        const headers = { authorization: `Bearer ${person.token}` };
        const answer = await fetch(`${api}/me/recommendations?limit=100`, { headers });
        return (await answer.json()) as Awaited<ReturnType<FilmLover['list']>>;
      }),
    );
    const rated = new Set(raters.ratedBy(person));
    const isRight = pages.every(
      ({ items, ratingsVersion, status }) =>
        status === 'fresh' &&
        // A save that was refused for want of time may have been carried out.
        ratingsVersion >= raters.versions.get(person)! &&
        items.length === 100 &&
        !items.some(({ movie }) => rated.has(movie.id)),
    );
    const orders = new Set(pages.map(({ items }) => items.map(({ movie }) => movie.id).join(' ')));
    if (!isRight || orders.size > 1) wrong.push(person.email);
  }
  return wrong;
}

function table(
  recommenders: number,
  gateways: number,
  { saves, reads, readP99, cpu, wrong }: Outcome,
): Measurement {
  const times = saves.map(({ sent, announced }) => announced - sent);
  const span =
    Math.max(...saves.map(({ announced }) => announced)) - Math.min(...saves.map(({ sent }) => sent));
  return {
    what: `recommenders: ${recommenders}, gateways: ${gateways}: ${1000 / SAVE_EVERY_MS} saves and ${READS_A_SECOND} reads a second`,
    value: `${((1000 * saves.length) / span).toFixed(1)} lists a second, announced after ${ms(quantile(times, 0.5))}, p99 ${ms(quantile(times, 0.99))}`,
    reference: `${SAVES - saves.length} saves refused; reads: ${reads}, p99 ${readP99} ms; ${Math.round(cpu)} ms of processor a second; right lists: ${PEOPLE - wrong.length} of ${PEOPLE}`,
  };
}
