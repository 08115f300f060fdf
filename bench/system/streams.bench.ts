import { readFileSync } from 'node:fs';
import { nodeFlags } from '../../scripts/runtime/services.js';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { System } from '../../test/support/system/system.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';
import { Announcements } from '../load/announcements.js';
import { BareRoute } from '../load/bare.route.js';
import { popularMovies } from '../load/popular.movies.js';

const STREAMS = 1000;
/** Before these: what a process that has work takes anyway, whatever the work is, is no stream's. */
const FIRST_STREAMS = 500;
/** Of one person; a gateway lets ten be open. */
const STREAMS_OF_ONE = 10;
const ANNOUNCEMENTS = 20;
const OPENED_AT_ONCE = 50;

/**
 * A thousand browsers listening to one gateway: what each costs, beside one that listens to a bare server, and how far apart the
 * first and the last hear of a list.
 */
export async function streams(system: System): Promise<Measurement[]> {
  const people: FilmLover[] = [];
  for (let n = 0; n < (FIRST_STREAMS + STREAMS) / STREAMS_OF_ONE; n += 1)
    people.push(await FilmLover.register(system.api));
  const bare = await BareRoute.start('', nodeFlags('gateway'));
  const [, kbOfBare] = await opened(people, bare.api, bare.pid);
  await bare.stop();
  const [listeners, kb] = await opened(people, system.api, system.pid('gateway')!);
  const spreads: number[] = [];
  // Whose ten browsers hear of the same list: from the first to the last.
  const [ada] = people;
  const own = listeners.slice(0, STREAMS_OF_ONE);
  for (const [n, movieId] of (await popularMovies(ada, ANNOUNCEMENTS)).entries()) {
    const version = await ada.rate({ [movieId]: 1 + (n % 9) / 2 });
    const times = await Promise.all(own.map((listener) => listener.of(version)));
    spreads.push(Math.max(...times) - Math.min(...times));
  }
  for (const listener of listeners) listener.close();
  return [
    {
      what: `memory of one of ${STREAMS.toLocaleString('en')} streams on one gateway`,
      value: `${kb.toFixed(1)} kB`,
      reference: `one of as many on a bare Fastify server: ${kbOfBare.toFixed(1)} kB`,
      ratio: (kb / kbOfBare).toFixed(2),
    },
    {
      what: `an announcement meanwhile, from the first to the last of a person’s ${STREAMS_OF_ONE} browsers, median`,
      value: ms(quantile(spreads, 0.5)),
      reference: `p95: ${ms(quantile(spreads, 0.95))}`,
    },
  ];
}

/** @returns streams, ten of each person, and the memory of the server that each but the first few took, in kB */
async function opened(people: FilmLover[], api: string, server: number): Promise<[Announcements[], number]> {
  const wanted = people.flatMap((person) => Array.from({ length: STREAMS_OF_ONE }, () => person));
  const listeners: Announcements[] = [];
  let before = 0;
  for (let at = 0; at < wanted.length; at += OPENED_AT_ONCE) {
    if (at === FIRST_STREAMS) before = memoryKb(server);
    const some = wanted.slice(at, at + OPENED_AT_ONCE).map((who) => Announcements.to(who, api));
    listeners.push(...(await Promise.all(some)));
  }
  return [listeners, (memoryKb(server) - before) / STREAMS];
}

/** Resident memory of a process (Linux). */
function memoryKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
