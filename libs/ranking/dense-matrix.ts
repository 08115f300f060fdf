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
 * Inner product of each row of a matrix with one vector, four rows at a time: the vector is read once for all four.
 *
 * @param rows  row-major, shape [count, vector.length]
 * @returns length count
 */
export function multiplyRows(rows: Float32Array, count: number, vector: Float64Array): Float32Array {
  const width = vector.length;
  const products = new Float32Array(count);
  let row = 0;
  for (; row + 3 < count; row += 4) {
    const r0 = row * width;
    const r1 = r0 + width;
    const r2 = r1 + width;
    const r3 = r2 + width;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let k = 0; k < width; k++) {
      const value = vector[k];
      s0 += rows[r0 + k] * value;
      s1 += rows[r1 + k] * value;
      s2 += rows[r2 + k] * value;
      s3 += rows[r3 + k] * value;
    }
    products[row] = s0;
    products[row + 1] = s1;
    products[row + 2] = s2;
    products[row + 3] = s3;
  }
  for (; row < count; row++) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += rows[row * width + k] * vector[k];
    products[row] = sum;
  }
  return products;
}

/**
 * Weighted sum of some rows of a matrix, four at a time: the sum is loaded and stored once for all four.
 *
 * @param rows     row-major, `width` numbers each
 * @param chosen   which rows
 * @param weights  of each of them
 * @returns length width
 */
export function sumRows(
  rows: Float32Array,
  width: number,
  chosen: Int32Array,
  weights: Float64Array,
): Float64Array {
  const sum = new Float64Array(width);
  let at = 0;
  for (; at + 3 < chosen.length; at += 4) {
    const r0 = chosen[at] * width;
    const r1 = chosen[at + 1] * width;
    const r2 = chosen[at + 2] * width;
    const r3 = chosen[at + 3] * width;
    const w0 = weights[at];
    const w1 = weights[at + 1];
    const w2 = weights[at + 2];
    const w3 = weights[at + 3];
    for (let k = 0; k < width; k++)
      sum[k] += w0 * rows[r0 + k] + w1 * rows[r1 + k] + w2 * rows[r2 + k] + w3 * rows[r3 + k];
  }
  for (; at < chosen.length; at++) {
    const from = chosen[at] * width;
    for (let k = 0; k < width; k++) sum[k] += weights[at] * rows[from + k];
  }
  return sum;
}

/**
 * Adds XᵀX to the lower triangle of a matrix (and something to its upper one). Eight products at a time: six numbers are
 * read for eight multiplications, and no sum waits for the one before.
 *
 * @param a     row-major, shape [n, n]
 * @param rows  X, row-major, shape [count, n]
 */
export function addGram(a: Float64Array, n: number, rows: Float64Array, count: number): void {
  const last = n - 1;
  const end = count * n;
  const add = (i: number, j: number, sum: number) => {
    if (i < n && j < n) a[i * n + j] += sum;
  };
  for (let i = 0; i < n; i += 2) {
    const i1 = Math.min(i + 1, last);
    for (let j = 0; j <= i1; j += 4) {
      const j1 = Math.min(j + 1, last);
      const j2 = Math.min(j + 2, last);
      const j3 = Math.min(j + 3, last);
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      for (let row = 0; row < end; row += n) {
        const s = rows[row + i];
        const t = rows[row + i1];
        const x0 = rows[row + j];
        const x1 = rows[row + j1];
        const x2 = rows[row + j2];
        const x3 = rows[row + j3];
        s0 += s * x0;
        s1 += s * x1;
        s2 += s * x2;
        s3 += s * x3;
        t0 += t * x0;
        t1 += t * x1;
        t2 += t * x2;
        t3 += t * x3;
      }
      add(i, j, s0);
      add(i, j + 1, s1);
      add(i, j + 2, s2);
      add(i, j + 3, s3);
      add(i + 1, j, t0);
      add(i + 1, j + 1, t1);
      add(i + 1, j + 2, t2);
      add(i + 1, j + 3, t3);
    }
  }
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
