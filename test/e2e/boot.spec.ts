import 'reflect-metadata';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TcpProxy } from '../support/process/tcp-proxy.js';
import { address, eventually } from '../support/process/eventually.js';
import { type Service, System } from '../support/system/system.js';

jest.setTimeout(120_000);

const SERVICES: Service[] = ['users', 'catalog', 'recommender', 'gateway'];

describe('a start while the database is away and the disk for logs is full', () => {
  let proxy: TcpProxy;
  let system: System;
  let logs: string;

  beforeAll(async () => {
    proxy = await TcpProxy.inFrontOf(address('MONGODB_URI'));
    logs = await mkdtemp(join(tmpdir(), 'boot-logs-'));
    for (const service of SERVICES) await symlink('/dev/full', join(logs, `${service}.log`));
    system = new System({ MONGODB_URI: proxy.url, LOG_DIR: logs });
    await system.launch(...SERVICES);
  });

  afterAll(async () => {
    await system.stopAll();
    await proxy.shut();
    await rm(logs, { recursive: true, force: true });
  });

  const ask = (service: Service, question: string) => fetch(`${system.origin(service)}/health/${question}`);

  it('is answered at once: every service is alive, and those that need the database are not ready', async () => {
    for (const service of SERVICES) {
      await eventually(async () => expect((await ask(service, 'live')).status).toBe(200));
      const { status } = await ask(service, 'ready');
      expect([service, status]).toEqual([service, service === 'gateway' ? 200 : 503]);
    }
  });

  it('is explained in the log of every service that waits', async () => {
    for (const service of ['users', 'catalog', 'recommender'])
      await eventually(async () => {
        const lines = (await system.printed())
          .split('\n')
          .filter((line) => line.includes(`"service":"${service}"`));
        expect(lines.join('\n')).toContain('Unable to connect to the database');
      });
  });

  it('goes on by itself when the database comes', async () => {
    await proxy.opened();
    for (const service of ['users', 'catalog', 'recommender'] as const) {
      // Without movies there is no model, and a recommender without one is not ready.
      await eventually(
        async () => expect(await (await ask(service, 'ready')).json()).toMatchObject({ mongodb: 'up' }),
        60_000,
      );
      expect((await ask(service, 'live')).status).toBe(200);
    }
  });
});
