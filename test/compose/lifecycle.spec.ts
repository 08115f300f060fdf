import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { runCommand } from '../../scripts/process/command-line.js';
import { FilmLover } from '../support/system/film-lover.js';
import { MOVIES_PER_CAMP, movieId, writeSmallDataset } from '../support/system/small.dataset.js';
import { eventually } from '../support/process/eventually.js';
import { compose, containersOf, docker, inspect, SERVICES, STORES } from '../support/system/compose.js';

jest.setTimeout(180_000);

const api = `http://127.0.0.1:${process.env.PORT}/api/v1`;
const run = (...args: string[]) => compose('run', '--rm', '--no-TTY', ...args);
const project = () => process.env.COMPOSE_PROJECT_NAME!;

describe('docker compose', () => {
  it('up has loaded the data set and told so, and made the demo account', async () => {
    const log = await compose('logs', '--no-log-prefix', 'seed');
    expect(log).toContain(`${2 * MOVIES_PER_CAMP} films of dataset`);
    expect(log).toContain('Everything is loaded. Demo account: demo@example.com / watch-more-films');
    const login = await fetch(`${api}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":"demo@example.com","password":"watch-more-films"}',
    });
    expect(login.status).toBe(200);
  });

  it('run fills the index of plots, and loads a data set', async () => {
    expect(await run('catalog', '--fillchroma')).toContain(
      `0 embedded, 0 removed, ${2 * MOVIES_PER_CAMP} unchanged`,
    );
    const dataset = await writeSmallDataset();
    const movies = await run('-v', `${dataset}:/films:ro`, 'catalog', '--initdb', '--dataset', '/films');
    expect(movies).toContain('nothing has changed');
    const ratings = await run('-v', `${dataset}:/films:ro`, 'users', '--initdb', '--dataset', '/films');
    expect(ratings).toContain('ratings of films');
    rmSync(dataset, { recursive: true });
    await expect(run('catalog', '--initdb', '--dataset', '/nowhere')).rejects.toThrow(
      '/nowhere: no such folder',
    );
  });

  it.each(['proxy', ...SERVICES, ...STORES])(
    'stop ends %s calmly within ten seconds, though a browser listens',
    async (service) => {
      const ada = await eventually(() => FilmLover.register(api), 30_000);
      const stream = await fetch(`${api}/me/recommendations/stream`, {
        headers: { authorization: `Bearer ${ada.token}` },
      });
      const began = performance.now();
      await compose('stop', service);
      expect(performance.now() - began).toBeLessThan(10_000);
      const [{ State }] = await inspect<{ State: object }>(...(await containersOf(service)));
      expect(State).toMatchObject({ ExitCode: 0, OOMKilled: false });
      await stream.body?.cancel().catch(() => undefined);
      await compose('up', '--detach', '--wait');
    },
  );

  it('down leaves nothing but named volumes, and up has everything again', async () => {
    const ada = await eventually(() => FilmLover.register(api), 30_000);
    await ada.rate({ [movieId('space', 1)]: 5 });
    await compose('down');
    const left = (what: string, ...args: string[]) =>
      docker(what, 'ls', '--quiet', ...args, '--filter', `label=com.docker.compose.project=${project()}`);
    expect(await left('container', '--all')).toBe('');
    expect(await left('network')).toBe('');
    const volumes = (await left('volume')).trim().split('\n');
    expect(volumes.every((name) => name.startsWith(`${project()}_`))).toBe(true);

    await compose('up', '--detach', '--wait');
    expect(await compose('logs', '--no-log-prefix', 'seed')).toContain('Everything is loaded already.');
    await eventually(async () =>
      expect(await ada.get('/me/ratings')).toMatchObject({ status: 200, body: { items: { length: 1 } } }),
    );
  });

  it('up takes port and sample from .env', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-env-'));
    const file = join(folder, '.env');
    writeFileSync(file, 'PORT=3456\nPUBLISH_ON=0.0.0.0\nSEED=off\nDATASET=./films\nLOG_LEVEL=debug\n');
    const { PORT: _port, DATASET: _dataset, LOG_LEVEL: _level, ...env } = process.env;
    const shown = await runCommand('docker', ['compose', '--env-file', file, 'config', '--format', 'json'], {
      env,
    });
    const { services } = JSON.parse(shown.output) as {
      services: Record<string, { environment: object; ports: object[]; volumes: object[] }>;
    };
    expect(services.proxy.ports).toMatchObject([{ host_ip: '0.0.0.0', published: '3456' }]);
    expect(services.seed.environment).toMatchObject({ SEED: 'off', LOG_LEVEL: 'debug' });
    expect(services.seed.volumes).toContainEqual(
      expect.objectContaining({
        type: 'bind',
        source: expect.stringMatching(/\/films$/),
        target: '/dataset',
      }),
    );
    rmSync(folder, { recursive: true });
  });
});
