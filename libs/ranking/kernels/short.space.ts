import type { SparseMatrix } from '../math/sparse-matrix.js';
import { KernelMemory } from './kernel.memory.js';

/** Numbers that are added together: sums are as many as a multiple of them. */
const LANES = 32;
/** Rows that are summed by one call: few, so that the processor reads all of them ahead. */
const ROWS = 16;
/** Rows that are multiplied with a sparse one by one call; a multiple of the lanes. */
const TURNED = 64;

const wide = (width: number) => Math.ceil(width / LANES) * LANES;

/** Rows of short numbers of a model that lies in a kernel's memory, and room for what they are summed and multiplied with. */
class ShortSpace {
  private readonly sums: Float32Array;
  private readonly weights: Float32Array;
  /** Of which row each weight is. */
  private readonly chosen: Uint32Array;
  /** Some rows column by column. */
  private readonly turned: Int16Array;

  constructor(
    private readonly memory: KernelMemory,
    private readonly numbers: Int16Array,
    private readonly width: number,
  ) {
    this.sums = memory.float32(Math.max(wide(width), TURNED));
    this.turned = memory.int16(width * TURNED);
    this.weights = memory.float32(ROWS);
    this.chosen = memory.uint32(Math.max(ROWS, TURNED));
  }

  /** Σ weights[k] · row chosen[k]; length width. */
  sum(chosen: Int32Array, weights: Float64Array): Float32Array {
    const { sums, width } = this;
    sums.fill(0);
    for (let first = 0; first < chosen.length; first += ROWS) {
      const count = this.choose(chosen, first, ROWS);
      for (let at = 0; at < count; at++) this.weights[at] = weights[first + at];
      this.memory.exports.addShortRows(
        sums.byteOffset,
        wide(width),
        this.numbers.byteOffset,
        width,
        this.chosen.byteOffset,
        this.weights.byteOffset,
        count,
      );
    }
    return Float32Array.from(sums.subarray(0, width));
  }

  /**
   * Inner products of some rows of a sparse matrix of `width` columns with some rows of short numbers: with many of them at once.
   * Shape [rows, chosen].
   *
   * @param matrix  in the same memory
   */
  multiply(chosen: readonly number[], matrix: SparseMatrix, rows: readonly number[]): Float32Array {
    const { offsets, columns, values } = matrix;
    const { sums, turned, memory } = this;
    const products = new Float32Array(rows.length * chosen.length);
    for (let first = 0; first < chosen.length; first += TURNED) {
      const count = this.turn(chosen, first);
      for (let at = 0; at < rows.length; at++) {
        const begin = offsets[rows[at]];
        sums.fill(0, 0, TURNED);
        memory.exports.addShortRows(
          sums.byteOffset,
          wide(count),
          turned.byteOffset,
          TURNED,
          columns.byteOffset + begin * columns.BYTES_PER_ELEMENT,
          values.byteOffset + begin * values.BYTES_PER_ELEMENT,
          offsets[rows[at] + 1] - begin,
        );
        for (let k = 0; k < count; k++) products[at * chosen.length + first + k] = sums[k];
      }
    }
    return products;
  }

  /** Copies some of the chosen rows to columns. @returns how many */
  private turn(chosen: readonly number[], first: number): number {
    const { memory, turned, numbers, width } = this;
    const count = this.choose(chosen, first, TURNED);
    memory.exports.turnShortRows(
      turned.byteOffset,
      TURNED,
      numbers.byteOffset,
      width,
      this.chosen.byteOffset,
      count,
    );
    return count;
  }

  private choose(chosen: ArrayLike<number>, first: number, most: number): number {
    const count = Math.min(most, chosen.length - first);
    for (let at = 0; at < count; at++) this.chosen[at] = chosen[first + at];
    return count;
  }
}

/** The one of some rows of `width` numbers; undefined where they do not lie in a kernel's memory. */
export const shortSpace = KernelMemory.forEach(
  (memory, numbers: Int16Array, width) => new ShortSpace(memory, numbers, width),
);
