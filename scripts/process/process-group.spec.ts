import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManagedProcess } from './managed-process.js';
import { ProcessGroup } from './process-group.js';

const base = mkdtempSync(join(tmpdir(), 'movie-recommender-group-'));
afterAll(() => rmSync(base, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(base, 'case-'));
});

/** A program that is ready when it has written its pid to a file of its title. */
function program(title: string): ManagedProcess {
  const code = `
    const { renameSync, writeFileSync } = require('fs');
    // Ended between the two it leaves a whole file behind, and not an empty one.
    const write = () => {
      writeFileSync('${title}.new', String(process.pid));
      renameSync('${title}.new', '${title}');
    };
    setInterval(write, 20);`;
  return new ManagedProcess({
    title,
    file: process.execPath,
    args: ['-e', code],
    env: { PATH: process.env.PATH },
    cwd: folder,
    logFile: join(folder, `${title}.log`),
    recordFile: join(folder, 'run', `${title}.json`),
    probe: async () => {
      const { pid } = JSON.parse(readFileSync(join(folder, 'run', `${title}.json`), 'utf8')) as {
        pid: number;
      };
      if (pidOf(title) !== pid) throw new Error('not yet');
    },
    readyWithinMs: 20_000,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
  });
}

function pidOf(title: string): number {
  return Number(readFileSync(join(folder, title), 'utf8'));
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const report = { fraction: () => undefined, say: () => undefined };

describe('a group of programs', () => {
  it('restarts one and leaves the other alone', async () => {
    const group = new ProcessGroup([program('sound'), program('light')]);
    await group.start(report);
    const before = { sound: pidOf('sound'), light: pidOf('light') };
    await group.restart(1);
    expect(lives(before.light)).toBe(false);
    expect(pidOf('light')).not.toBe(before.light);
    expect(lives(pidOf('light'))).toBe(true);
    expect(pidOf('sound')).toBe(before.sound);
    await group.stop();
    expect([lives(pidOf('sound')), lives(pidOf('light'))]).toEqual([false, false]);
  });

  it('gives up a restart for a newer one, and ends with one program', async () => {
    const group = new ProcessGroup([program('light')]);
    await group.start(report);
    const restarts = await Promise.allSettled([group.restart(0), group.restart(0), group.restart(0)]);
    expect(restarts.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    const last = pidOf('light');
    expect(lives(last)).toBe(true);
    await group.stop();
    expect(lives(last)).toBe(false);
    expect(existsSync(join(folder, 'run', 'light.json'))).toBe(false);
  });

  it('does not start anything again once it was stopped', async () => {
    const group = new ProcessGroup([program('light')]);
    await group.start(report);
    const pid = pidOf('light');
    await Promise.all([group.stop(), group.restart(0)]);
    expect(lives(pid)).toBe(false);
    expect(existsSync(join(folder, 'run', 'light.json'))).toBe(false);
  });
});
