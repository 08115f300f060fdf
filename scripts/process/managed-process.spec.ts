import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Launch, ManagedProcess } from './managed-process.js';

const base = mkdtempSync(join(tmpdir(), 'movie-recommender-process-'));
afterAll(() => rmSync(base, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(base, 'case-'));
});

/** A program that writes its pid to the file `up` when it is ready. */
const READY = `require('fs').writeFileSync('up', String(process.pid)); setInterval(() => {}, 1000);`;

function launch(code: string): Launch {
  return {
    title: 'Projector',
    file: process.execPath,
    args: ['-e', code],
    env: { PATH: process.env.PATH },
    cwd: folder,
    logFile: join(folder, 'projector.log'),
    recordFile: join(folder, 'run', 'projector.json'),
    probe: async () => {
      if (!existsSync(join(folder, 'up'))) throw new Error('no file yet');
    },
    readyWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
  };
}

describe('a managed process', () => {
  it('is ready when its probe says so, and gone when it is stopped', async () => {
    const projector = new ManagedProcess(launch(READY));
    await projector.start();
    const pid = projector.pid!;
    expect(readFileSync(join(folder, 'up'), 'utf8')).toBe(String(pid));
    await Promise.all([projector.stop(), projector.stop()]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(join(folder, 'run', 'projector.json'))).toBe(false);
  });

  it('steps back as far as it is told to', async () => {
    const projector = new ManagedProcess({ ...launch(READY), nice: 2 });
    await projector.start();
    expect(getPriority(projector.pid)).toBe(Math.min(getPriority() + 2, 19));
    await projector.stop();
  });

  it('tells its last words and where its log is when it ends instead of getting ready', async () => {
    const broken = new ManagedProcess(launch(`console.error('no lamp'); process.exit(3)`));
    await expect(broken.start()).rejects.toThrow(
      /^Projector did not start: it exited with code 3; it said "no lamp" \(log: .*projector\.log\)$/,
    );
  });

  it('says so when its program is not there', async () => {
    const missing = new ManagedProcess({ ...launch(''), file: join(folder, 'nothing') });
    await expect(missing.start()).rejects.toThrow(/Projector did not start: .*nothing/);
  });

  it('stops while it is still starting, and leaves nothing behind', async () => {
    for (const moment of ['before it is born', 'before it is ready']) {
      const probed = Promise.withResolvers<void>();
      const endless = new ManagedProcess({
        ...launch('setInterval(() => {}, 1000)'),
        probe: async () => {
          probed.resolve();
          throw new Error('never ready');
        },
      });
      const starting = expect(endless.start()).rejects.toThrow('Projector was stopped while it started');
      if (moment === 'before it is ready') await probed.promise;
      await Promise.all([starting, endless.stop()]);
      if (endless.pid !== undefined) expect(() => process.kill(endless.pid!, 0)).toThrow('ESRCH');
    }
  });

  it('is started again when it dies', async () => {
    const deaths: string[] = [];
    const back = Promise.withResolvers<void>();
    const projector = new ManagedProcess(launch(READY), {
      died: (title, how, delayMs) => {
        deaths.push(`${title} ${how} ${delayMs}`);
        rmSync(join(folder, 'up'));
      },
      cameBack: () => back.resolve(),
    });
    await projector.start();
    const first = projector.pid!;
    process.kill(first, 'SIGKILL');
    await back.promise;
    expect(deaths).toEqual(['Projector it was ended by SIGKILL 1000']);
    expect(projector.pid).not.toBe(first);
    await projector.stop();
  });

  it('ends what an earlier run has left behind before it starts its own', async () => {
    const end = Promise.withResolvers<string>();
    const left = new ManagedProcess(launch(READY), {
      // Without a restart it stays down, as it would had its keeper been killed.
      died: (_, how) => end.resolve(left.stop().then(() => how)),
      cameBack: () => undefined,
    });
    await left.start();
    const successor = new ManagedProcess(launch(READY));
    await successor.start();
    expect(await end.promise).toBe('it was ended by SIGTERM');
    expect(() => process.kill(successor.pid!, 0)).not.toThrow();
    await successor.stop();
  });
});
