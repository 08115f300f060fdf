import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HalfTensors } from './half.tensors.js';

const header = JSON.stringify({
  table: { dtype: 'F16', shape: [2, 3], data_offsets: [0, 12] },
  whole: { dtype: 'I64', shape: [1], data_offsets: [12, 20] },
});
const numbers = Float16Array.of(1, -0.5, 65504, 0, 2 ** -24, 3);

function file(head = header, length = head.length): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(length));
  return Buffer.concat([size, Buffer.from(head), Buffer.from(numbers.buffer), Buffer.alloc(8)]);
}

describe('tensors of half precision', () => {
  let path: string;
  beforeAll(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'tensors-')), 'model.safetensors');
  });
  afterAll(() => rm(join(path, '..'), { recursive: true }));

  async function tensors(bytes: Buffer): Promise<HalfTensors> {
    await writeFile(path, bytes);
    return new HalfTensors(path);
  }

  it('are read whole or by rows', async () => {
    const opened = await tensors(file());
    expect(opened.names).toEqual(['table', 'whole']);
    expect(opened.shape('table')).toEqual([2, 3]);
    expect(opened.rows('table')).toEqual(numbers);
    expect(opened.rows('table', 1, 1)).toEqual(numbers.slice(3));
    opened.close();
  });

  it.each([
    ['a row beyond the last', (opened: HalfTensors) => opened.rows('table', 2, 1), 'has no row 2 of table'],
    [
      'a tensor of other numbers',
      (opened: HalfTensors) => opened.rows('whole'),
      'has no half-precision tensor whole',
    ],
    [
      'a tensor that is not there',
      (opened: HalfTensors) => opened.shape('none'),
      'has no half-precision tensor none',
    ],
  ])('refuse %s', async (_what, read, why) => {
    const opened = await tensors(file());
    expect(() => read(opened)).toThrow(`model.safetensors ${why}`);
    opened.close();
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'has no header'],
    ['a header longer than the file', file(header, 10_000), 'has no header'],
  ])('refuse %s', async (_what, bytes, why) => {
    await expect(tensors(bytes)).rejects.toThrow(`model.safetensors ${why}`);
  });

  it('refuse a file that is cut short', async () => {
    const cut = await tensors(file().subarray(0, 8 + header.length + 6));
    expect(() => cut.rows('table')).toThrow('model.safetensors is cut short');
    cut.close();
  });
});
