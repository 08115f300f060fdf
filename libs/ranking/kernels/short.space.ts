import { haveKernels, KernelMemory } from './kernel.memory.js';

/** Numbers that are added together: a row is as long as a multiple of them. */
const LANES = 32;
/** Rows that are added at once: as many as stay in the processor's cache. */
const ROWS = 64;

/** Where rows of short numbers are copied to and summed. */
export class ShortSpace {
  private static latest?: ShortSpace;

  private readonly stride: number;
  private readonly memory: KernelMemory;
  private readonly sums: Float32Array;
  private readonly weights: Float32Array;
  private readonly rows: Int16Array;

  private constructor(private readonly width: number) {
    const stride = Math.ceil(width / LANES) * LANES;
    this.stride = stride;
    // Of 4 bytes each the sums and the weights, and after them rows of 2.
    this.memory = new KernelMemory((4 * (stride + ROWS) + 2 * ROWS * stride) / 8);
    const { buffer } = this.memory.numbers;
    this.sums = new Float32Array(buffer, 0, stride);
    this.weights = new Float32Array(buffer, 4 * stride, ROWS);
    this.rows = new Int16Array(buffer, 4 * (stride + ROWS), ROWS * stride);
  }

  /** The one of the width that was asked for last, for all who use it in turn; undefined where there are no kernels. */
  static of(width: number): ShortSpace | undefined {
    if (!haveKernels) return undefined;
    if (this.latest?.width !== width) this.latest = new ShortSpace(width);
    return this.latest;
  }

  /** Σ weights[k] · row chosen[k]; length width. @param numbers  rows of `width` */
  sum(numbers: Int16Array, chosen: Int32Array, weights: Float64Array): Float32Array {
    const { width, stride, memory, sums, rows } = this;
    sums.fill(0);
    for (let from = 0; from < chosen.length; from += ROWS) {
      const count = Math.min(ROWS, chosen.length - from);
      for (let at = 0; at < count; at++) {
        const row = chosen[from + at] * width;
        rows.set(numbers.subarray(row, row + width), at * stride);
        this.weights[at] = weights[from + at];
      }
      memory.addShortRows(0, 4 * (stride + ROWS), 4 * stride, count, stride);
    }
    return sums.slice(0, width);
  }
}
