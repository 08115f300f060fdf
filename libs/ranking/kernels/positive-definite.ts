import {
  combineRows,
  factoriseCorner,
  fillRows,
  invertRows,
  mirrorRows,
  multiplyTurned,
  regressRows,
  SIDE,
  solvePanel,
  updateRows,
} from './block-kernels.js';
import type { Crew } from './crew.js';
import type { SparseMatrix } from '../math/sparse-matrix.js';

const PRODUCT = SIDE ** 3;

/**
 * A large symmetric positive definite matrix, Yᵀ·diag(scale)·Y + diag(diagonal), and in its place its inverse: in single
 * precision and in blocks, with no more memory than the matrix itself. Sums of more than two blocks' products are good to about
 * 1e-7 times the condition of the matrix when its diagonal is scaled to 1.
 */
export class PositiveDefinite {
  private readonly matrix: Float32Array;
  /** Blocks a side. Rows past `order` are those of the identity. */
  private readonly blocks: number;

  constructor(
    readonly order: number,
    private readonly crew: Crew,
  ) {
    this.blocks = Math.ceil(order / SIDE);
    this.matrix = crew.float32((this.blocks * SIDE) ** 2);
  }

  /**
   * @param rows      Yᵀ, of `order` rows, in the crew's memory as `turned` is, which is Y
   * @param scale     one number for each row of Y
   * @param diagonal  length `order`
   */
  fill(rows: SparseMatrix, turned: SparseMatrix, scale: Float32Array, diagonal: Float32Array): void {
    const { crew, matrix, blocks, order } = this;
    const whole = crew.float32(blocks * SIDE).fill(1);
    whole.set(diagonal);
    // As if all rows of Y were as long; more than that is only shared out in larger parts.
    const work = turned.columns.length ** 2 / Math.max(1, turned.rowCount);
    const given = [rows.offsets, rows.columns, rows.values] as const;
    const other = [turned.offsets, turned.columns, turned.values, crew.copied(scale), whole] as const;
    crew.run(fillRows, blocks * SIDE, work, matrix, blocks, order, ...given, ...other);
  }

  /** About order³ / 2 multiplications. @throws Error when the matrix is not positive definite */
  invert(): void {
    const { crew, matrix, blocks } = this;
    const panel = crew.float32(blocks * SIDE * SIDE);
    for (let at = 0; at < blocks; at++) {
      const below = blocks - at - 1;
      crew.run(factoriseCorner, 1, 0, matrix, blocks, at);
      if (below === 0) continue;
      crew.run(solvePanel, below, below * PRODUCT, matrix, blocks, at, panel);
      crew.run(updateRows, below, (below * (below + 1) * PRODUCT) / 2, matrix, blocks, at, panel);
    }
    const work = (blocks ** 3 * PRODUCT) / 6;
    crew.run(invertRows, blocks, work, matrix, blocks);
    crew.run(multiplyTurned, blocks, 2 * work, matrix, blocks);
    crew.run(mirrorRows, blocks, (blocks * SIDE) ** 2, matrix, blocks);
  }

  /**
   * Rows of the inverse P as a regression of each on all others has them: −P without its diagonal.
   *
   * @param sums  gets rows first … first + count, `stride` numbers apart, a multiple of 8; of the crew's memory, as `gain` is
   * @param gain  gets 1 / P_ii, from `first` on
   */
  regress(sums: Float32Array, stride: number, first: number, count: number, gain: Float32Array): void {
    const { crew, matrix, blocks } = this;
    crew.run(regressRows, count, count * stride, matrix, blocks, stride, first, sums, gain);
  }

  /**
   * Weighted sums of rows of the inverse.
   *
   * @param weights  sums × order, in the crew's memory
   * @param sums     gets sums first … first + count, `stride` numbers apart; of the crew's memory
   */
  combine(weights: SparseMatrix, sums: Float32Array, stride: number, first: number, count: number): void {
    const { crew, matrix, blocks, order } = this;
    const { offsets, columns, values } = weights;
    const work = (offsets[first + count] - offsets[first] + count) * order;
    crew.run(combineRows, count, work, matrix, blocks, order, stride, offsets, columns, values, first, sums);
  }
}
