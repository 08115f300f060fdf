import 'reflect-metadata';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import { eventually } from '../support/process/eventually.js';
import { cookieOf, FilmLover, type Problem } from '../support/system/film-lover.js';
import { loveOf, movieId } from '../support/system/small.dataset.js';
import { startSmall } from '../support/system/small.system.js';
import { System } from '../support/system/system.js';

jest.setTimeout(120_000);

const ACCOUNT = { email: 'ada@example.com', password: 'correct horse battery' };

describe('a backup', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  const file = join(folder, 'movies.backup');
  const lived = new System();
  const restored = new System();
  let list: string[];
  let cookie: string;

  async function run(command: string, { env }: System, ...args: string[]) {
    const script = join(projectRoot(), 'dist', 'scripts', 'commands', 'system', `${command}.js`);
    const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env.PATH, ...env } });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code: code as number, out, err: err.trim() };
  }

  /** The list in order, once it is made of all ratings. */
  const listOf = (user: FilmLover, version: number) =>
    eventually(async () => {
      const { status, ratingsVersion, items } = await user.list('?limit=20');
      expect([status, ratingsVersion]).toEqual(['fresh', version]);
      return items.map(({ movie }) => movie.id);
    }, 60_000);

  beforeAll(async () => {
    await startSmall(lived);
    const ada = new FilmLover(lived.api);
    const { body, headers } = await ada.post<{ accessToken: string }>('/auth/register', ACCOUNT);
    ada.token = body.accessToken;
    cookie = cookieOf(headers);
    await ada.put(`/me/watchlist/${movieId('paris', 3)}`);
    await ada.put(`/me/seen/${movieId('paris', 4)}`, { seenAt: '2026-01-02' });
    list = await listOf(ada, await ada.rate(loveOf('space')));
    await lived.stopAll();
  });

  afterAll(async () => {
    await Promise.all([lived.stopAll(), restored.stopAll()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is one file for its owner alone, and does not replace another', async () => {
    expect(await run('backup', lived, file)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('61 people, 120 films and 1 models'),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run('backup', lived, file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    });
  });

  it.each<[string, (whole: Buffer) => Buffer, string]>([
    ['cut off', (whole) => whole.subarray(0, whole.length - 2000), 'is damaged'],
    ['cut off between two lines', (whole) => gzipSync(gunzipSync(whole).subarray(0, 200)), 'is damaged'],
    [
      'changed',
      (whole) => gzipSync(gunzipSync(whole).toString().replace('space film 1', 'space film X')),
      'checksum',
    ],
    [
      'newer',
      (whole) => gzipSync(gunzipSync(whole).toString().replace('"format":1', '"format":2')),
      'is newer',
    ],
    ['none', () => gzipSync('something else'), 'is no backup'],
    ['not compressed', () => Buffer.from('something else'), 'is damaged'],
  ])('that is %s is refused, and nothing is stored', async (name, spoil, why) => {
    const spoilt = join(folder, name.replaceAll(' ', '-'));
    writeFileSync(spoilt, spoil(readFileSync(file)));
    const { code, err } = await run('restore', restored, spoilt);
    expect([code, err.split('\n')]).toEqual([1, [expect.stringContaining(why)]]);
  });

  it('makes an empty system the same again: accounts, watchlist, what was seen, films, lists', async () => {
    expect(await run('restore', restored, file)).toMatchObject({ code: 0, err: '' });
    await restored.start('users', 'catalog', 'recommender', 'gateway');
    const ada = new FilmLover(restored.api);
    const { status, body } = await ada.post<{ accessToken: string }>('/auth/login', ACCOUNT);
    expect(status).toBe(200);
    ada.token = body.accessToken;
    const watchlist = await ada.get<{ items: { movie: { id: string } }[] }>('/me/watchlist');
    expect(watchlist.body.items.map(({ movie }) => movie.id)).toEqual([movieId('paris', 3)]);
    const seen = await ada.get<{ items: { movie: { id: string }; seenAt?: string }[] }>('/me/seen');
    expect(seen.body.items).toMatchObject([{ movie: { id: movieId('paris', 4) }, seenAt: '2026-01-02' }]);
    expect((await ada.get<{ total: number }>('/movies?limit=1')).body.total).toBe(120);
    // By the model that was restored: the next one is trained when plots are indexed.
    expect(await listOf(ada, 3)).toEqual(list);
  });

  it('leaves sessions out, which may have ended since', async () => {
    const ada = new FilmLover(restored.api);
    ada.cookie = cookie;
    const { status, body } = await ada.post<Problem>('/auth/refresh');
    expect([status, body.code]).toEqual([401, 'session_ended']);
  });

  it('goes over a system with data only when told to, and then takes away what came later', async () => {
    const ada = new FilmLover(restored.api);
    ada.token = (await ada.post<{ accessToken: string }>('/auth/login', ACCOUNT)).body.accessToken;
    await ada.rate(loveOf('paris'));
    expect(await run('restore', restored, file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('not empty'),
    });
    await restored.stopAll();
    expect(await run('restore', restored, file, '--replace')).toMatchObject({ code: 0 });
    await restored.start('users', 'catalog', 'recommender', 'gateway');
    ada.token = (await ada.post<{ accessToken: string }>('/auth/login', ACCOUNT)).body.accessToken;
    await eventually(async () => expect(await listOf(ada, 3)).toEqual(list), 60_000);
  });
});
