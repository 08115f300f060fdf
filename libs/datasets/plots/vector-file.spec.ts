import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatasetError } from '../records/dataset.error.js';
import { plotHash } from './plot-text.js';
import { readVectorFile, writeVectorFile } from './vector-file.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectors-'));
  path = join(folder, 'plots.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

/** A vector of length 1 that is another for each seed. */
function unitVector(seed: number, dimensions = 384): Float32Array {
  const raw = Float32Array.from({ length: dimensions }, (_, at) => Math.sin(seed * 1000 + at * at));
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at], 0) / (Math.hypot(...a) * Math.hypot(...b));

const vectors = new Map([1, 2, 3].map((seed) => [plotHash('model', `plot ${seed}`), unitVector(seed)]));
const content = { model: 'model', dimensions: 384, vectors };

describe('a vector file', () => {
  it('gives back every vector under its hash, nearly unchanged', async () => {
    await writeVectorFile(path, content);
    const read = await readVectorFile(path);
    expect([read.model, read.dimensions, read.vectors.size]).toEqual(['model', 384, 3]);
    for (const [hash, vector] of vectors)
      expect(cosine(read.vectors.get(hash)!, vector)).toBeGreaterThan(0.9995);
  });

  it('is the same whatever order the vectors came in, and after a second round', async () => {
    await writeVectorFile(path, content);
    const bytes = await readFile(path);
    await writeVectorFile(path, { ...content, vectors: new Map([...vectors].reverse()) });
    expect(await readFile(path)).toEqual(bytes);
    await writeVectorFile(path, await readVectorFile(path));
    expect(await readFile(path)).toEqual(bytes);
  });

  it('is read by the safetensors layout: header length, header, tensors', async () => {
    await writeVectorFile(path, content);
    const bytes = await readFile(path);
    const length = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
    expect(length % 8).toBe(0);
    expect(header.vectors).toEqual({ dtype: 'I8', shape: [3, 384], data_offsets: [0, 1152] });
    expect(header.scales).toEqual({ dtype: 'F32', shape: [3], data_offsets: [1152, 1164] });
    expect(header.hashes).toEqual({ dtype: 'U8', shape: [3, 16], data_offsets: [1164, 1212] });
    expect(bytes.length).toBe(8 + length + 1212);
  });

  it('may be empty, and may hold a zero vector', async () => {
    await writeVectorFile(path, { ...content, vectors: new Map() });
    expect((await readVectorFile(path)).vectors.size).toBe(0);
    const hash = plotHash('model', 'nothing');
    await writeVectorFile(path, { ...content, vectors: new Map([[hash, new Float32Array(384)]]) });
    expect((await readVectorFile(path)).vectors.get(hash)).toEqual(new Float32Array(384));
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['cut short', (bytes) => bytes.subarray(0, bytes.length - 5), /do not fit the shape/u],
    ['cut inside the header', (bytes) => bytes.subarray(0, 40), /cut short/u],
    [
      'with a flipped bit',
      (bytes) => bytes.with(bytes.length - 1, bytes[bytes.length - 1] ^ 1) as Buffer,
      /checksum/u,
    ],
    ['empty', () => Buffer.alloc(0), /cut short/u],
    ['of text', () => Buffer.from('<html>not found</html>'), /cut short/u],
    [
      'with another header',
      () => Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]),
      /its format/u,
    ],
    [
      'with no header',
      () => Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('no')]),
      /not JSON/u,
    ],
    [
      'with nothing in its header',
      () => Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('null')]),
      /its format/u,
    ],
  ])('is refused when %s', async (_, damage, why) => {
    await writeVectorFile(path, content);
    await writeFile(path, damage(await readFile(path)));
    await expect(readVectorFile(path)).rejects.toThrow(DatasetError);
    await expect(readVectorFile(path)).rejects.toThrow(why);
    await expect(readVectorFile(path)).rejects.toThrow(/^plots\.safetensors: .*dataset:vectors/u);
  });

  it('is named when it is missing', async () => {
    await expect(readVectorFile(path)).rejects.toThrow(`${path}: no such file`);
  });

  it('takes no vector of another length', async () => {
    const wrong = new Map([[plotHash('model', 'x'), new Float32Array(3)]]);
    await expect(writeVectorFile(path, { ...content, vectors: wrong })).rejects.toThrow(RangeError);
  });
});
