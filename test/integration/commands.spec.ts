import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startServiceProcess } from '../support/process/service.process.js';
import { writeSmallDataset } from '../support/system/small.dataset.js';
import { System } from '../support/system/system.js';

jest.setTimeout(60_000);

type Service = 'users' | 'catalog' | 'recommender';

describe('the commands of the services', () => {
  const logs = mkdtempSync(join(tmpdir(), 'command-logs-'));
  const { env } = new System({ LOG_LEVEL: 'info', LOG_PRETTY: 'false' });
  let dataset: string;

  beforeAll(async () => {
    dataset = await writeSmallDataset();
  });

  afterAll(() => {
    for (const folder of [logs, dataset]) rmSync(folder, { recursive: true, force: true });
  });

  async function run(service: Service, args: string[], settings: NodeJS.ProcessEnv = {}) {
    const child = startServiceProcess(service, args, { ...env, ...settings });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ]);
    return { code, out, err };
  }

  it.each(['catalog', 'users'] as const)(
    '%s --initdb prints its own words alone, and logs to LOG_DIR',
    async (service) => {
      const settings = { LOG_DIR: logs };
      const { code, out, err } = await run(service, ['--initdb', '--dataset', dataset], settings);
      expect(out).not.toMatch(/^\{|"level"|\[Nest\]/m);
      expect([code, err]).toEqual([0, '']);
      expect(readFileSync(join(logs, `${service}.log`), 'utf8')).toContain('connected to the broker');
    },
  );

  it('shows the log beside its words at LOG_LEVEL=debug', async () => {
    const { out, err } = await run('users', ['--initdb', '--dataset', dataset], {
      LOG_LEVEL: 'debug',
      MONGODB_DATABASE_PREFIX: `${env.MONGODB_DATABASE_PREFIX}debug-`,
    });
    expect(out).not.toContain('"level"');
    expect(err).toContain('connected to the broker');
  });

  it.each<[Service, string[], string]>([
    ['users', ['--initdb', '--dataset', '/nowhere'], '/nowhere: no such folder'],
    ['users', ['--dataset', '/nowhere'], 'give --initdb as well'],
    ['recommender', ['--refil'], "Unknown option '--refil'"],
  ])('%s %j fails with one line', async (service, args, why) => {
    const { code, err } = await run(service, args);
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ['users', '--initdb'],
    ['recommender', '--refill'],
  ] as const)('%s %s says in one line that its database cannot be reached', async (service, flag) => {
    const { code, out, err } = await run(service, [flag], {
      MONGODB_URI: 'mongodb://127.0.0.1:9',
    });
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toEqual([expect.stringContaining('MongoDB cannot be reached')]);
  });
});
