import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FilmLover } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { MOVIES_PER_CAMP, movieId } from '../support/system/small.dataset.js';
import type { Service } from '../support/system/system.js';

jest.setTimeout(120_000);

const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
const ROWS = 20_000;
const PASSWORDS = 12;
const READS = 12;
/** What one turn may take of the processor: 50 ms on a calm machine, and as much again for one where caches are shared. */
const BOUND_MS = 100;
/** What holds a loop does so each time; what the machine did meanwhile, hardly twice. */
const TRIES = 3;

describe('event loops', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  /** Milliseconds of the processor that the longest turn took of each service since this was asked last. */
  async function longestTurns(): Promise<Record<string, number>> {
    const turns: Record<string, number> = {};
    for (const service of SERVICES) {
      const [, seconds] =
        /^event_loop_longest_turn_cpu_seconds\S* (\S+)/m.exec(await system.ask(service, '/metrics')) ?? [];
      turns[service] = 1000 * Number(seconds);
    }
    return turns;
  }

  /** What held a loop for longer than it may while all is asked for at once: services, and milliseconds. */
  async function heldByAllAtOnce(): Promise<[service: string, ms: number][]> {
    const person = await FilmLover.register(system.api);
    await person.untilListed(1, () => person.rate({ [movieId('space', 0)]: 5, [movieId('paris', 1)]: 2 }));
    const rows = Array.from({ length: ROWS }, (_, at) => {
      const film = movieId(at % 2 ? 'space' : 'paris', (at >> 1) % MOVIES_PER_CAMP);
      return `${film},Film ${at},,${1 + (at % 9) / 2},2020-01-01T00:00:${10 + (at % 50)}Z`;
    });
    const history = ['movieId,title,year,rating,ratedAt', ...rows].join('\n');
    await longestTurns();

    const importing = (await FilmLover.register(system.api)).upload<{ imported: number }>(
      '/me/ratings/import',
      history,
    );
    const lists = Array.from({ length: READS }, (_, n) =>
      person.get(`/me/recommendations?limit=100&diversity=${n / READS}`),
    );
    const searches = Array.from({ length: READS }, (_, n) => person.get(`/movies/search?q=a ship of ${n}`));
    const names = Array.from({ length: READS }, (_, n) => person.get(`/movies/names?q=space flim ${n}`));
    const passwords = Array.from({ length: PASSWORDS }, (_, n) =>
      person.send(
        'POST',
        '/auth/login',
        { email: person.email, password: `wrong ${n}` },
        {
          'x-forwarded-for': `10.9.0.${n}`,
        },
      ),
    );
    const [{ body }] = await Promise.all([importing, ...lists, ...searches, ...names, ...passwords]);
    expect(body.imported).toBeGreaterThan(0);

    return Object.entries(await longestTurns()).filter(([, took]) => !(took <= BOUND_MS));
  }

  it('are held by nothing, whatever is asked for at once', async () => {
    let held = await heldByAllAtOnce();
    for (let tried = 1; held.length > 0 && tried < TRIES; tried++) held = await heldByAllAtOnce();
    expect(held).toEqual([]);
  });
});
