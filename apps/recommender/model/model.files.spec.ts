import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '#platform/config/environment.js';
import { KernelMemory } from '#ranking/kernels/kernel.memory.js';
import { ModelFiles } from './model.files.js';

const A = 'm-20260101000000-aaaaaa';
const B = 'm-20260102000000-bbbbbb';

describe('the model files of a machine', () => {
  let folder: string;
  let files: ModelFiles;

  beforeEach(() => {
    const MODEL_DIR = mkdtempSync(join(tmpdir(), 'models-'));
    files = new ModelFiles(readEnvironment({ NODE_ENV: 'test', MODEL_DIR, MONGODB_DATABASE_PREFIX: 'a-' }));
    folder = join(MODEL_DIR, 'a-recommender');
  });

  it('gives back what was written, over what was there before, and leaves nothing else', async () => {
    await files.write(A, Uint8Array.of(1, 2));
    await files.write(A, Uint8Array.of(3));
    expect(Buffer.from((await files.read(A))!)).toEqual(Buffer.of(3));
    expect(readdirSync(folder)).toEqual([`${A}.safetensors`]);
  });

  it('reads large files where kernels find them, and writes what lies there', async () => {
    const large = Uint8Array.from({ length: 2_500_000 }, (_, at) => (at * 7) % 251);
    await files.write(A, large);
    const read = (await files.read(A))!;
    expect(KernelMemory.of(read)).toBeDefined();
    await files.write(B, read);
    expect(Buffer.from(read).equals(large)).toBe(true);
    expect(readFileSync(join(folder, `${B}.safetensors`)).equals(large)).toBe(true);
  });

  it('knows nothing of what was never written', async () => {
    expect(await files.read(A)).toBeUndefined();
  });

  it('leaves no half a file when it cannot write', async () => {
    await files.write(A, Uint8Array.of(1));
    await expect(files.write(`no-folder/${A}`, Uint8Array.of(1))).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([`${A}.safetensors`]);
  });

  it('sets a damaged file aside, as it is', async () => {
    await files.write(A, Uint8Array.of(7));
    const aside = await files.setAside(A);
    expect([...readFileSync(aside)]).toEqual([7]);
    expect(await files.read(A)).toBeUndefined();
  });

  it('deletes what belongs to other models, and nothing that is no model', async () => {
    await files.write(A, Uint8Array.of(1));
    await files.setAside(A);
    await files.write(A, Uint8Array.of(1));
    await files.write(B, Uint8Array.of(2));
    writeFileSync(join(folder, `${A}.safetensors.1.partial`), '');
    writeFileSync(join(folder, 'notes.txt'), '');
    await files.keepOnly([B]);
    expect(readdirSync(folder).toSorted()).toEqual([`${B}.safetensors`, 'notes.txt']);
  });
});
