import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Service, System } from '../../test/support/system/system.js';
import { type Measurement, ms, quantile } from '../results/measurement.js';
import { cpuSeconds, family } from '../load/processes.js';
import { Raters, type Save } from '../load/raters.js';

/** So many people save a rating each, and the next so many milliseconds later, however long one takes. */
const PEOPLE = 20;
const SAVES = 500;
const EVERY_MS = 50;
/** Saves before those that count. */
const WARM_UP = 100;
const SERVICES = ['users', 'catalog', 'recommender', 'gateway'] as const;

/** What the services log on a rating's way, in this order, and what has been done by then. */
const STEPS: readonly [service: Service, message: string, done: string][] = [
  ['users', 'events stored', 'request checked, call sent, rating and event on disk'],
  ['recommender', 'users.ratings-changed.v1 taken', 'event published and delivered'],
  ['recommender', 'profile stored', 'profile read, changed, on disk'],
  ['recommender', 'list made', 'list made and its beginning explained, beyond the time of the write'],
  ['recommender', 'list stored', 'beginning in Redis'],
  ['gateway', 'recommender.list-refreshed.v1 taken', 'news published and delivered'],
];

interface Line {
  time: number;
  correlationId?: string;
  msg: string;
}

/**
 * How long it takes from a rating to the news of its list, and in a second run, in which the services write down when they
 * have done what, where that time goes.
 */
export async function ratingTrace(system: System): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rating-trace-'));
  try {
    const raters = await Raters.register(system.api, PEOPLE, SAVES);
    const save = (count: number, name: string) => raters.save([system.api], count, EVERY_MS, name);
    await save(WARM_UP, 'warm-up');
    const before = processorTime(system);
    const untraced = [...(await save(SAVES, 'untraced')).values()];
    const after = processorTime(system);
    Object.assign(system.env, { LOG_LEVEL: 'debug', LOG_DIR: folder });
    await system.stopAll();
    await system.start(...SERVICES);
    await save(WARM_UP, 'warm-up');
    const traced = await save(SAVES, 'traced');
    // What they have not written yet they write as they end.
    await system.stopAll();
    const times = untraced.map(({ sent, announced }) => announced - sent);
    return [
      {
        what: `rating → announced, ${SAVES} saves by ${PEOPLE} people at ${1000 / EVERY_MS} a second, median`,
        value: ms(quantile(times, 0.5)),
        reference: `p99: ${ms(quantile(times, 0.99))}, ${SAVES - times.length} refused`,
      },
      account(after.map(([whose, seconds], at) => [whose, (1000 * (seconds - before[at][1])) / SAVES])),
      ...table(traced, folder),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of the processor so far: of each service, of the stores together, and of this process, which saves. */
function processorTime(system: System): [whose: string, seconds: number][] {
  const services = SERVICES.map((service) => system.pid(service)!);
  const stores = family(process.pid).filter((pid) => pid !== process.pid && !services.includes(pid));
  const sum = (pids: number[]) => pids.reduce((seconds, pid) => seconds + cpuSeconds(pid), 0);
  return [
    ...SERVICES.map((service, at): [string, number] => [service, sum([services[at]])]),
    ['stores', sum(stores)],
    ['who saves', sum([process.pid])],
  ];
}

function account(spent: [whose: string, ms: number][]): Measurement {
  const sum = spent.reduce((sum, [, ms]) => sum + ms, 0);
  return {
    what: 'the same, processor time of a save',
    value: `${sum.toFixed(1)} ms`,
    reference: spent.map(([whose, ms]) => `${whose}: ${ms.toFixed(1)}`).join(', '),
  };
}

function table(saves: ReadonlyMap<string, Save>, folder: string): Measurement[] {
  const lines = STEPS.map(([service, message]) => timesOf(join(folder, `${service}.log`), message));
  const ways = [...saves].map(([id, { sent, announced }]) => {
    const times = [sent, ...lines.map((times) => times.get(id) ?? NaN), announced];
    return times.slice(1).map((time, at) => time - times[at]);
  });
  const whole = ways.filter((way) => way.every((ms) => !Number.isNaN(ms)));
  const steps = [...STEPS.map(([service, , done]) => `${service}: ${done}`), 'gateway: browser told'];
  const total = whole.map((way) => way.reduce((sum, ms) => sum + ms, 0));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const row = (what: string, values: number[]): Measurement => ({
    what,
    value: `${mean(values).toFixed(1)} ms`,
    reference: `p99: ${Math.round(quantile(values, 0.99))} ms`,
    ratio: (mean(values) / mean(total)).toFixed(2),
  });
  return [
    row(`the same with a log of each step, mean of ${whole.length} saves, of which:`, total),
    ...steps.map((step, at) =>
      row(
        step,
        whole.map((way) => way[at]),
      ),
    ),
  ];
}

/** When a service logged a message for the first time, by correlation id. */
function timesOf(log: string, message: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const text of readFileSync(log, 'utf8').split('\n')) {
    if (!text.includes(message)) continue;
    const { correlationId, time, msg } = JSON.parse(text) as Line;
    if (msg === message && correlationId !== undefined && !times.has(correlationId))
      times.set(correlationId, time);
  }
  return times;
}
