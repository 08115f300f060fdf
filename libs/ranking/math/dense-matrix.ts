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

/** Inner product of one row of a matrix, row-major, with a vector; several sums as in `dot`. */
export function multiplyRow(rows: Float32Array, row: number, vector: Float64Array): number {
  const from = row * vector.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < vector.length; k += 4) {
    s0 += rows[from + k] * vector[k];
    s1 += rows[from + k + 1] * vector[k + 1];
    s2 += rows[from + k + 2] * vector[k + 2];
    s3 += rows[from + k + 3] * vector[k + 3];
  }
  for (; k < vector.length; k++) s0 += rows[from + k] * vector[k];
  return s0 + s1 + s2 + s3;
}

/**
 * Inner product of each row of a matrix with one vector.
 *
 * @param rows  row-major, as long as the vector each
 */
export function multiplyRows(rows: Float32Array, count: number, vector: Float64Array): Float32Array {
  const products = new Float32Array(count);
  for (let row = 0; row < count; row++) products[row] = multiplyRow(rows, row, vector);
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

/** What `multiplyTile` found last: the first of two vectors with each of four, then the second. */
const tile = new Float64Array(8);

/**
 * Inner products of two vectors with four, into `tile`. Six numbers are read for eight multiplications, and no sum waits
 * for the one before; of large matrices every row is read from memory an eighth as often as with one product at a time.
 *
 * @param a0    vectors begin here in `a` (b0 … in `b`), and their numbers stand `step` apart
 * @param end   length · step
 */
function multiplyTile(
  a: Float64Array,
  a0: number,
  a1: number,
  b: Float64Array,
  b0: number,
  b1: number,
  b2: number,
  b3: number,
  step: number,
  end: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let k = 0; k < end; k += step) {
    const s = a[a0 + k];
    const t = a[a1 + k];
    const x0 = b[b0 + k];
    const x1 = b[b1 + k];
    const x2 = b[b2 + k];
    const x3 = b[b3 + k];
    s0 += s * x0;
    s1 += s * x1;
    s2 += s * x2;
    s3 += s * x3;
    t0 += t * x0;
    t1 += t * x1;
    t2 += t * x2;
    t3 += t * x3;
  }
  tile[0] = s0;
  tile[1] = s1;
  tile[2] = s2;
  tile[3] = s3;
  tile[4] = t0;
  tile[5] = t1;
  tile[6] = t2;
  tile[7] = t3;
}

/**
 * Adds XᵀX to the lower triangle of a matrix.
 *
 * @param a     row-major, shape [n, n]
 * @param rows  X, row-major, shape [count, n]
 */
export function addGram(a: Float64Array, n: number, rows: Float64Array, count: number): void {
  const column = (j: number) => Math.min(j, n - 1);
  forLowerTiles(
    n,
    (i, j) =>
      multiplyTile(
        rows,
        i,
        column(i + 1),
        rows,
        j,
        column(j + 1),
        column(j + 2),
        column(j + 3),
        n,
        count * n,
      ),
    (i, j, sum) => (a[i * n + j] += sum),
  );
}

/** Rows i and i + 1 of one n × n matrix with rows j … j + 3 of another, over the columns from … to: into `tile`. */
function multiplyRowTile(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  n: number,
  from: number,
  to: number,
): void {
  const row = (k: number) => Math.min(k, n - 1) * n + from;
  multiplyTile(a, row(i), row(i + 1), b, row(j), row(j + 1), row(j + 2), row(j + 3), 1, to - from);
}

/**
 * Goes over the lower triangle, diagonal included, in tiles of two rows and four columns. What lies past the end is the last
 * row or column once more, and left out.
 *
 * @param sum    fills `tile` for the tile that begins at (i, j)
 * @param entry  is called for every entry of the triangle: row by row within a tile, tiles from left to right
 */
function forLowerTiles(
  n: number,
  sum: (i: number, j: number) => void,
  entry: (row: number, column: number, sum: number, j: number) => void,
): void {
  for (let i = 0; i < n; i += 2) {
    for (let j = 0; j <= Math.min(i + 1, n - 1); j += 4) {
      sum(i, j);
      for (let r = 0; r < 2 && i + r < n; r++)
        for (let c = 0; c < 4 && j + c <= i + r; c++) entry(i + r, j + c, tile[4 * r + c], j);
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
  forLowerTiles(
    n,
    (i, j) => multiplyRowTile(a, i, a, j, n, 0, j),
    (row, column, sum, j) => {
      let left = a[row * n + column] - sum;
      for (let k = j; k < column; k++) left -= a[row * n + k] * a[column * n + k];
      if (column < row) a[row * n + column] = left / a[column * n + column];
      else if (left > 0) a[row * n + row] = Math.sqrt(left);
      else throw new RangeError(`matrix is not positive definite at row ${row} of ${n}`);
    },
  );
}

/** Solves L·Lᵀ·x = b in place of b, given the factor L from `factorise`, whose rows stand `stride` numbers apart. */
export function solveFactorised(l: Float64Array, n: number, b: Float64Array, stride = n): void {
  for (let i = 0; i < n; i++) b[i] = (b[i] - dot(l, i * stride, b, 0, i)) / l[i * stride + i];
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= l[i * stride + i];
    for (let j = 0; j < i; j++) b[j] -= l[i * stride + j] * b[i];
  }
}
