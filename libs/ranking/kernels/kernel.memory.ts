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
  weighRows(
    weighed: number,
    stride: number,
    rows: number,
    width: number,
    chosen: number,
    weights: number,
    count: number,
  ): void;
  multiplyAllRows(products: number, rows: number, width: number, vector: number, count: number): void;
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

/** The same memory as bytes. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

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
  return haveKernels ? new KernelMemory(bytes + ROOM).uint8(bytes) : new Uint8Array(bytes);
}

/** Numbers that the kernels work on where they stand. All are 0 at first, and begin at multiples of 8 bytes. */
export class KernelMemory {
  private static readonly known = new WeakMap<ArrayBufferLike, KernelMemory>();

  readonly exports: Exports;
  private readonly buffer: ArrayBufferLike;
  /** Where what nobody has yet begins, in bytes. */
  private free = 0;

  /** @throws Error when there are no kernels, RangeError when there is no room for so many bytes */
  constructor(bytes: number) {
    if (!program) throw new Error('there is no WebAssembly here');
    const pages = Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.exports = new WebAssembly.Instance(program, { env: { memory } }).exports as unknown as Exports;
    this.buffer = memory.buffer;
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

  uint8(count: number): Uint8Array {
    return new Uint8Array(this.buffer, this.reserved(count), count);
  }

  /** Of each array that lies in a kernel's memory what is made there for it, once; undefined for arrays of their own. */
  static forEach<View extends ArrayBufferView, Space>(
    make: (memory: KernelMemory, array: View, width: number) => Space,
  ): (array: View, width: number) => Space | undefined {
    const made = new WeakMap<View, Space>();
    return (array, width) => {
      const space = made.get(array);
      const memory = space ? undefined : this.of(array);
      if (!memory) return space;
      const found = make(memory, array, width);
      made.set(array, found);
      return found;
    };
  }

  private reserved(bytes: number): number {
    const begin = this.free;
    const end = begin + Math.ceil(bytes / BYTES) * BYTES;
    if (end > this.buffer.byteLength)
      throw new RangeError(`no room for ${bytes} bytes after ${begin} of ${this.buffer.byteLength}`);
    this.free = end;
    return begin;
  }
}
