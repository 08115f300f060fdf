import { describe, expect, it } from '@jest/globals';
import { sparseFromRows } from '../math/sparse-matrix.js';
import { PairProducts } from './pair-products.js';

/** Rows of four items; both of a pair say the same of it, as those of the model do. */
const evidence = sparseFromRows(
  [
    [
      [0, 1],
      [1, 2],
      [2, 1],
    ],
    [[1, 3]],
    [
      [0, 2],
      [2, 1],
    ],
    [[2, 1]],
  ],
  3,
);
const factors = {
  numbers: Int16Array.from([1, 2, 1, 0, 3, 0, 2, 0, 1, 0, 0, 1]),
  scales: Float32Array.from([2, 2, 2, 2]),
};
const pairs = [0, 1, 2, 3].flatMap((one) => [0, 1, 2, 3].map((other) => [one, other]));

describe('products of pairs of rows', () => {
  it.each([0, 2, 4, 100])('are the same when those of %i items are kept, asked once or again', (most) => {
    const products = new PairProducts({ evidence, factors }, most);
    const all = () => pairs.map(([one, other]) => products.of(one, other));
    const expected = pairs.map(([one, other]) => {
      const row = (item: number) => [...factors.numbers.subarray(3 * item, 3 * item + 3)];
      return 2 * row(one).reduce((sum, value, k) => sum + value * row(other)[k], 0);
    });
    expect(all()).toEqual(expected);
    expect(all()).toEqual(expected);
  });
});
