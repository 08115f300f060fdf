import {
  combineRows,
  factoriseCorner,
  fillRows,
  invertRows,
  mirrorRows,
  multiplyTurned,
  placeOf,
  SIDE,
  solvePanel,
  updateRows,
} from './block-kernels.js';
import type { Crew } from './crew.js';
import type { SparseMatrix } from './sparse-matrix.js';

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
    let work = 0;
    for (let row = 0; row < turned.rowCount; row++)
      work += (turned.offsets[row + 1] - turned.offsets[row]) ** 2;
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

  /** One entry, of both triangles once inverted. */
  entry(row: number, column: number): number {
    return this.matrix[placeOf(this.blocks, row, column)];
  }

  /**
   * Weighted sums of rows of the inverse, a few at a time.
   *
   * @param weights  sums × order, in the crew's memory
   * @param use      what to do with sum `at`, `order` numbers of `sums` from `from` on, which others replace
   */
  combine(weights: SparseMatrix, use: (at: number, sums: Float32Array, from: number) => void): void {
    const { crew, matrix, blocks, order } = this;
    const { offsets, columns, values, rowCount } = weights;
    const some = Math.max(1, Math.min(rowCount, Math.ceil(AT_ONCE / order)));
    const sums = crew.float32(some * order);
    for (let first = 0; first < rowCount; first += some) {
      const count = Math.min(some, rowCount - first);
      const work = (offsets[first + count] - offsets[first] + count) * order;
      crew.run(combineRows, count, work, matrix, blocks, order, offsets, columns, values, first, sums);
      for (let at = 0; at < count; at++) use(first + at, sums, at * order);
    }
  }
}

/** Numbers that are found before they are handed over. */
const AT_ONCE = 4_000_000;
