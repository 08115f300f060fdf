import { dot } from '../math/dense-matrix.js';
import { GramSpace } from '../math/gram.space.js';

/** Sums of squares of single precision differ by less than this share. */
const ROUNDING = 1e-12;

/** How many numbers there are, their sum and that of their squares. */
export interface Sums {
  count: number;
  sum: number;
  squares: number;
}

/** Their standard deviation; 0 where rounding is all there is of it. */
export function deviationOf({ count, sum, squares }: Sums): number {
  if (count === 0) return 0;
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  return variance > ROUNDING * Math.max(mean * mean, ROUNDING) ? Math.sqrt(variance) : 0;
}

/**
 * What all inner products of some rows with any vector come to, without finding one of them: with the rows' sum s and Gram matrix G
 * the products with v sum to s·v, and their squares to vᵀ·G·v.
 */
export class RowMoments {
  /** Lower triangle of XᵀX, where a 1 follows the numbers of each row, so that its last row is s; (width + 1) × stride. */
  private readonly products: Float64Array;
  private readonly stride: number;

  /**
   * @param rows    row-major, `width` numbers each
   * @param chosen  which rows
   */
  constructor(
    rows: Float32Array,
    private readonly width: number,
    private readonly chosen: Int32Array,
  ) {
    const space = GramSpace.of(width + 1);
    space.begin();
    for (const row of chosen) {
      const at = space.nextRow();
      for (let k = 0; k < width; k++) space.numbers[at + k] = rows[row * width + k];
      space.numbers[at + width] = 1;
    }
    this.products = space.products();
    this.stride = space.stride;
  }

  sums(vector: Float64Array): Sums {
    const { products, stride, width } = this;
    const sum = dot(products, width * stride, vector, 0, width);
    let squares = 0;
    for (let i = 0; i < width; i++) {
      const below = dot(products, i * stride, vector, 0, i);
      squares += vector[i] * (2 * below + products[i * stride + i] * vector[i]);
    }
    return { count: this.chosen.length, sum, squares };
  }
}
