import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { freePort } from '../../scripts/process/free-port.js';
import type { Measurement } from '../results/measurement.js';

/** `npm start` in a fresh clone of this repository: the first time with everything to install and load, then again. */
export async function starts(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-start-'));
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', projectRoot(), folder], { encoding: 'utf8' });
    if (cloned.status !== 0) throw new Error(`git clone: ${cloned.stderr}`);
    const port = await freePort();
    const [first, second] = [await startAndStop(folder, port), await startAndStop(folder, port)];
    const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
    return [
      { what: 'first `npm start` of a fresh clone, packages and data included', value: seconds(first) },
      {
        what: 'second `npm start`, data kept',
        value: seconds(second),
        reference: `first: ${seconds(first)}`,
        ratio: (second / first).toFixed(2),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns milliseconds from typing the command to the banner */
async function startAndStop(folder: string, port: number): Promise<number> {
  const begin = performance.now();
  const { RABBITMQ_URL: _r, MONGODB_URI: _m, REDIS_URL: _d, CHROMA_URL: _c, ...env } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that it can be interrupted as a terminal does: npm alone passes no signal on.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const up = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Swagger UI')) resolve(performance.now() - begin);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`npm start ended:\n${printed}`)));
  });
  try {
    return await up;
  } finally {
    process.kill(-child.pid!, 'SIGINT');
    await ended;
  }
}
