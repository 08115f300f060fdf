import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvironment } from './environment.js';
import { readRuntimeFile } from './runtime.file.js';

describe('readRuntimeFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'runtime-'));
    file = join(folder, 'runtime.env');
    writeFileSync(
      file,
      '# written by npm start\nMONGODB_URI=mongodb://%2Fa%20b%2Fm.sock/?directConnection=true\n\nREDIS_URL=redis://:p=w@127.0.0.1:7001\r\nnonsense\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads one address a line, with whatever the address contains', () => {
    expect(readRuntimeFile(file)).toEqual({
      MONGODB_URI: 'mongodb://%2Fa%20b%2Fm.sock/?directConnection=true',
      REDIS_URL: 'redis://:p=w@127.0.0.1:7001',
    });
  });

  it('is empty when nothing runs', () => {
    expect(readRuntimeFile(join(folder, 'missing.env'))).toEqual({});
  });

  it('lets the environment win, and is left alone in production and under test', () => {
    const given = { REDIS_URL: 'redis://127.0.0.1:1' };
    const developer = readEnvironment(given, () => readRuntimeFile(file));
    expect(developer.REDIS_URL).toBe('redis://127.0.0.1:1');
    expect(developer.MONGODB_URI).toContain('m.sock');
    const tested = readEnvironment({ NODE_ENV: 'test' }, () => readRuntimeFile(file));
    expect(tested.MONGODB_URI).not.toContain('m.sock');
    expect(() => readEnvironment({ NODE_ENV: 'production' }, () => readRuntimeFile(file))).toThrow(
      'RABBITMQ_URL must be set in production',
    );
  });
});
