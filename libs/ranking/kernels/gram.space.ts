import { addGram, factorise } from '../math/dense-matrix.js';
import { haveKernels, KernelMemory, padded } from './kernel.memory.js';

/** Rows that are multiplied at once. */
const ROWS = 256;

/**
 * Where a small matrix grows by XᵀX and is factorised. Fill `numbers` after `begin` with what it is at first, then each row of X
 * where `nextRow` says, or many by `addRows`.
 */
export class GramSpace {
  private static readonly spaces = new Map<number, GramSpace>();

  /** Numbers of a row, of the matrix and of X; those past the order are 0. */
  readonly stride: number;
  /** The lower triangle of the matrix, and after it rows of X. */
  readonly numbers: Float64Array;
  private readonly rows: number;
  private readonly chosen: Uint32Array;
  private readonly weights: Float64Array;
  private count = 0;

  /** @param memory  where it shall lie; without one TypeScript does the same, several times slower */
  constructor(
    private readonly order: number,
    private readonly memory?: KernelMemory,
  ) {
    this.stride = padded(order);
    this.rows = this.stride ** 2;
    const size = this.rows + ROWS * this.stride;
    this.numbers = memory?.float64(size) ?? new Float64Array(size);
    this.chosen = memory?.uint32(ROWS) ?? new Uint32Array(ROWS);
    this.weights = memory?.float64(ROWS) ?? new Float64Array(ROWS);
  }

  /** In a memory of its own, where there are kernels. */
  static alone(order: number): GramSpace {
    const numbers = padded(order) ** 2 + ROWS * (padded(order) + 2);
    return new GramSpace(order, haveKernels ? new KernelMemory(8 * numbers) : undefined);
  }

  /** One for all who use it in turn, because each takes memory that is not soon given back. */
  static of(order: number): GramSpace {
    const space = this.spaces.get(order) ?? GramSpace.alone(order);
    this.spaces.set(order, space);
    return space;
  }

  /** @param products  what the matrix is at first, as `products` gives it; 0 when left out */
  begin(products?: Float64Array): void {
    this.count = 0;
    this.numbers.fill(0, 0, this.rows);
    if (products) this.numbers.set(products);
    for (let i = this.order; i < this.stride; i++) this.numbers[i * this.stride + i] = 1;
  }

  /** @returns where the next row of X begins in `numbers` */
  nextRow(): number {
    if (this.count === ROWS) this.multiply();
    return this.rows + this.count++ * this.stride;
  }

  /**
   * Adds some rows of a model to X, each times a weight.
   *
   * @param rows  row-major, `order` numbers each; fast where they lie in the same memory
   */
  addRows(rows: Float32Array, chosen: Int32Array, weights: Float64Array): void {
    for (let first = 0; first < chosen.length; first += ROWS) {
      const count = Math.min(ROWS, chosen.length - first);
      if (this.count > 0) this.multiply();
      for (let at = 0; at < count; at++) {
        this.chosen[at] = chosen[first + at];
        this.weights[at] = weights[first + at];
      }
      this.weigh(rows, count);
      this.count = count;
    }
  }

  /**
   * @param factor  gets the Cholesky factor of the whole, in the lower triangle; order × stride
   * @throws RangeError when the matrix is not positive definite
   */
  factorise(factor: Float64Array): void {
    const { numbers, stride, order, rows, memory } = this;
    this.multiply();
    if (memory) {
      const bad = memory.exports.factoriseSmall(
        numbers.byteOffset,
        order,
        stride * numbers.BYTES_PER_ELEMENT,
      );
      if (bad >= 0) throw new RangeError(`matrix is not positive definite at row ${bad} of ${order}`);
    } else factorise(numbers.subarray(0, rows), stride);
    factor.set(numbers.subarray(0, order * stride));
  }

  /** The whole, in the lower triangle; order × stride. */
  products(): Float64Array {
    this.multiply();
    return this.numbers.slice(0, this.order * this.stride);
  }

  /** Puts the first chosen rows at the beginning of X. */
  private weigh(rows: Float32Array, count: number): void {
    const { numbers, stride, order, memory, chosen, weights } = this;
    const begin = this.rows;
    if (memory && KernelMemory.of(rows) === memory) {
      memory.exports.weighRows(
        numbers.byteOffset + begin * numbers.BYTES_PER_ELEMENT,
        stride,
        rows.byteOffset,
        order,
        chosen.byteOffset,
        weights.byteOffset,
        count,
      );
      return;
    }
    for (let at = 0; at < count; at++) {
      const [to, from] = [begin + at * stride, chosen[at] * order];
      for (let k = 0; k < order; k++) numbers[to + k] = weights[at] * rows[from + k];
    }
  }

  private multiply(): void {
    const { numbers, stride, rows, count, memory } = this;
    const begin = numbers.byteOffset;
    if (memory) memory.exports.addGram(begin, stride, begin + rows * numbers.BYTES_PER_ELEMENT, count);
    else addGram(numbers.subarray(0, rows), stride, numbers.subarray(rows), count);
    this.count = 0;
  }
}
