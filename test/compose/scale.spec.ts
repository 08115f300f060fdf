import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { movieId } from '../support/system/small.dataset.js';
import { FilmLover } from '../support/system/film-lover.js';
import { eventually } from '../support/process/eventually.js';
import { ask, compose, containersOf, docker } from '../support/system/compose.js';

jest.setTimeout(120_000);

const api = `http://127.0.0.1:${process.env.PORT}/api/v1`;

const up = (recommenders: number, gateways: number, users: number) =>
  compose(
    ...['up', '--detach', '--wait'],
    ...['--scale', `recommender=${recommenders}`],
    ...['--scale', `gateway=${gateways}`, '--scale', `users=${users}`],
  );

/** How often each recommender has handled a change of ratings. */
async function handled(): Promise<number[]> {
  const pages = await Promise.all([1, 2, 3].map((replica) => ask('recommender', '/metrics', replica)));
  const line = /^events_total\{(?=[^}]*users\.ratings-changed\.v1)(?=[^}]*outcome="handled")[^}]*\} (\d+)$/m;
  return pages.map((page) => Number(line.exec(page)?.[1] ?? 0));
}

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** Waits inside a gateway's container, as a browser connected to that gateway, for the announcement of a list. */
function streamOf(gateway: number, person: FilmLover, version: number): Promise<string> {
  const script = `
    const answer = await fetch('http://127.0.0.1:3000/api/v1/me/recommendations/stream', {
      headers: { authorization: 'Bearer ${person.token}' }, signal: AbortSignal.timeout(60_000) });
    let text = '';
    process.stderr.write('listening ');
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const found = /"ratingsVersion":(\\d+)/.exec(text);
      if (found && Number(found[1]) >= ${version}) { process.stdout.write('version ' + found[1]); process.exit(0); }
    }`;
  return compose(
    ...['exec', '--no-TTY', '--index', String(gateway), 'gateway'],
    ...['node', '--input-type=module', '-e', script],
  );
}

describe('with three recommenders, two gateways and two users services', () => {
  beforeAll(() => up(3, 2, 2), 180_000);
  afterAll(() => up(1, 1, 1), 180_000);

  it('sends requests to both gateways', async () => {
    const requests = async (replica: number) => {
      const line = /^http_request_duration_seconds_count\{[^}]*route="\/api\/v1\/genres"[^}]*\} (\d+)$/m;
      return Number(line.exec(await ask('gateway', '/metrics', replica))?.[1] ?? 0);
    };
    await eventually(async () => {
      for (let i = 0; i < 4; i += 1) expect((await fetch(`${api}/genres`)).status).toBe(200);
      expect(await requests(1)).toBeGreaterThan(0);
      expect(await requests(2)).toBeGreaterThan(0);
    }, 30_000);
  });

  it('tells a browser of its list, whichever gateway it is connected to', async () => {
    const ada = await FilmLover.register(api);
    const streams = Promise.all([streamOf(1, ada, 1), streamOf(2, ada, 1)]);
    // The streams say nothing until there is an announcement, so lists are made until both have heard of one.
    let heard = false;
    void streams.then(() => (heard = true));
    for (let n = 0; !heard && n < 60; n += 1) {
      await ada.rate({ [movieId('space', n % 60)]: 5 });
      await eventually(async () => expect((await ada.list()).ratingsVersion).toBe(n + 1));
    }
    for (const news of await streams) expect(news).toContain('version');
  });

  it('handles each rating once, by one of the recommenders', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => FilmLover.register(api)));
    const before = await handled();
    const saves = 10;
    await Promise.all(
      people.map(async (person) => {
        for (let n = 0; n < saves; n += 1) await person.rate({ [movieId('paris', n)]: 4 });
      }),
    );
    for (const person of people)
      await eventually(async () => expect((await person.list()).ratingsVersion).toBe(saves), 30_000);
    await eventually(async () => expect(sum(await handled()) - sum(before)).toBe(people.length * saves));
    const shares = (await handled()).map((count, n) => count - before[n]);
    expect(shares.filter((share) => share > 0).length).toBeGreaterThanOrEqual(2);
  });

  it('loses no rating when a recommender and a users service are killed', async () => {
    const ada = await FilmLover.register(api);
    const [recommender] = await containersOf('recommender');
    const [users] = await containersOf('users');
    let version = 0;
    for (let n = 0; n < 20; n += 1) {
      if (n === 8) await docker('kill', recommender);
      if (n === 14) await docker('kill', users);
      version = await eventually(() => ada.rate({ [movieId('space', n)]: 5 }), 30_000);
    }
    await eventually(async () => {
      const list = await ada.list();
      expect(list).toMatchObject({ status: 'fresh', ratingsVersion: version });
    }, 60_000);
  });
});
