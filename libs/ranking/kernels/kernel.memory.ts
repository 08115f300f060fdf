import { KERNELS } from './kernels.wasm.js';

/** What assembly/kernels.ts exports. Pointers and strides are in bytes. */
interface Exports {
  addGram(c: number, n: number, rows: number, count: number): void;
  factoriseSmall(a: number, n: number, stride: number): number;
  addShortRows(
    sums: number,
    width: number,
    rows: number,
    stride: number,
    chosen: number,
    weights: number,
    count: number,
  ): void;
  turnShortRows(
    columns: number,
    stride: number,
    rows: number,
    width: number,
    chosen: number,
    count: number,
  ): void;
  sumRows(sums: number, rows: number, width: number, chosen: number, weights: number, count: number): void;
  multiplyRows(
    products: number,
    rows: number,
    width: number,
    chosen: number,
    vector: number,
    count: number,
  ): void;
  addDraws(
    matrices: number,
    stride: number,
    samples: number,
    width: number,
    items: number,
    stars: number,
    count: number,
    space: number,
  ): void;
}

const BYTES = 8;
export const PAGE = 65_536;
/** Bytes that kernels have beside the data of a model. Until they are used they take no memory. */
const ROOM = 16 * 1024 * 1024;
/** Orders of matrices are multiples of it. */
export const TILE = 4;

/** @returns the next multiple of {@link TILE} */
export const padded = (order: number): number => Math.ceil(order / TILE) * TILE;

/** The same memory as bytes: into shared memory these are copied several times faster than numbers. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** The kernels, for whoever calls them in memory of their own; none where Node has no WebAssembly. */
export const program = compiled();

function compiled(): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(Buffer.from(KERNELS, 'base64'));
  } catch {
    // Node without WebAssembly (`--jitless`): plain TypeScript does the same, several times slower.
    return undefined;
  }
}

/** Whether this machine runs the kernels; they multiply two numbers at a time. */
export const haveKernels = program !== undefined;

/**
 * So many bytes for data, all 0. What is put there kernels read where it stands: arrays that are views of it are found again by
 * {@link KernelMemory.of}.
 */
export function dataMemory(bytes: number): Uint8Array {
  if (!haveKernels) return new Uint8Array(bytes);
  const { numbers } = new KernelMemory(Math.ceil(bytes / BYTES), ROOM);
  return new Uint8Array(numbers.buffer, 0, bytes);
}

/** Numbers that the kernels work on where they stand. What a method names is where in {@link numbers} it begins. */
export class KernelMemory {
  private static readonly known = new WeakMap<ArrayBufferLike, KernelMemory>();

  readonly numbers: Float64Array;
  /** The kernels themselves, for whoever has places in bytes. */
  readonly exports: Exports;
  private readonly buffer: ArrayBufferLike;
  /** Where the room begins of which nobody has any yet, in bytes. */
  private free: number;

  /**
   * @param count  how many numbers, all 0
   * @param room   bytes after them, for {@link float64} and the like
   * @throws Error when there are no kernels, RangeError when there is no room
   */
  constructor(count: number, room = 0) {
    if (!program) throw new Error('there is no WebAssembly here');
    const pages = Math.ceil((count * BYTES + room) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.exports = new WebAssembly.Instance(program, { env: { memory } }).exports as unknown as Exports;
    this.buffer = memory.buffer;
    this.numbers = new Float64Array(this.buffer, 0, count);
    this.free = count * BYTES;
    KernelMemory.known.set(this.buffer, this);
  }

  /** The one that all of these arrays lie in; undefined where there is none. */
  static of(...arrays: ArrayBufferView[]): KernelMemory | undefined {
    const [{ buffer }] = arrays;
    return arrays.every((array) => array.buffer === buffer) ? this.known.get(buffer) : undefined;
  }

  /** Room for so many numbers. @throws RangeError when there is none left */
  float64(count: number): Float64Array {
    return new Float64Array(this.buffer, this.reserved(8 * count), count);
  }

  float32(count: number): Float32Array {
    return new Float32Array(this.buffer, this.reserved(4 * count), count);
  }

  uint32(count: number): Uint32Array {
    return new Uint32Array(this.buffer, this.reserved(4 * count), count);
  }

  int16(count: number): Int16Array {
    return new Int16Array(this.buffer, this.reserved(2 * count), count);
  }

  private reserved(bytes: number): number {
    const begin = this.free;
    this.free += Math.ceil(bytes / BYTES) * BYTES;
    if (this.free <= this.buffer.byteLength) return begin;
    throw new RangeError(`no room for ${bytes} bytes among ${this.buffer.byteLength}`);
  }

  /** Adds XᵀX to the lower triangle of an n × n matrix; n is a multiple of {@link TILE}. Nothing above it is kept. */
  addGram(matrix: number, n: number, rows: number, count: number): void {
    this.exports.addGram(matrix * BYTES, n, rows * BYTES, count);
  }

  /** Cholesky factor in place, in the lower triangle. @throws RangeError when the matrix is not positive definite */
  factoriseSmall(matrix: number, n: number, stride: number): void {
    demandFactor(this.exports.factoriseSmall(matrix * BYTES, n, stride * BYTES), n);
  }
}

function demandFactor(bad: number, n: number): void {
  if (bad >= 0) throw new RangeError(`matrix is not positive definite at row ${bad} of ${n}`);
}
