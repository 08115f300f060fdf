import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../math/random.js';
import { deviationOf, RowMoments } from './row-moments.js';

const random = seededRandom(5);

describe('the moments of rows', () => {
  // More rows than are multiplied at once; widths that fill no tile.
  it.each([1, 6, 32])('are those of their products with any vector of %i numbers', (width) => {
    const rows = Float32Array.from({ length: 700 * width }, () => random() - 0.3);
    const chosen = Int32Array.from({ length: 600 }, (_, at) => at + 50);
    const moments = RowMoments.of(rows, width, chosen);
    for (let n = 0; n < 3; n++) {
      const vector = Float64Array.from({ length: width }, () => random() - 0.5);
      const products = [...chosen].map((row) =>
        vector.reduce((sum, value, k) => sum + value * rows[row * width + k], 0),
      );
      const { count, sum, squares } = moments.sums(vector);
      expect(count).toBe(600);
      expect(sum).toBeCloseTo(
        products.reduce((a, b) => a + b),
        9,
      );
      expect(squares).toBeCloseTo(
        products.reduce((a, b) => a + b * b, 0),
        9,
      );
    }
  });

  it('are nothing of no rows, and of rows without numbers', () => {
    const none = RowMoments.of(new Float32Array(), 4, new Int32Array()).sums(new Float64Array(4));
    expect(none).toEqual({ count: 0, sum: 0, squares: 0 });
    expect(deviationOf(none)).toBe(0);
    expect(RowMoments.of(new Float32Array(), 0, Int32Array.of(0, 1)).sums(new Float64Array())).toEqual({
      count: 2,
      sum: 0,
      squares: 0,
    });
  });
});

describe('a deviation', () => {
  const of = (values: number[]) =>
    deviationOf({
      count: values.length,
      sum: values.reduce((a, b) => a + b, 0),
      squares: values.reduce((a, b) => a + b * b, 0),
    });

  it('is the root of the mean square around the mean', () =>
    expect(of([1, 3, 5, 7])).toBeCloseTo(5 ** 0.5, 12));

  it('is 0 where rounding is all there is of it', () => expect(of([0.1, 0.1, 0.1, 0.1 + 1e-9])).toBe(0));
});
