import { multiplyRow, multiplyRows, sumRows } from '../math/dense-matrix.js';
import { KernelMemory } from './kernel.memory.js';

/** Rows that are taken by one call; a multiple of the four that are summed together. */
const AT_ONCE = 1024;

/** Rows of a model that lies in a kernel's memory, and room for what they are summed and multiplied with. */
class KernelRows {
  private readonly chosen: Uint32Array;
  /** Of the chosen rows: their weights, or their products. */
  private readonly ofRows: Float64Array;
  /** The vector, or the sums. */
  private readonly vector: Float64Array;
  /** Products of all rows. */
  private products?: Float32Array;

  constructor(
    private readonly memory: KernelMemory,
    private readonly rows: Float32Array,
    width: number,
  ) {
    this.chosen = memory.uint32(AT_ONCE);
    this.ofRows = memory.float64(AT_ONCE);
    this.vector = memory.float64(width);
  }

  sum(chosen: Int32Array, weights: Float64Array): Float64Array {
    const { vector, ofRows, memory } = this;
    vector.fill(0);
    for (let first = 0; first < chosen.length; first += AT_ONCE) {
      const count = this.choose(chosen, first);
      for (let at = 0; at < count; at++) ofRows[at] = weights[first + at];
      memory.exports.sumRows(
        vector.byteOffset,
        this.rows.byteOffset,
        vector.length,
        this.chosen.byteOffset,
        ofRows.byteOffset,
        count,
      );
    }
    return Float64Array.from(vector);
  }

  multiply(chosen: ArrayLike<number>, by: Float64Array, products: Float64Array): void {
    const { vector, ofRows, memory } = this;
    vector.set(by);
    for (let first = 0; first < chosen.length; first += AT_ONCE) {
      const count = this.choose(chosen, first);
      memory.exports.multiplyRows(
        ofRows.byteOffset,
        this.rows.byteOffset,
        vector.length,
        this.chosen.byteOffset,
        vector.byteOffset,
        count,
      );
      for (let at = 0; at < count; at++) products[first + at] = ofRows[at];
    }
  }

  multiplyAll(count: number, by: Float64Array): Float32Array {
    const { vector, rows, memory } = this;
    this.products ??= memory.float32(count);
    vector.set(by);
    memory.exports.multiplyAllRows(
      this.products.byteOffset,
      rows.byteOffset,
      vector.length,
      vector.byteOffset,
      count,
    );
    return Float32Array.from(this.products);
  }

  private choose(chosen: ArrayLike<number>, first: number): number {
    const count = Math.min(AT_ONCE, chosen.length - first);
    for (let at = 0; at < count; at++) this.chosen[at] = chosen[first + at];
    return count;
  }
}

const kernelRows = KernelMemory.forEach(
  (memory, rows: Float32Array, width) => new KernelRows(memory, rows, width),
);

/**
 * Weighted sum of some rows of a model; length width.
 *
 * @param rows     row-major, `width` numbers each
 * @param chosen   which rows
 * @param weights  of each of them
 */
export function sumModelRows(
  rows: Float32Array,
  width: number,
  chosen: Int32Array,
  weights: Float64Array,
): Float64Array {
  return kernelRows(rows, width)?.sum(chosen, weights) ?? sumRows(rows, width, chosen, weights);
}

/** Inner products of some rows of a model with a vector, in their order. @param rows  row-major, as long as the vector each */
export function multiplyModelRows(
  rows: Float32Array,
  chosen: ArrayLike<number>,
  vector: Float64Array,
): Float64Array {
  const products = new Float64Array(chosen.length);
  const kernel = kernelRows(rows, vector.length);
  if (kernel) kernel.multiply(chosen, vector, products);
  else for (let at = 0; at < chosen.length; at++) products[at] = multiplyRow(rows, chosen[at], vector);
  return products;
}

/** Inner products of all rows of a model with a vector. @param rows  row-major, as long as the vector each */
export function multiplyAllModelRows(rows: Float32Array, count: number, vector: Float64Array): Float32Array {
  return kernelRows(rows, vector.length)?.multiplyAll(count, vector) ?? multiplyRows(rows, count, vector);
}
