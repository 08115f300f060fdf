import { addGram, factorise } from '../math/dense-matrix.js';
import { haveKernels, KernelMemory, padded } from './kernel.memory.js';

/** Rows that are multiplied at once. */
const ROWS = 256;

/**
 * Where a small matrix grows by XᵀX and is factorised. Fill `numbers` after `begin` with what it is at first, then each row of X
 * where `nextRow` says.
 */
export class GramSpace {
  private static readonly spaces = new Map<number, GramSpace>();

  /** Numbers of a row, of the matrix and of X; those past the order are 0. */
  readonly stride: number;
  /** The lower triangle of the matrix, and after it rows of X. */
  readonly numbers: Float64Array;
  private readonly rows: number;
  private readonly memory?: KernelMemory;
  private count = 0;

  constructor(
    private readonly order: number,
    fast = haveKernels,
  ) {
    this.stride = padded(order);
    this.rows = this.stride ** 2;
    const size = this.rows + ROWS * this.stride;
    this.memory = fast ? new KernelMemory(size) : undefined;
    this.numbers = this.memory?.numbers ?? new Float64Array(size);
  }

  /** One for all who use it in turn, because each takes memory that is not soon given back. */
  static of(order: number): GramSpace {
    const space = this.spaces.get(order) ?? new GramSpace(order);
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
   * @param factor  gets the Cholesky factor of the whole, in the lower triangle; order × stride
   * @throws RangeError when the matrix is not positive definite
   */
  factorise(factor: Float64Array): void {
    const { numbers, stride, order, rows, memory } = this;
    this.multiply();
    if (memory) memory.factoriseSmall(0, order, stride);
    else factorise(numbers.subarray(0, rows), stride);
    factor.set(numbers.subarray(0, order * stride));
  }

  /** The whole, in the lower triangle; order × stride. */
  products(): Float64Array {
    this.multiply();
    return this.numbers.slice(0, this.order * this.stride);
  }

  private multiply(): void {
    const { numbers, stride, rows, count, memory } = this;
    if (memory) memory.addGram(0, stride, rows, count);
    else addGram(numbers.subarray(0, rows), stride, numbers.subarray(rows), count);
    this.count = 0;
  }
}
