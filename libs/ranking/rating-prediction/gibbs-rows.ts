import type { Kernel } from '../kernels/crew.js';
import { StarRandom } from './gamma-normal.js';
import { StarPosterior } from './star-posterior.js';

/**
 * Draws rows of one side, each given the other side's. Rows stand `stride` numbers apart.
 *
 * `offsets`, `columns`, `values`: the ratings; `other`: the factors of the columns; `expected`, `precision`: the rows' prior;
 * `noise`: α of each row, or with `byRow` 0 of each column; `factors`, `means`: get the draws and the posterior means.
 */
export const drawRows: Kernel<
  [
    width: number,
    stride: number,
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    other: Float64Array,
    expected: Float64Array,
    precision: Float64Array,
    noise: Float64Array,
    byRow: number,
    factors: Float64Array,
    means: Float64Array,
    seed: number,
  ]
> = {
  name: 'drawRows',
  plain(from, to, width, stride, offsets, columns, values, other, ...rest) {
    const [expected, precision, noise, byRow, factors, means, seed] = rest;
    const posterior = new StarPosterior(width);
    for (let row = from; row < to; row++) {
      posterior.begin(expected, precision, row * stride, 0);
      for (let e = offsets[row]; e < offsets[row + 1]; e++) {
        const at = columns[e] * stride;
        posterior.observe(other, at, values[e] - other[at], noise[byRow ? row : columns[e]]);
      }
      posterior.solve(StarRandom.ofRow(seed, row));
      means.set(posterior.mean, row * stride);
      factors.set(posterior.draw, row * stride);
    }
  },
};

/**
 * Draws how steady the ratings of users are, given all factors.
 *
 * `shape`: ν; `mean`: α₀; `noise`: gets α of each user.
 */
export const drawNoise: Kernel<
  [
    stride: number,
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    users: Float64Array,
    items: Float64Array,
    noise: Float64Array,
    shape: number,
    mean: number,
    seed: number,
  ]
> = {
  name: 'drawNoise',
  plain(from, to, stride, offsets, columns, values, users, items, noise, shape, mean, seed) {
    for (let user = from; user < to; user++) {
      const own = user * stride;
      let squares = 0;
      for (let e = offsets[user]; e < offsets[user + 1]; e++) {
        const item = columns[e] * stride;
        let error = values[e] - users[own] - items[item];
        for (let k = 1; k < stride; k++) error -= users[own + k] * items[item + k];
        squares += error * error;
      }
      const count = offsets[user + 1] - offsets[user];
      const random = StarRandom.ofRow(seed, user);
      noise[user] = random.gamma((shape + count) / 2, (shape / mean + squares) / 2);
    }
  },
};
