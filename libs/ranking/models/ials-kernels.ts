import type { Kernel } from '../kernels/crew.js';

/** Adds XᵀX to C, both triangles, for tiles of four of its rows; X has `count` rows of n numbers. */
export const addWideGram: Kernel<[c: Float64Array, n: number, x: Float64Array, count: number]> = {
  name: 'addWideGram',
  plain(from, to, c, n, x, count) {
    for (let row = 0; row < count * n; row += n)
      for (let i = from * 4; i < to * 4; i++)
        for (let j = 0; j < n; j++) c[i * n + j] += x[row + i] * x[row + j];
  },
};

/**
 * Rows of `target` against the fixed `other` side, by conjugate gradients, in place: each begins at what it was.
 *
 * `d`: numbers of a row; `base`: α₀·HᵀH, d × d; `ridge`: λ; `all`: what a row weighs without any rating, in ratings.
 */
export const solveRows: Kernel<
  [
    d: number,
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    other: Float64Array,
    target: Float64Array,
    base: Float64Array,
    ridge: number,
    all: number,
    steps: number,
  ]
> = {
  name: 'solveRows',
  plain(begin, stop, d, offsets, columns, values, other, target, base, ridge, all, steps) {
    const residual = new Float64Array(d);
    const direction = new Float64Array(d);
    const image = new Float64Array(d);

    /** image = A·x, where A is the row's system. */
    const multiply = (x: Float64Array, xFrom: number, row: number, shrink: number) => {
      for (let a = 0; a < d; a++) {
        let sum = shrink * x[xFrom + a];
        for (let b = 0; b < d; b++) sum += base[a * d + b] * x[xFrom + b];
        image[a] = sum;
      }
      for (let e = offsets[row]; e < offsets[row + 1]; e++) {
        const from = columns[e] * d;
        let product = 0;
        for (let a = 0; a < d; a++) product += other[from + a] * x[xFrom + a];
        product *= Math.abs(values[e]);
        for (let a = 0; a < d; a++) image[a] += product * other[from + a];
      }
    };

    for (let row = begin; row < stop; row++) {
      const start = row * d;
      if (offsets[row] === offsets[row + 1]) {
        target.fill(0, start, start + d);
        continue;
      }
      const shrink = ridge * (offsets[row + 1] - offsets[row] + all);
      multiply(target, start, row, shrink);
      for (let a = 0; a < d; a++) residual[a] = -image[a];
      for (let e = offsets[row]; e < offsets[row + 1]; e++) {
        if (values[e] > 0) for (let a = 0; a < d; a++) residual[a] += values[e] * other[columns[e] * d + a];
      }
      direction.set(residual);
      let length = squared(residual);
      for (let step = 0; step < steps && length > 1e-20; step++) {
        multiply(direction, 0, row, shrink);
        let curve = 0;
        for (let a = 0; a < d; a++) curve += direction[a] * image[a];
        const stride = length / curve;
        for (let a = 0; a < d; a++) {
          target[start + a] += stride * direction[a];
          residual[a] -= stride * image[a];
        }
        const next = squared(residual);
        for (let a = 0; a < d; a++) direction[a] = residual[a] + (next / length) * direction[a];
        length = next;
      }
    }
  },
};

function squared(vector: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < vector.length; a++) sum += vector[a] * vector[a];
  return sum;
}
