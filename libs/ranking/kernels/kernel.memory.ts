import { KERNELS } from './kernels.wasm.js';

/** What assembly/kernels.ts exports. Pointers and strides are in bytes. */
interface Exports {
  addGram(c: number, n: number, rows: number, count: number): void;
  factoriseSmall(a: number, n: number, stride: number): number;
  addShortRows(
    sums: number,
    rows: number,
    chosen: number,
    weights: number,
    count: number,
    stride: number,
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

/** Numbers that the kernels work on where they stand. What a method names is where in {@link numbers} it begins. */
export class KernelMemory {
  readonly numbers: Float64Array;
  private readonly exports: Exports;

  /**
   * @param count  how many numbers, all 0
   * @throws Error when there are no kernels, RangeError when there is no room
   */
  constructor(count: number) {
    if (!program) throw new Error('there is no WebAssembly here');
    const pages = Math.ceil((count * BYTES) / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.exports = new WebAssembly.Instance(program, { env: { memory } }).exports as unknown as Exports;
    this.numbers = new Float64Array(memory.buffer, 0, count);
  }

  /** Adds XᵀX to the lower triangle of an n × n matrix; n is a multiple of {@link TILE}. Nothing above it is kept. */
  addGram(matrix: number, n: number, rows: number, count: number): void {
    this.exports.addGram(matrix * BYTES, n, rows * BYTES, count);
  }

  /** Cholesky factor in place, in the lower triangle. @throws RangeError when the matrix is not positive definite */
  factoriseSmall(matrix: number, n: number, stride: number): void {
    demandFactor(this.exports.factoriseSmall(matrix * BYTES, n, stride * BYTES), n);
  }

  /** Adds some rows of short numbers, `stride` of them each, to sums; all places are in bytes. */
  addShortRows(...of: Parameters<Exports['addShortRows']>): void {
    this.exports.addShortRows(...of);
  }

  /** Adds what rated items say in each draw to its matrix, see {@link DrawSpace}; places are in bytes. */
  addDraws(...of: Parameters<Exports['addDraws']>): void {
    this.exports.addDraws(...of);
  }
}

function demandFactor(bad: number, n: number): void {
  if (bad >= 0) throw new RangeError(`matrix is not positive definite at row ${bad} of ${n}`);
}
