import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatasetError } from '../records/dataset.error.js';
import { runProgram } from './program.js';
import { ensurePackages, type PinnedPackage } from './sample.js';

/** A registry with one package, as npm asks for it. */
let registry: Server;
let requests: string[];
let folder: string;
let wanted: PinnedPackage;
const environment = { ...process.env };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
  await mkdir(join(folder, 'package', 'data'), { recursive: true });
  await writeFile(join(folder, 'package', 'package.json'), '{"name":"tiny-films","version":"1.0.0"}');
  await writeFile(join(folder, 'package', 'data', 'films.csv'), 'id\n603\n');
  await writeFile(join(folder, 'package', 'index.js'), 'throw new Error("never run")');
  await runProgram('tar', ['-czf', join(folder, 'tiny.tgz'), '-C', folder, 'package']);
  const tarball = await readFile(join(folder, 'tiny.tgz'));
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  wanted = { name: 'tiny-films', version: '1.0.0', integrity, files: ['data/films.csv'] };

  requests = [];
  registry = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (request.url?.endsWith('.tgz') === true) return response.end(tarball);
    const dist = { tarball: `${address()}/tiny-films.tgz`, integrity };
    const versions = { '1.0.0': { name: 'tiny-films', version: '1.0.0', dist } };
    if (request.url !== '/tiny-films') response.statusCode = 404;
    return response.end(JSON.stringify({ name: 'tiny-films', 'dist-tags': { latest: '1.0.0' }, versions }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  process.env.npm_config_registry = address();
  process.env.npm_config_cache = join(folder, 'npm');
});

afterEach(async () => {
  process.env = { ...environment };
  if (registry.listening) await new Promise((resolve) => registry.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const address = (): string => `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
const cache = (): string => join(folder, 'cache');

describe('ensurePackages', () => {
  it('fetches the wanted files once, and nothing else', async () => {
    const [first] = await ensurePackages(cache(), [wanted]);
    expect(await readFile(join(first, 'data', 'films.csv'), 'utf8')).toBe('id\n603\n');
    expect(existsSync(join(first, 'index.js'))).toBe(false);
    expect(await readdir(cache())).toEqual(['tiny-films@1.0.0']);
    const asked = requests.length;
    expect(await ensurePackages(cache(), [wanted])).toEqual([first]);
    expect(requests.length).toBe(asked);
  });

  it('fetches again what somebody deleted from the cache', async () => {
    const [first] = await ensurePackages(cache(), [wanted]);
    await rm(join(first, 'data'), { recursive: true });
    await ensurePackages(cache(), [wanted]);
    expect(existsSync(join(first, 'data', 'films.csv'))).toBe(true);
  });

  it('refuses a tarball that is not the pinned one and leaves nothing behind', async () => {
    const other = { ...wanted, integrity: `sha512-${'A'.repeat(86)}==` };
    await expect(ensurePackages(cache(), [other])).rejects.toThrow(
      'tiny-films@1.0.0: the tarball is not the pinned one',
    );
    expect(await readdir(cache())).toEqual([]);
  });

  it('says in one line that the registry cannot be reached or has no such package', async () => {
    const missing = ensurePackages(cache(), [{ ...wanted, name: 'no-such-films' }]);
    await expect(missing).rejects.toThrow('could not fetch no-such-films@1.0.0 with npm: E404');
    await new Promise((resolve) => registry.close(resolve));
    process.env.npm_config_fetch_retry_mintimeout = '10';
    const failure = await ensurePackages(cache(), [wanted]).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(DatasetError);
    expect((failure as Error).message).toMatch(
      /^could not fetch tiny-films@1\.0\.0 with npm: .*ECONNREFUSED.*$/u,
    );
    expect(await readdir(cache())).toEqual([]);
  }, 30_000);
});
