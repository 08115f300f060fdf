import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { SecretFile } from './secret-file.js';

const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('makes each secret once, long enough for a token key, and lets only its owner read the file', () => {
  const file = join(folder, 'new', 'secrets.json');
  const jwt = new SecretFile(file).get('jwt');
  const redis = new SecretFile(file).get('redis');
  expect(jwt).toMatch(/^[\w-]{43}$/);
  expect(redis).not.toBe(jwt);
  expect(new SecretFile(file).get('jwt')).toBe(jwt);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
