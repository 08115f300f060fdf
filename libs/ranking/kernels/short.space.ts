import type { SparseMatrix } from '../math/sparse-matrix.js';
import { bytesOf, haveKernels, KernelMemory } from './kernel.memory.js';

/** Numbers that are added together: a row is as long as a multiple of them. */
const LANES = 32;
/** Rows that are summed at once: as many as stay in the processor's cache. */
const ROWS = 64;

const wide = (width: number) => Math.ceil(width / LANES) * LANES;

/** Where some short rows lie beside each other, and are summed with weights. */
class ShortRowsMemory {
  readonly sums: Float32Array;
  readonly weights: Float32Array;
  /** Of which row each weight is. */
  readonly chosen: Uint32Array;
  /** `rows` × `stride` */
  readonly numbers: Int16Array;
  private readonly memory: KernelMemory;

  constructor(
    rows: number,
    readonly stride: number,
  ) {
    // Of four bytes each sums, weights and which rows, and after them the rows, of two.
    this.memory = new KernelMemory((4 * (stride + 2 * rows) + 2 * rows * stride) / 8);
    const { buffer } = this.memory.numbers;
    this.sums = new Float32Array(buffer, 0, stride);
    this.weights = new Float32Array(buffer, 4 * stride, rows);
    this.chosen = new Uint32Array(buffer, 4 * (stride + rows), rows);
    this.numbers = new Int16Array(buffer, 4 * (stride + 2 * rows), rows * stride);
  }

  /** Adds so many of the chosen rows, times their weights, to the sums. */
  add(count: number): void {
    const { memory, numbers, chosen, weights, stride } = this;
    memory.addShortRows(0, numbers.byteOffset, chosen.byteOffset, weights.byteOffset, count, stride);
  }
}

/** Where rows of short numbers are copied to and summed. */
export class ShortSpace {
  private static latest?: ShortSpace;

  private readonly memory: ShortRowsMemory;

  private constructor(private readonly width: number) {
    this.memory = new ShortRowsMemory(ROWS, wide(width));
    this.memory.chosen.forEach((_, at, chosen) => (chosen[at] = at));
  }

  /** The one of the width that was asked for last, for all who use it in turn; undefined where there are no kernels. */
  static of(width: number): ShortSpace | undefined {
    if (!haveKernels) return undefined;
    if (this.latest?.width !== width) this.latest = new ShortSpace(width);
    return this.latest;
  }

  /** Σ weights[k] · row chosen[k]; length width. @param numbers  rows of `width` */
  sum(numbers: Int16Array, chosen: Int32Array, weights: Float64Array): Float32Array {
    const { width, memory } = this;
    const [from, to] = [bytesOf(numbers), bytesOf(memory.numbers)];
    memory.sums.fill(0);
    for (let first = 0; first < chosen.length; first += ROWS) {
      const count = Math.min(ROWS, chosen.length - first);
      for (let at = 0; at < count; at++) {
        const row = chosen[first + at] * width;
        from.copy(to, 2 * at * memory.stride, 2 * row, 2 * (row + width));
        memory.weights[at] = weights[first + at];
      }
      memory.add(count);
    }
    return memory.sums.slice(0, width);
  }
}

/** Where rows of short numbers are copied to column by column, and multiplied with sparse rows: with all of them at once. */
export class TurnedSpace {
  private static latest?: TurnedSpace;

  private readonly memory: ShortRowsMemory;

  private constructor(
    private readonly width: number,
    private readonly stride: number,
  ) {
    this.memory = new ShortRowsMemory(width, stride);
  }

  /** The one of the shape that was asked for last; undefined where there are no kernels. */
  static of(width: number, rows: number): TurnedSpace | undefined {
    if (!haveKernels) return undefined;
    const stride = wide(rows);
    if (this.latest?.width !== width || this.latest.stride !== stride)
      this.latest = new TurnedSpace(width, stride);
    return this.latest;
  }

  /**
   * Inner products of some rows of a sparse matrix of `width` columns with some rows of short numbers; shape [rows, chosen].
   *
   * @param numbers  rows of `width`
   */
  multiply(
    numbers: Int16Array,
    chosen: readonly number[],
    { offsets, columns, values }: SparseMatrix,
    rows: readonly number[],
  ): Float32Array {
    const { width, stride, memory } = this;
    for (let at = 0; at < chosen.length; at++)
      turnRow(numbers, chosen[at] * width, width, memory.numbers, at, stride);
    const products = new Float32Array(rows.length * chosen.length);
    for (let at = 0; at < rows.length; at++) {
      const [from, end] = [offsets[rows[at]], offsets[rows[at] + 1]];
      memory.sums.fill(0);
      memory.chosen.set(columns.subarray(from, end));
      memory.weights.set(values.subarray(from, end));
      memory.add(end - from);
      products.set(memory.sums.subarray(0, chosen.length), at * chosen.length);
    }
    return products;
  }
}

/** Copies a row to a column. */
function turnRow(
  row: Int16Array,
  from: number,
  width: number,
  to: Int16Array,
  column: number,
  stride: number,
): void {
  for (let k = 0, at = column; k < width; k++, at += stride) to[at] = row[from + k];
}
