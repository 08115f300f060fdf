import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Service, System } from '../../test/support/system/system.js';
import { type Measurement, quantile } from '../results/measurement.js';
import { arrival, listen, popularMovies } from './rating-to-list.bench.js';

const SAVES = 100;
const SERVICES = ['users', 'catalog', 'recommender', 'gateway'] as const;

/** What the services log on a rating's way, in this order, and what has been done by then. */
const STEPS: readonly [service: Service, message: string, done: string][] = [
  ['users', 'events stored', 'request checked, call sent, rating and event on disk'],
  ['recommender', 'users.ratings-changed.v1 taken', 'event published and delivered'],
  ['recommender', 'profile stored', 'profile read, changed, on disk'],
  ['recommender', 'list made', 'list, reasons and rows made, beyond the time of the write'],
  ['recommender', 'list stored', 'list in Redis'],
  ['gateway', 'recommender.list-refreshed.v1 taken', 'news published and delivered'],
];

interface Line {
  time: number;
  correlationId?: string;
  msg: string;
}

/** Where the time from a rating to the news of its list goes: the services write down when they have done what. */
export async function ratingTrace(system: System): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rating-trace-'));
  Object.assign(system.env, { LOG_LEVEL: 'debug', LOG_DIR: folder });
  try {
    await system.stopAll();
    await system.start(...SERVICES);
    const saves = await save(system.api);
    // What they have not written yet they write as they end.
    await system.stopAll();
    return table(saves, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** When each save was sent and its list announced, by correlation id, in milliseconds since 1970. */
async function save(api: string): Promise<Map<string, { sent: number; announced: number }>> {
  const user = await FilmLover.register(api);
  const movies = await popularMovies(user, SAVES);
  const announced = new Map<number, number>();
  const abort = new AbortController();
  const listening = listen(user, api, announced, abort.signal);
  const saves = new Map<string, { sent: number; announced: number }>();
  for (const [i, movieId] of movies.entries()) {
    const id = `rating-trace-${i}`;
    const sent = now();
    const { body } = await user.send<{ ratingsVersion: number }>(
      'PUT',
      '/me/ratings',
      { ratings: [{ movieId, rating: 1 + ((i * 5) % 9) / 2 }] },
      { 'x-correlation-id': id },
    );
    await arrival(announced, body.ratingsVersion);
    saves.set(id, { sent, announced: now() });
  }
  abort.abort();
  await listening;
  return saves;
}

function table(
  saves: ReadonlyMap<string, { sent: number; announced: number }>,
  folder: string,
): Measurement[] {
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
    row(`rating → announced, mean of ${whole.length} saves, of which:`, total),
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

const now = () => performance.timeOrigin + performance.now();
