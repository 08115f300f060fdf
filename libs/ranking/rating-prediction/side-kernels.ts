import type { Kernel } from '../kernels/crew.js';
import { StarRandom } from './gamma-normal.js';

/** Columns that are worked on together: a line of a processor's cache. Strides are multiples of it. */
export const LINE = 8;

/** out = a − b, by lines. */
export const subtract: Kernel<[out: Float64Array, a: Float64Array, b: Float64Array]> = {
  name: 'subtract',
  plain(from, to, out, a, b) {
    for (let i = from * LINE; i < to * LINE; i++) out[i] = a[i] - b[i];
  },
};

/** Standard normals, `width` in each row; one stream a row. */
export const fillNormals: Kernel<[width: number, stride: number, normals: Float64Array, seed: number]> = {
  name: 'fillNormals',
  plain(from, to, width, stride, normals, seed) {
    for (let row = from; row < to; row++) {
      const random = StarRandom.ofRow(seed, row);
      for (let k = 0; k < width; k++) normals[row * stride + k] = random.normal();
    }
  },
};

/** Σ of squares of each column, by lines of columns. */
export const sumSquares: Kernel<[stride: number, rows: number, matrix: Float64Array, sums: Float64Array]> = {
  name: 'sumSquares',
  plain(from, to, stride, rows, matrix, sums) {
    for (let k = from * LINE; k < to * LINE; k++) {
      sums[k] = 0;
      for (let row = 0; row < rows; row++) sums[k] += matrix[row * stride + k] ** 2;
    }
  },
};

/**
 * Draws the weights of all facts, one after the other, each given the rest (normal, as factors are linear in it), and takes
 * what they explain off `left`. Columns do not depend on each other: by lines of them.
 *
 * `offsets`, `columns`, `values`: facts × rows; `squares`: Σ of each fact's squared values; `normals`: facts × stride, what
 * chance adds; `weightPrecision`, `precision`: of the weights and of what is left, by column.
 */
export const drawWeights: Kernel<
  [
    stride: number,
    facts: number,
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    squares: Float64Array,
    left: Float64Array,
    weights: Float64Array,
    normals: Float64Array,
    weightPrecision: Float64Array,
    precision: Float64Array,
  ]
> = {
  name: 'drawWeights',
  plain(from, to, stride, facts, offsets, columns, values, squares, left, weights, ...rest) {
    const [normals, weightPrecision, precision] = rest;
    const change = new Float64Array(stride);
    for (let fact = 0; fact < facts; fact++) {
      change.fill(0);
      for (let e = offsets[fact]; e < offsets[fact + 1]; e++)
        for (let k = from * LINE; k < to * LINE; k++) change[k] += values[e] * left[columns[e] * stride + k];
      for (let k = from * LINE; k < to * LINE; k++) {
        const at = fact * stride + k;
        const trust = squares[fact] * precision[k] + weightPrecision[k];
        const mean = (precision[k] * (change[k] + squares[fact] * weights[at])) / trust;
        const drawn = mean + normals[at] / Math.sqrt(trust);
        change[k] = drawn - weights[at];
        weights[at] = drawn;
      }
      for (let e = offsets[fact]; e < offsets[fact + 1]; e++)
        for (let k = from * LINE; k < to * LINE; k++) left[columns[e] * stride + k] -= values[e] * change[k];
    }
  },
};
