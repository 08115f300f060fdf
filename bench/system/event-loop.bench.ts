import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#platform/config/project-root.js';
import autocannon from 'autocannon';
import { FilmLover } from '../../test/support/system/film-lover.js';
import type { Service, System } from '../../test/support/system/system.js';
import { type Measurement, ms } from '../results/measurement.js';
import { someoneWithAList } from './ready-lists.bench.js';

const SECONDS = 20;
const CONNECTIONS = 8;
/** Of each kind of request, a second: what two cores can do without a queue. */
const RATE = 25;
/** What one upload may hold at most. */
const ROWS = 20_000;
/** Of most services. */
const NICENESS = 8;
const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];

/**
 * How long each service's event loop made others wait, while people read lists, rate, search and browse, and somebody
 * imports the longest history there may be.
 */
export async function eventLoops(system: System): Promise<Measurement[]> {
  const { api } = system;
  const user = await someoneWithAList(api);
  const headers = { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' };
  const { body } = await user.get<{ items: { id: string }[] }>('/movies?limit=100');
  const ids = body.items.map(({ id }) => id);
  const shoot = (path: string, request: Partial<autocannon.Options> = {}) =>
    autocannon({
      url: api + path,
      headers,
      connections: CONNECTIONS,
      overallRate: RATE,
      duration: SECONDS,
      ...request,
    });
  // Asking for the figures also begins them anew.
  for (const service of SERVICES) await system.ask(service, '/metrics');
  const loads = Promise.all([
    shoot('/me/recommendations'),
    shoot('/movies?limit=50&sort=popularity'),
    shoot('/movies/search?q=matrix'),
    shoot('/me/ratings', {
      requests: ids.map((movieId) => ({
        method: 'PUT' as const,
        body: JSON.stringify({ ratings: [{ movieId, rating: 4 }] }),
      })),
    }),
  ]);
  const idle = idleDelay();
  const imported = await importing(api);
  const results = await loads;
  const reference = await idle;
  const refused = results.reduce((sum, { non2xx }) => sum + non2xx, 0);
  const what = `event-loop delay p99 under mixed load (${imported} of ${ROWS.toLocaleString('en')} rows imported meanwhile, ${refused} requests refused)`;
  return Promise.all(
    SERVICES.map(async (service) => {
      const metrics = await system.ask(service, '/metrics');
      const metric = (name: string) =>
        1000 * Number(new RegExp(`^${name}_seconds\\S* (\\S+)`, 'm').exec(metrics)?.[1]);
      const figure = (name: string) => metric(`nodejs_eventloop_lag_${name}`);
      return {
        what: `${service}: ${what}`,
        value: ms(figure('p99')),
        reference: `a process that does nothing: ${ms(reference)} (this: median ${ms(figure('p50'))}, longest ${ms(figure('max'))}; longest turn ${ms(metric('event_loop_longest_turn_cpu'))} of the processor)`,
        ratio: (figure('p99') / reference).toFixed(1),
      };
    }),
  );
}

/** @returns how many films it saved: every movie's rating, again and again until the file is as long as may be */
async function importing(api: string): Promise<number> {
  const person = await FilmLover.register(api);
  const all: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined && all.length < ROWS) {
    const page: { body: { items: { id: string }[]; nextCursor?: string } } = await person.get(
      `/movies?limit=100${cursor}`,
    );
    all.push(...page.body.items.map(({ id }) => id));
    cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`;
  }
  const rows = Array.from({ length: ROWS }, (_, at) => `${all[at % all.length]},,,${1 + (at % 9) / 2},`);
  const text = ['movieId,title,year,rating,ratedAt', ...rows].join('\n');
  const { body } = await person.upload<{ imported: number }>('/me/ratings/import', text);
  return body.imported;
}

/** @returns the p99 of a process that does nothing meanwhile, in milliseconds */
async function idleDelay(): Promise<number> {
  const program = join(projectRoot(), 'dist', 'test', 'support', 'process', 'idle.process.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    String(SECONDS),
    String(NICENESS),
  ]);
  return Number(stdout);
}
