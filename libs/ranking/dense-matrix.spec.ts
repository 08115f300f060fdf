import { describe, expect, it } from '@jest/globals';
import { dot, factorise, invertPositiveDefinite, solveFactorised } from './dense-matrix.js';
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

  it.each([1, 2, 13, 40])('inverts a positive definite matrix of size %i', (n) => {
    const a = positiveDefinite(n);
    const inverse = invertPositiveDefinite(a.slice(), n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let product = 0;
        for (let k = 0; k < n; k++) product += a[i * n + k] * inverse[k * n + j];
        expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });

  it('solves a system through its factor', () => {
    const n = 9;
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
