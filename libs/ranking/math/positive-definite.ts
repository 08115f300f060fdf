import { invertPositiveDefinite } from './dense-matrix.js';
import { haveKernels, KernelMemory, padded } from './kernel.memory.js';

/**
 * A large symmetric positive definite matrix that can be inverted in place. Fill the lower triangle: entry (i, j), j ≤ i, is
 * `numbers[i * stride + j]`.
 */
export class PositiveDefinite {
  /** Row-major, rows of {@link stride} numbers. */
  readonly numbers: Float64Array;
  readonly stride: number;
  private readonly memory?: KernelMemory;

  constructor(
    readonly order: number,
    fast = haveKernels,
  ) {
    this.stride = fast ? padded(order) : order;
    const cells = this.stride ** 2;
    this.memory = fast ? new KernelMemory(cells + KernelMemory.spaceToInvert(this.stride)) : undefined;
    this.numbers = this.memory?.numbers.subarray(0, cells) ?? new Float64Array(cells);
    for (let i = order; i < this.stride; i++) this.numbers[i * this.stride + i] = 1;
  }

  /**
   * About order³ operations, with a second matrix of memory.
   *
   * @returns the inverse in `numbers`, both triangles
   * @throws RangeError when the matrix is not positive definite
   */
  invert(): Float64Array {
    if (this.memory) this.memory.invert(0, this.stride, this.stride ** 2);
    else invertPositiveDefinite(this.numbers, this.order);
    return this.numbers;
  }
}
