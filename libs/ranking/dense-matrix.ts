/** Inner product of a[aFrom … aFrom+length) and b[bFrom … bFrom+length); four sums keep the processor's pipes full. */
export function dot(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += a[aFrom + k] * b[bFrom + k];
    s1 += a[aFrom + k + 1] * b[bFrom + k + 1];
    s2 += a[aFrom + k + 2] * b[bFrom + k + 2];
    s3 += a[aFrom + k + 3] * b[bFrom + k + 3];
  }
  for (; k < length; k++) s0 += a[aFrom + k] * b[bFrom + k];
  return s0 + s1 + s2 + s3;
}

/**
 * Cholesky factor of a symmetric positive definite matrix, in place: A = L·Lᵀ, L in the lower triangle.
 *
 * @param a  row-major, shape [n, n]; only its lower triangle is read
 * @throws RangeError when the matrix is not positive definite
 */
export function factorise(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = (a[i * n + j] - dot(a, i * n, a, j * n, j)) / a[j * n + j];
    }
    const pivot = a[i * n + i] - dot(a, i * n, a, i * n, i);
    if (!(pivot > 0)) throw new RangeError(`matrix is not positive definite at row ${i} of ${n}`);
    a[i * n + i] = Math.sqrt(pivot);
  }
}

/** Solves L·Lᵀ·x = b in place of b, given the factor L from `factorise`. */
export function solveFactorised(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) b[i] = (b[i] - dot(l, i * n, b, 0, i)) / l[i * n + i];
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= l[i * n + i];
    for (let j = 0; j < i; j++) b[j] -= l[i * n + j] * b[i];
  }
}

/**
 * Inverse of a symmetric positive definite matrix, about n³ operations and one more n × n matrix of memory.
 *
 * @param a  row-major, shape [n, n]; used as working space
 * @throws RangeError when the matrix is not positive definite
 */
export function invertPositiveDefinite(a: Float64Array, n: number): Float64Array {
  factorise(a, n);
  // The rows of `t` are the columns of L⁻¹: entry (j, i), i ≥ j. Everything below runs along rows.
  const t = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    t[i * n + i] = 1 / a[i * n + i];
    for (let j = 0; j < i; j++) t[j * n + i] = -dot(a, i * n + j, t, j * n + j, i - j) / a[i * n + i];
  }
  // A⁻¹ = L⁻ᵀ·L⁻¹, written over the factor, which is no longer needed.
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      a[i * n + j] = dot(t, i * n + i, t, j * n + i, n - i);
      a[j * n + i] = a[i * n + j];
    }
  }
  return a;
}
