import 'reflect-metadata';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Environment } from '#platform/config/environment.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PosterCache } from '../../apps/gateway/posters/poster.cache.js';
import { PosterSource } from '../../apps/gateway/posters/poster.source.js';
import { ImageServer, picture } from '../support/images/image.server.js';

const MB = 1024 * 1024;
const DAY_MS = 24 * 3600 * 1000;

describe('posters that the gateway keeps', () => {
  const images = new ImageServer();
  let folder: string;

  beforeAll(() => images.start());
  afterAll(() => images.stop());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posters-'));
    images.pictures.clear();
    images.asked.length = 0;
    images.fault = undefined;
    for (const name of ['a', 'b', 'c', 'd']) images.pictures.set(`/t/p/w342/${name}.jpg`, picture(0.4 * MB));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A gateway's posters, as it starts with them. */
  const start = async () => {
    const environment = Object.assign(new Environment(), {
      POSTERS: 'proxy',
      POSTERS_URL: images.url,
      POSTERS_DIR: folder,
      POSTERS_TIMEOUT_MS: 2000,
      POSTERS_MB: 1,
    });
    const cache = new PosterCache(new PosterSource(environment), environment);
    await cache.onModuleInit();
    return (name: string) => cache.get(name);
  };
  const kept = async () => (await readdir(folder)).sort();

  it('are fetched once, and come from disk from then on', async () => {
    const get = await start();
    const first = await get('w342-a.jpg');
    expect(first.equals(picture(0.4 * MB))).toBe(true);
    images.fault = (response) => response.destroy();
    expect((await get('w342-a.jpg')).equals(first)).toBe(true);
    expect(images.asked).toEqual(['/t/p/w342/a.jpg']);
  });

  it('are fetched once for many who ask at the same time', async () => {
    const get = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('w342-a.jpg')));
    expect(new Set(answers.map(({ length }) => length))).toEqual(new Set([picture(0.4 * MB).length]));
    expect(images.asked).toHaveLength(1);
  });

  it('take no more of the disk than they may: the one unused for longest goes, after a restart too', async () => {
    const get = await start();
    for (const name of ['a', 'b']) await get(`w342-${name}.jpg`);
    await get('w342-a.jpg');
    await get('w342-c.jpg');
    expect(await kept()).toEqual(['w342-a.jpg', 'w342-c.jpg']);
    const before = new Date(Date.now() - 2 * DAY_MS);
    await utimes(join(folder, 'w342-c.jpg'), before, before);
    await writeFile(join(folder, 'notes.txt'), 'not ours');
    const restarted = await start();
    await restarted('w342-d.jpg');
    expect(await kept()).toEqual(['notes.txt', 'w342-a.jpg', 'w342-d.jpg']);
  });

  it('are asked for anew after 150 days, and when somebody has taken the file away', async () => {
    await writeFile(join(folder, 'w342-a.jpg'), picture(10));
    const old = new Date(Date.now() - 151 * DAY_MS);
    await utimes(join(folder, 'w342-a.jpg'), new Date(), old);
    const get = await start();
    expect((await get('w342-a.jpg')).length).toBe(picture(0.4 * MB).length);
    await rm(join(folder, 'w342-a.jpg'));
    expect((await get('w342-a.jpg')).length).toBe(picture(0.4 * MB).length);
    expect(images.asked).toHaveLength(2);
  });

  it('that TMDB does not have are not asked for again soon', async () => {
    const get = await start();
    for (let tries = 0; tries < 3; tries += 1)
      await expect(get('w342-none.jpg')).rejects.toMatchObject({ code: 'entry_not_found' });
    expect(images.asked).toHaveLength(1);
  });

  it.each<[string, ImageServer['fault']]>([
    ['is down', (response) => response.writeHead(503).end('no')],
    ['says nothing', () => undefined],
    [
      'cuts its answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '5000' });
        response.write(picture(100), () => response.destroy());
      },
    ],
    [
      'sends a page instead',
      (response) =>
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html><script>alert(1)</script>'),
    ],
    [
      'never ends',
      (response) => {
        response.writeHead(200, { 'content-type': 'image/jpeg' });
        const part = picture(MB);
        const more = () => !response.destroyed && response.write(part, more);
        more();
      },
    ],
    ['leads elsewhere', (response) => response.writeHead(302, { location: '/t/p/w342/a.jpg' }).end()],
  ])('are missing while its server %s, without anything kept, and there afterwards', async (_, fault) => {
    const get = await start();
    images.fault = fault;
    await expect(get('w342-b.jpg')).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await kept()).toEqual([]);
    images.fault = undefined;
    expect((await get('w342-b.jpg')).length).toBe(picture(0.4 * MB).length);
  });
});
