import { dot } from '../math/dense-matrix.js';
import { GramSpace } from '../kernels/gram.space.js';
import { drained } from '../math/steps.js';

/** Sums of squares of single precision differ by less than this share. */
const ROUNDING = 1e-12;
/** Of 384 numbers each they take ten milliseconds. */
const ROWS_OF_STEP = 256;

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
  /**
   * @param products  lower triangle of XᵀX, where a 1 follows the numbers of each row, so that its last row is s; (width + 1) × stride
   */
  private constructor(
    private readonly products: Float64Array,
    private readonly stride: number,
    private readonly width: number,
    private readonly count: number,
  ) {}

  /**
   * @param rows    row-major, `width` numbers each
   * @param chosen  which rows
   */
  static of(rows: Float32Array, width: number, chosen: Int32Array): RowMoments {
    return drained(RowMoments.inSteps(rows, width, chosen));
  }

  /** The same, in steps of some milliseconds: of a large catalogue it takes seconds. */
  static *inSteps(rows: Float32Array, width: number, chosen: Int32Array): Generator<void, RowMoments> {
    const space = GramSpace.of(width + 1);
    let products: Float64Array = new Float64Array((width + 1) * space.stride);
    for (let from = 0; from < chosen.length; from += ROWS_OF_STEP) {
      // Others use the space between steps.
      space.begin(products);
      for (const row of chosen.subarray(from, from + ROWS_OF_STEP)) {
        const at = space.nextRow();
        for (let k = 0; k < width; k++) space.numbers[at + k] = rows[row * width + k];
        space.numbers[at + width] = 1;
      }
      products = space.products();
      yield;
    }
    return new RowMoments(products, space.stride, width, chosen.length);
  }

  sums(vector: Float64Array): Sums {
    const { products, stride, width } = this;
    const sum = dot(products, width * stride, vector, 0, width);
    let squares = 0;
    for (let i = 0; i < width; i++) {
      const below = dot(products, i * stride, vector, 0, i);
      squares += vector[i] * (2 * below + products[i * stride + i] * vector[i]);
    }
    return { count: this.count, sum, squares };
  }
}
