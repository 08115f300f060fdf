import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  endRecorded,
  isAlive,
  livingRecord,
  type ProcessRecord,
  recordOf,
  writeRecord,
} from './process-record.js';

const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

const how = { stopSignal: 'SIGTERM', graceMs: 10_000, leadsGroup: false } as const;

/** A process that answers SIGTERM as told, and says when it is up. */
async function program(onSigterm: string) {
  const code = `process.on('SIGTERM', () => { ${onSigterm} }); setInterval(() => {}, 1000); console.log('up')`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  return { child, exited: once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]> };
}

describe('a recorded process', () => {
  it('is ended in its own way', async () => {
    const { child, exited } = await program('process.exit(7)');
    await endRecorded(recordOf(child.pid!, how)!);
    expect(await exited).toEqual([7, null]);
  });

  it('is killed when its grace is over', async () => {
    const { child, exited } = await program('');
    await endRecorded({ ...recordOf(child.pid!, how)!, graceMs: 100 });
    expect(await exited).toEqual([null, 'SIGKILL']);
  });

  it('is left alone when its pid now belongs to another process', async () => {
    const { child, exited } = await program('process.exit(7)');
    const earlier: ProcessRecord = { ...recordOf(child.pid!, how)!, birth: 'an earlier boot/1' };
    const file = join(folder, 'other.json');
    writeRecord(file, earlier);
    expect(livingRecord(file)).toBeUndefined();
    expect(existsSync(file)).toBe(false);
    await endRecorded(earlier);
    expect(isAlive(recordOf(child.pid!, how)!)).toBe(true);
    child.kill('SIGTERM');
    await exited;
  });
});

it('takes a record cut short by a crash as nobody', () => {
  const file = join(folder, 'cut.json');
  writeFileSync(file, '{"pid": 12');
  expect(livingRecord(file)).toBeUndefined();
});
