import type { Crew, Kernel } from './crew.js';
import { rowDot, type SparseMatrix } from '../math/sparse-matrix.js';
import { KernelMemory } from './kernel.memory.js';
import { shortSpace } from './short.space.js';

/** Rows of numbers in two bytes each: `numbers` times the row's scale. Errors are below 1/65,000 of the largest of a row. */
export interface ShortRows {
  /** Row-major. */
  numbers: Int16Array;
  /** One a row. */
  scales: Float32Array;
}

const LARGEST = 32_767;
/** Numbers that are found before they are shortened: many, where finding some together saves work. */
const AT_ONCE = 1_000_000;
/** So many stay in the processor's cache until they are. */
export const IN_CACHE = 65_536;
/** Numbers that are shortened together. */
const LANES = 8;

/** Sparse rows of at least so many numbers, on the mean, are worth putting the short rows beside each other. */
const MANY = 4;

/** Rows of single precision, `stride` apart, as whole numbers times a scale. */
const shortenRows: Kernel<[stride: number, sums: Float32Array, numbers: Int16Array, scales: Float32Array]> = {
  name: 'shortenRows',
  plain(from, to, stride, sums, numbers, scales) {
    for (let row = from; row < to; row++) {
      let largest = 0;
      for (let k = row * stride; k < (row + 1) * stride; k++) largest = Math.max(largest, Math.abs(sums[k]));
      scales[row] = largest / LARGEST;
      const times = scales[row] > 0 ? Math.fround(1 / scales[row]) : 0;
      for (let k = row * stride; k < (row + 1) * stride; k++) {
        const short = Math.round(Math.fround(times * sums[k]));
        numbers[k] = Math.max(-LARGEST - 1, Math.min(LARGEST, short));
      }
    }
  },
};

/**
 * Rows of `width` numbers, made a few at a time.
 *
 * @param make  puts rows first … first + count into `sums`, of the crew's memory, `stride` numbers apart; those past the width
 *   stay 0
 */
export function shortened(
  crew: Crew,
  rows: number,
  width: number,
  make: (sums: Float32Array, stride: number, first: number, count: number) => void,
  atOnce = AT_ONCE,
): ShortRows {
  const stride = Math.ceil(width / LANES) * LANES;
  const some = Math.max(1, Math.min(rows, Math.ceil(atOnce / stride)));
  const sums = crew.float32(some * stride);
  const short = crew.int16(some * stride);
  const shortScales = crew.float32(some);
  const numbers = new Int16Array(rows * width);
  const scales = new Float32Array(rows);
  for (let first = 0; first < rows; first += some) {
    const count = Math.min(some, rows - first);
    make(sums, stride, first, count);
    crew.run(shortenRows, count, count * stride, stride, sums, short, shortScales);
    scales.set(shortScales.subarray(0, count), first);
    for (let row = 0; row < count; row++)
      numbers.set(short.subarray(row * stride, row * stride + width), (first + row) * width);
  }
  return { numbers, scales };
}

/** Weighted sum of some rows; length width. */
export function sumShortRows(
  { numbers, scales }: ShortRows,
  width: number,
  chosen: Int32Array,
  weights: Float64Array,
): Float32Array {
  const scaled = weights.slice();
  for (let at = 0; at < chosen.length; at++) scaled[at] *= scales[chosen[at]];
  return shortSpace(numbers, width)?.sum(chosen, scaled) ?? plainSum(numbers, width, chosen, scaled);
}

/**
 * Inner products of some rows of a sparse matrix with some short rows; row-major, shape [rows, chosen].
 *
 * @param matrix  of as many columns as a short row has numbers
 */
export function multiplyShortRows(
  { numbers, scales }: ShortRows,
  chosen: readonly number[],
  matrix: SparseMatrix,
  rows: readonly number[],
): Float32Array {
  const width = matrix.columnCount;
  // By the matrix alone, so that a product is the same to the last digit whichever rows are asked for with it.
  const isWorthIt = matrix.columns.length >= MANY * matrix.rowCount;
  const isThere = KernelMemory.of(numbers, matrix.columns, matrix.values) !== undefined;
  const space = isWorthIt && isThere ? shortSpace(numbers, width) : undefined;
  const products = space?.multiply(chosen, matrix, rows) ?? plainProducts(numbers, chosen, matrix, rows);
  for (let at = 0; at < products.length; at++) products[at] *= scales[chosen[at % chosen.length]];
  return products;
}

/** As the kernel does it, number by number in single precision. */
function plainSum(
  numbers: Int16Array,
  width: number,
  chosen: Int32Array,
  weights: Float64Array,
): Float32Array {
  const sums = new Float32Array(width);
  for (let at = 0; at < chosen.length; at++) {
    const from = chosen[at] * width;
    const weight = Math.fround(weights[at]);
    for (let k = 0; k < width; k++) sums[k] += Math.fround(weight * numbers[from + k]);
  }
  return sums;
}

function plainProducts(
  numbers: Int16Array,
  chosen: readonly number[],
  matrix: SparseMatrix,
  rows: readonly number[],
): Float32Array {
  const products = new Float32Array(rows.length * chosen.length);
  let at = 0;
  for (const row of rows)
    for (const one of chosen) products[at++] = rowDot(matrix, row, numbers, one * matrix.columnCount);
  return products;
}
