import { describe, expect, it } from '@jest/globals';
import { addGram, dot, factorise, multiplyRows, solveFactorised, sumRows } from './dense-matrix.js';
import { seededRandom } from './random.js';

/** I + M·Mᵀ for a random M. */
function positiveDefinite(n: number): Float64Array {
  const random = seededRandom(n);
  const m = Float64Array.from({ length: n * n }, () => random() - 0.5);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += m[i * n + k] * m[j * n + k];
    return sum;
  });
}

describe('dense matrices', () => {
  it.each([0, 1, 3, 4, 7])('multiplies vectors of length %i', (length) => {
    const a = Float64Array.from({ length: length + 1 }, (_, k) => k);
    let expected = 0;
    for (let k = 1; k <= length; k++) expected += k * k;
    expect(dot(a, 1, a, 1, length)).toBe(expected);
  });

  it.each([0, 1, 4, 7])('multiplies %i rows with a vector', (count) => {
    const rows = Float32Array.from({ length: count * 3 }, (_, at) => at);
    const products = multiplyRows(rows, count, Float64Array.of(1, -2, 3));
    expect([...products]).toEqual(Array.from({ length: count }, (_, row) => 6 * row + 4));
  });

  it.each([0, 1, 4, 7])('sums %i rows by their weights', (count) => {
    const rows = Float32Array.from({ length: 20 }, (_, at) => at);
    const chosen = Int32Array.from({ length: count }, (_, at) => 9 - at);
    const sum = sumRows(
      rows,
      2,
      chosen,
      Float64Array.from(chosen, (row) => 1 / (row + 1)),
    );
    const expected = (k: number) => chosen.reduce((total, row) => total + (2 * row + k) / (row + 1), 0);
    expect(sum[0]).toBeCloseTo(expected(0), 10);
    expect(sum[1]).toBeCloseTo(expected(1), 10);
  });

  it.each([
    [1, 3],
    [2, 1],
    [3, 0],
    [4, 5],
    [7, 9],
    [13, 20],
  ])('adds the products of %i columns over %i rows', (n, count) => {
    const random = seededRandom(n);
    const rows = Float64Array.from({ length: count * n }, () => random() - 0.5);
    const a = new Float64Array(n * n).fill(2);
    addGram(a, n, rows, count);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let expected = 2;
        for (let row = 0; row < count; row++) expected += rows[row * n + i] * rows[row * n + j];
        expect(a[i * n + j]).toBeCloseTo(expected, 10);
      }
    }
  });

  it.each([1, 2, 9, 13, 40])('solves a system of size %i through its factor', (n) => {
    const a = positiveDefinite(n);
    const x = Float64Array.from({ length: n }, (_, k) => k - 4);
    const b = x.map((_, i) => dot(a, i * n, x, 0, n));
    const l = a.slice();
    factorise(l, n);
    solveFactorised(l, n, b);
    b.forEach((value, k) => expect(value).toBeCloseTo(x[k], 10));
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => factorise(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/not positive definite at row 1/);
  });
});
