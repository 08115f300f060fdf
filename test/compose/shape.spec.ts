import { describe, expect, it, jest } from '@jest/globals';
import { compose, containersOf, inspect, SERVICES, STORES } from '../support/system/compose.js';

jest.setTimeout(60_000);

interface Container {
  Config: { User: string; Env: string[]; Healthcheck?: object };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[] | null;
    Init: boolean;
    Memory: number;
    RestartPolicy: { Name: string };
    LogConfig: { Type: string; Config: Record<string, string> };
    PortBindings: Record<string, { HostIp: string }[]> | null;
  };
  NetworkSettings: { Networks: Record<string, object> };
}

const MB = 1024 * 1024;
const one = async (service: string) => (await inspect<Container>(...(await containersOf(service))))[0];

describe('the composed system', () => {
  it.each(SERVICES)('has an image of %s under 300 MB, without a shell', async (service) => {
    const [{ Size }] = await inspect<{ Size: number }>(`movie-recommender-${service}`);
    expect(Size).toBeLessThan(300e6);
    await expect(compose('exec', '--no-TTY', service, 'sh')).rejects.toThrow('executable file not found');
  });

  it.each(['proxy', ...SERVICES])(
    'runs %s without root, capabilities and a writable root',
    async (service) => {
      const { Config, HostConfig } = await one(service);
      expect(Config).toMatchObject({ User: '1000:1000', Healthcheck: expect.any(Object) });
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], Init: true });
    },
  );

  it('publishes the proxy alone, to this machine alone', async () => {
    const published = async (service: string) =>
      Object.values((await one(service)).HostConfig.PortBindings ?? {}).flat();
    expect(await published('proxy')).toMatchObject([{ HostIp: '127.0.0.1' }]);
    for (const service of [...SERVICES, ...STORES])
      expect([service, await published(service)]).toEqual([service, []]);
  });

  it.each(STORES)('keeps %s on a network without a way out', async (store) => {
    const networks = Object.keys((await one(store)).NetworkSettings.Networks);
    expect(networks).toEqual([expect.stringMatching(/_stores$/)]);
    expect(await inspect<{ Internal: boolean }>(...networks)).toMatchObject([{ Internal: true }]);
  });

  it('fits the memory of a small laptop, rotates its logs and starts again by itself', async () => {
    const all = await Promise.all(['proxy', ...SERVICES, ...STORES].map(one));
    const limits = all.map(({ HostConfig }) => HostConfig.Memory / MB);
    expect(Math.min(...limits)).toBeGreaterThan(0);
    expect(limits.reduce((sum, limit) => sum + limit)).toBeLessThan(3_600);
    for (const { HostConfig } of all) {
      expect(HostConfig.LogConfig.Config).toMatchObject({ 'max-size': '10m', 'max-file': '3' });
      expect(HostConfig.RestartPolicy.Name).toBe('unless-stopped');
    }
  });

  it('made its own secret, which no environment shows', async () => {
    const [users] = await Promise.all([one('users')]);
    expect(users.Config.Env).toContain('JWT_SECRET_FILE=/secrets/jwt');
    expect(users.Config.Env.filter((entry) => /^JWT_SECRET=./.test(entry))).toEqual([]);
  });
});
