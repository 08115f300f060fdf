import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '#ranking/math/random.js';
import { eventually } from '../process/eventually.js';
import { Person } from './saves/person.js';
import type { Scenario } from './scenario.js';
import { acknowledged } from './saves/save.js';
import { verdictOf, type Verdict } from './saves/verdict.js';
import { LIMIT_MS, type World } from './system/world.js';

/** How a run of scenarios is made. */
export interface Form {
  seed: number;
  people: number;
  /** Mean time between two saves of one person. */
  pauseMs: number;
  /** How long what may last does. */
  lastsMs: number;
  /** Saving before the fault. */
  calmMs: number;
  /** Until saves are answered again, at most. */
  recoveryMs: number;
  /** Until the lists have seen everything, at most. */
  catchUpMs: number;
}

export const FULL: Form = {
  seed: 1,
  people: 30,
  pauseMs: 600,
  lastsMs: 20_000,
  calmMs: 3000,
  recoveryMs: 120_000,
  catchUpMs: 300_000,
};
export const SHORT: Form = {
  ...FULL,
  people: 12,
  pauseMs: 300,
  lastsMs: 7000,
  calmMs: 1000,
  recoveryMs: 30_000,
  catchUpMs: 30_000,
};

/** What one scenario did to the system. */
export interface Outcome extends Verdict {
  name: string;
  /** Seconds from the last save until every list had seen it; undefined when one never did. */
  catchUp?: number;
  /** Services that died unasked. */
  crashes: string[];
  /** Messages in dead queues that are none of the scenario's own. */
  dead: number;
  /** Megabytes by service, at most. */
  memory: Map<string, number>;
  /** What went wrong with the fault itself. */
  note?: string;
}

/** Saves that must be answered in a row before the system counts as back. */
const CALM_SAVES = 20;

/** Runs one scenario: people save, something breaks and is mended, people go on, and everything is read again. */
export async function runScenario(world: World, scenario: Scenario, form: Form): Promise<Outcome> {
  const random = seededRandom(form.seed);
  world.memory.take();
  world.written.begin();
  const crashed = world.replicas.map(({ crashes }) => crashes.length);
  const dead = await world.main.dead();
  const people: Person[] = [];
  for (let n = 0; n < form.people; n++)
    people.push(await Person.register(world.gateways, seededRandom(form.seed * 1000 + n)));
  const saves = () => people.flatMap((person) => person.saves);

  let note: string | undefined;
  const stop = new AbortController();
  const crowd = Promise.all(people.map((person) => person.saveUntil(stop.signal, form.pauseMs)));
  try {
    await pause(form.calmMs);
    await scenario.fault(world, form.lastsMs, random).catch((error: Error) => (note = error.message));
    const mended = performance.now();
    await eventually(() => {
      const since = saves().filter(({ sentAt }) => sentAt > mended);
      if (since.filter(acknowledged).length < CALM_SAVES) throw new Error('saves are not answered again');
    }, form.recoveryMs).catch(() => undefined); // The answers say so themselves.
  } finally {
    stop.abort();
    await crowd;
  }
  const catchUp = await caughtUp(people, form.catchUpMs);
  const final = new Map(
    await Promise.all(
      people.map(async (person) => [person.id, await eventually(() => person.ratings(), 60_000)] as const),
    ),
  );
  const written = world.written.writtenBy(new Set(people.map(({ id }) => id)));
  return {
    name: scenario.name,
    ...verdictOf(saves(), final, written, LIMIT_MS),
    catchUp,
    crashes: world.replicas.flatMap(({ crashes }, n) => crashes.slice(crashed[n] ?? 0)),
    dead: (await world.main.dead()) - dead,
    memory: world.memory.take(),
    note,
  };
}

/** @returns seconds; undefined when the lists never have seen everything */
async function caughtUp(people: Person[], withinMs: number): Promise<number | undefined> {
  const began = performance.now();
  const all = people.map((person) =>
    eventually(async () => {
      if (!(await person.isCaughtUp())) {
        await pause(100);
        throw new Error('a list is behind');
      }
    }, withinMs),
  );
  const ends = await Promise.allSettled(all);
  return ends.some(({ status }) => status === 'rejected') ? undefined : (performance.now() - began) / 1000;
}
