import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../process/free-port.js';
import { bareEnvironment, type LocalStore } from './store.js';
import { probeStore } from './store-probe.js';

/** Redis from the distribution's package, with an append-only file. */
export const redisStore: LocalStore = {
  title: 'Redis',
  variable: 'REDIS_URL',
  debianPackage: { name: 'redis-server', program: 'redis-server', variable: 'REDIS_URL' },
  needsNewerGlibc: false,

  async plan({ folder, logFile, recordFile, secrets }) {
    const port = await freePort();
    const password = secrets.get('redis');
    const url = `redis://:${password}@127.0.0.1:${port}`;
    // A file keeps the password out of the list of processes; its paths are relative to the working directory.
    const settings = [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      'daemonize no',
      'dir .',
      'appendonly yes',
      'appendfsync everysec',
      'save ""',
    ];
    writeFileSync(join(folder, 'redis.conf'), `${settings.join('\n')}\n`, { mode: 0o600 });
    return {
      url,
      launch: {
        title: 'Redis',
        file: 'redis-server',
        args: ['redis.conf'],
        env: bareEnvironment(),
        cwd: folder,
        logFile,
        recordFile,
        probe: () => probeStore.REDIS_URL(url),
        readyWithinMs: 30_000,
        stopSignal: 'SIGTERM',
        graceMs: 10_000,
      },
    };
  },
};
