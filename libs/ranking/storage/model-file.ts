import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { bytesOf, dataMemory, KernelMemory } from '../kernels/kernel.memory.js';
import { type NumberArray, putTogether, takeApart } from './plain-structure.js';

/**
 * A trained bundle as one file in the safetensors format:
 *
 *   8 bytes   length of the header, little-endian
 *   header    JSON, padded with spaces to a multiple of 8 bytes
 *   tensors   raw little-endian numbers, without gaps, those of wider types first, so that each lies aligned
 *
 * Every typed array of the structure is a tensor of one dimension, named by its path; everything else of it is JSON in
 * `__metadata__.structure`. `__metadata__`, where all values are strings, also has `format`, `version`, `header` (the
 * ModelHeader, JSON) and `sha256`, over all other metadata, the tensor table and the tensors.
 *
 * @see https://github.com/huggingface/safetensors, the format
 */
export const MODEL_FILE_VERSION = '1';
const FORMAT = 'movie-recommender-model';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What a bundle says about itself. */
export interface ModelHeader {
  modelId: string;
  /** MODEL_FORMAT of the program that wrote it; files written before 0.5.0 have none. */
  format?: number;
  /** ISO 8601. */
  createdAt: string;
  seed: number;
  /** The same for the same training data. */
  dataHash: string;
  /** What it was trained with. */
  parameters: { [name: string]: Json };
  /** What was counted and measured. */
  metrics: { [name: string]: Json };
}

/** A file that must not be used; the message says what is wrong with it. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

interface Tensor {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

type Metadata = Record<'format' | 'version' | 'header' | 'structure', string>;

const TYPES: Record<
  string,
  { bytes: number; view: new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray }
> = {
  F64: { bytes: 8, view: Float64Array },
  I64: { bytes: 8, view: BigInt64Array },
  U64: { bytes: 8, view: BigUint64Array },
  F32: { bytes: 4, view: Float32Array },
  I32: { bytes: 4, view: Int32Array },
  U32: { bytes: 4, view: Uint32Array },
  I16: { bytes: 2, view: Int16Array },
  U16: { bytes: 2, view: Uint16Array },
  I8: { bytes: 1, view: Int8Array },
  U8: { bytes: 1, view: Uint8Array },
};

const ALIGNMENT = 8;
/** Bytes hashed at a stretch: about ten milliseconds. */
const SLICE = 4 * 1024 * 1024;

/**
 * @param structure  plain data: objects, arrays, Maps, strings, numbers, typed arrays, nested at will
 * @returns the file; the same structure and header always give the same bytes
 * @throws  TypeError naming what in the structure is not plain data
 */
export function encodeModel(structure: unknown, header: ModelHeader): Uint8Array<ArrayBuffer> {
  const { json, arrays } = takeApart(structure);
  const sorted = [...arrays].sort(([, a], [, b]) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT);
  const tensors: Record<string, Tensor> = {};
  let size = 0;
  for (const [name, array] of sorted) {
    tensors[name] = {
      dtype: dtypeOf(array),
      shape: [array.length],
      data_offsets: [size, size + array.byteLength],
    };
    size += array.byteLength;
  }
  const metadata: Metadata = {
    format: FORMAT,
    version: MODEL_FILE_VERSION,
    header: JSON.stringify(header),
    structure: JSON.stringify(json),
  };
  const hash = hashOfTable(metadata, tensors);
  for (const [, array] of sorted) hash.update(bytesOf(array));
  const table = JSON.stringify({ __metadata__: { ...metadata, sha256: hash.digest('hex') }, ...tensors });
  const text = new TextEncoder().encode(table);
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerLength + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(text, 8);
  file.fill(' '.charCodeAt(0), 8 + text.length, 8 + headerLength);
  let at = 8 + headerLength;
  for (const [, array] of sorted) {
    file.set(bytesOf(array), at);
    at += array.byteLength;
  }
  return file;
}

/**
 * Reads a file that `encodeModel` wrote. The structure's arrays lie where kernels read them: they are views into a file that lies
 * there, which must not be changed any more, and copies of another's. Hashing and copying are cut in slices that let other work through.
 *
 * @throws ModelFileError when the file is cut short, of another format or version, or not as it was written
 */
export async function decodeModel(file: Uint8Array): Promise<{ header: ModelHeader; structure: unknown }> {
  const { metadata, sha256, tensors, data } = readTable(file);
  const isPlaced = KernelMemory.of(data) !== undefined && data.byteOffset % ALIGNMENT === 0;
  const memory = isPlaced ? data : dataMemory(data.length);
  const arrays = new Map(Object.entries(tensors).map(([name, tensor]) => [name, view(name, tensor, memory)]));
  checkCoverage(tensors, data.length);
  const hash = hashOfTable(metadata, tensors);
  for (let at = 0; at < data.length; at += SLICE) {
    const slice = data.subarray(at, at + SLICE);
    hash.update(slice);
    if (!isPlaced) memory.set(slice, at);
    await breathe();
  }
  if (hash.digest('hex') !== sha256) throw new ModelFileError('model file is damaged: wrong checksum');
  try {
    const header = JSON.parse(metadata.header) as ModelHeader;
    return { header, structure: putTogether(JSON.parse(metadata.structure), arrays) };
  } catch (error) {
    throw new ModelFileError(`model file is damaged: ${(error as Error).message}`, { cause: error });
  }
}

function readTable(file: Uint8Array) {
  if (file.length < 8) throw new ModelFileError(`model file is cut short: ${file.length} bytes`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(file.length - 8)) {
    throw new ModelFileError(`model file is cut short: a header of ${length} bytes in ${file.length}`);
  }
  const end = 8 + Number(length);
  let table: Record<string, Tensor> & { __metadata__?: Partial<Metadata> & { sha256?: string } };
  try {
    const parsed: unknown = JSON.parse(
      // A copy, because it decodes no memory that is shared.
      new TextDecoder('utf-8', { fatal: true }).decode(file.slice(8, end)),
    );
    if (typeof parsed !== 'object' || parsed === null) throw new SyntaxError('not an object');
    table = parsed as typeof table;
  } catch (error) {
    throw new ModelFileError('model file is damaged: its header is not JSON', { cause: error });
  }
  const { __metadata__: all = {}, ...tensors } = table;
  const { sha256, ...rest } = all;
  if (rest.format !== FORMAT) throw new ModelFileError(`not a model file: its format is ${rest.format}`);
  if (rest.version !== MODEL_FILE_VERSION) {
    throw new ModelFileError(
      `model file is of version ${rest.version}, this program reads ${MODEL_FILE_VERSION}`,
    );
  }
  if (typeof rest.header !== 'string' || typeof rest.structure !== 'string')
    throw new ModelFileError('model file is damaged: its metadata are incomplete');
  if (end % ALIGNMENT !== 0) throw new ModelFileError('model file is damaged: its tensors are not aligned');
  return { metadata: rest as Metadata, sha256, tensors, data: file.subarray(end) };
}

function view(name: string, tensor: Tensor, data: Uint8Array): NumberArray {
  const damaged = (why: string) => new ModelFileError(`model file is damaged: tensor "${name}" ${why}`);
  const type = Object.hasOwn(TYPES, tensor?.dtype) ? TYPES[tensor.dtype] : undefined;
  if (!type) throw damaged(`is of unknown type ${tensor?.dtype}`);
  const [length = -1] = Array.isArray(tensor.shape) ? tensor.shape : [];
  const [begin = -1, end = -1] = Array.isArray(tensor.data_offsets) ? tensor.data_offsets : [];
  if (![length, begin, end].every((n) => Number.isSafeInteger(n) && n >= 0) || tensor.shape.length !== 1)
    throw damaged('has no shape or place');
  if (end - begin !== length * type.bytes) throw damaged('has a place that does not fit its shape');
  if (end > data.length) {
    throw new ModelFileError(`model file is cut short: tensor "${name}" ends at ${end} of ${data.length}`);
  }
  if (begin % type.bytes !== 0) throw damaged('is not aligned');
  return new type.view(data.buffer, data.byteOffset + begin, length);
}

/** Every byte belongs to one tensor. */
function checkCoverage(tensors: Record<string, Tensor>, size: number): void {
  const positions = Object.values(tensors)
    .map((tensor) => tensor.data_offsets)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let at = 0;
  for (const [begin, end] of positions) {
    if (begin !== at)
      throw new ModelFileError(`model file is damaged: its tensors do not meet at byte ${at}`);
    at = end;
  }
  if (at !== size) throw new ModelFileError(`model file is damaged: ${size - at} bytes too many`);
}

function hashOfTable(metadata: Metadata, tensors: Record<string, Tensor>) {
  const { format, version, header, structure } = metadata;
  return createHash('sha256').update(JSON.stringify([format, version, header, structure, tensors]));
}

function dtypeOf(array: NumberArray): string {
  const found = Object.entries(TYPES).find(([, { view }]) => view.name === array.constructor.name);
  if (!found) throw new TypeError(`a model file holds no ${array.constructor.name}`);
  return found[0];
}
