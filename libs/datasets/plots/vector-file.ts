import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { DatasetError } from '../records/dataset.error.js';
import { readDatasetFile } from '../records/dataset.file.js';
import { plotHashBytes } from './plot-text.js';

/**
 * A file of plot vectors, in the safetensors format (8 bytes little-endian length of a JSON header, the header, the
 * numbers) with three tensors:
 *
 *   vectors  I8   [n, dimensions]  each vector divided by its scale and rounded
 *   scales   F32  [n]              largest absolute number of the vector / 127
 *   hashes   U8   [n, 16]          {@link plotHash} of the text, ascending
 *
 * The header's `__metadata__` names the model and the sha256 of everything after the header.
 */
export interface VectorFile {
  model: string;
  dimensions: number;
  /** Hash (32 hexadecimal digits) → vector; lengths are 1 within the rounding of int8 (cosine above 0.999). */
  vectors: Map<string, Float32Array>;
}

interface Tensor {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

interface Header {
  __metadata__: { format: string; model: string; sha256: string };
  vectors: Tensor;
  scales: Tensor;
  hashes: Tensor;
}

const format = 'plot-vectors-1';
/** In bytes: 2 million plots. */
const longestFile = 1024 * 1024 * 1024;
const longestHeader = 1024 * 1024;

/** Writes the file whole or not at all. The same vectors always give the same bytes. */
export async function writeVectorFile(path: string, content: VectorFile): Promise<void> {
  const entries = [...content.vectors].sort(([a], [b]) => (a < b ? -1 : 1));
  const count = entries.length;
  const { dimensions } = content;
  const data = Buffer.alloc(count * (dimensions + 4 + plotHashBytes));
  const [scalesAt, hashesAt] = [count * dimensions, count * (dimensions + 4)];
  for (const [index, [hash, vector]] of entries.entries()) {
    if (vector.length !== dimensions) throw new RangeError(`vector ${hash} has ${vector.length} numbers`);
    const scale = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127 || 1;
    vector.forEach((value, at) => data.writeInt8(Math.round(value / scale), index * dimensions + at));
    data.writeFloatLE(scale, scalesAt + 4 * index);
    data.write(hash, hashesAt + plotHashBytes * index, plotHashBytes, 'hex');
  }
  const header: Header = {
    __metadata__: { format, model: content.model, sha256: sha256(data) },
    vectors: { dtype: 'I8', shape: [count, dimensions], data_offsets: [0, scalesAt] },
    scales: { dtype: 'F32', shape: [count], data_offsets: [scalesAt, hashesAt] },
    hashes: { dtype: 'U8', shape: [count, plotHashBytes], data_offsets: [hashesAt, data.length] },
  };
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc(-json.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFile(`${path}.partial`, Buffer.concat([length, padded, data]));
  await rename(`${path}.partial`, path);
}

/** @throws DatasetError naming the file when it is missing, cut short, altered or of another kind */
export async function readVectorFile(path: string): Promise<VectorFile> {
  const name = basename(path);
  const { header, data } = split(name, await readDatasetFile(path, longestFile));
  if (header?.__metadata__?.format !== format) throw damaged(name, `its format is not ${format}`);
  if (typeof header.__metadata__.model !== 'string') throw damaged(name, 'it names no model');
  const shape: unknown = header.vectors?.shape;
  const [count, dimensions] = Array.isArray(shape) && shape.every(Number.isSafeInteger) ? shape : [];
  if (!(count >= 0 && dimensions > 0) || data.length !== count * (dimensions + 4 + plotHashBytes)) {
    throw damaged(name, `${data.length} bytes of numbers do not fit the shape [${count}, ${dimensions}]`);
  }
  if (sha256(data) !== header.__metadata__.sha256) throw damaged(name, 'its checksum does not match');

  const vectors = new Map<string, Float32Array>();
  const [scalesAt, hashesAt] = [count * dimensions, count * (dimensions + 4)];
  for (let index = 0; index < count; index += 1) {
    const scale = data.readFloatLE(scalesAt + 4 * index);
    const from = index * dimensions;
    const vector = Float32Array.from({ length: dimensions }, (_, at) => data.readInt8(from + at) * scale);
    const hashFrom = hashesAt + plotHashBytes * index;
    vectors.set(data.toString('hex', hashFrom, hashFrom + plotHashBytes), vector);
  }
  return { model: header.__metadata__.model, dimensions, vectors };
}

function split(
  name: string,
  bytes: Buffer,
): { header: Partial<Header> & Pick<Header, '__metadata__'>; data: Buffer } {
  const length = bytes.length >= 8 ? Number(bytes.readBigUInt64LE()) : Infinity;
  if (length > bytes.length - 8) throw damaged(name, 'it is cut short');
  if (length > longestHeader) throw damaged(name, `its header has ${length} bytes`);
  try {
    return { header: JSON.parse(bytes.toString('utf8', 8, 8 + length)), data: bytes.subarray(8 + length) };
  } catch {
    throw damaged(name, 'its header is not JSON');
  }
}

function damaged(name: string, why: string): DatasetError {
  return new DatasetError(
    `${name}: not a usable file of plot vectors, ${why}; make it again with "npm run dataset:vectors"`,
  );
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
