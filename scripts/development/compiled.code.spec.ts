import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { codeHash } from './compiled.code.js';

const dist = mkdtempSync(join(tmpdir(), 'movie-recommender-dist-'));
afterAll(() => rmSync(dist, { recursive: true }));

function write(file: string, code: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), code);
}

/** The apps whose hash is another after `change`. */
function changedBy(change: () => void): string[] {
  const hashes = () =>
    ['users', 'catalog'].map((app) => [app, codeHash(dist, join(dist, 'apps', app, 'main.js'))] as const);
  const before = new Map(hashes());
  change();
  return hashes().flatMap(([app, hash]) => (before.get(app) === hash ? [] : [app]));
}

describe('the hash of a program’s code', () => {
  beforeEach(() => {
    write('apps/users/main.js', `import './users.module.js';\nimport 'node:fs';`);
    write('apps/users/users.module.js', `import { a } from '#platform/config/environment.js';`);
    write('apps/catalog/main.js', `import "./catalog.module.js";`);
    write('apps/catalog/catalog.module.js', `import '../../libs/platform/config/environment.js';`);
    write('libs/platform/config/environment.js', `import './defaults.js';`);
    write('libs/platform/config/defaults.js', `import './environment.js';`);
  });

  it('follows a change of one app’s own file', () => {
    expect(changedBy(() => write('apps/users/users.module.js', 'export {};'))).toEqual(['users']);
  });

  it('follows a change deep in a library, in every app that imports it', () => {
    expect(changedBy(() => write('libs/platform/config/defaults.js', 'export {};'))).toEqual([
      'users',
      'catalog',
    ]);
  });

  it('follows workers and files that are imported only when needed', () => {
    write('apps/users/users.module.js', `new Worker(new URL('./hash.worker.js', import.meta.url));`);
    write('apps/users/hash.worker.js', `await import('#ranking/math/random.js');`);
    write('libs/ranking/math/random.js', 'export const seed = 1;');
    expect(changedBy(() => write('libs/ranking/math/random.js', 'export const seed = 2;'))).toEqual([
      'users',
    ]);
  });

  it('stays when a file nobody imports is new, and when a file is written again unchanged', () => {
    expect(changedBy(() => write('libs/platform/config/unused.js', 'export {};'))).toEqual([]);
    expect(changedBy(() => write('apps/catalog/main.js', `import "./catalog.module.js";`))).toEqual([]);
  });

  it('notices a file that was missing', () => {
    write('apps/catalog/main.js', `import "./late.js";`);
    expect(changedBy(() => write('apps/catalog/late.js', 'export {};'))).toEqual(['catalog']);
  });
});
