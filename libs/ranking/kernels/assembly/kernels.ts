/**
 * Products of dense matrices, two numbers at a time (AssemblyScript, compiled by `npm run kernels`).
 *
 * Pointers and strides are in bytes, other lengths in numbers, and orders are multiples of 4: every sum belongs to a tile of
 * 4 × 4 that stays in registers. No fused multiplication, so that every machine finds the same numbers. ../../math/dense-matrix.ts
 * says the same in plain TypeScript.
 */

/** Bytes of a number, as a shift. */
const NUMBER: usize = 3;

/** C += sign·AᵀB for a tile of C; row k of A and of B begins `aStep`, `bStep` after the one before. */
export function addTile(
  c: usize,
  stride: usize,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  depth: usize,
  sign: f64,
): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  for (let k: usize = 0; k < depth; k++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load_splat<f64>(a);
    c00 = f64x2.add(c00, f64x2.mul(a0, left));
    c01 = f64x2.add(c01, f64x2.mul(a0, right));
    const a1 = v128.load_splat<f64>(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(a1, left));
    c11 = f64x2.add(c11, f64x2.mul(a1, right));
    const a2 = v128.load_splat<f64>(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(a2, left));
    c21 = f64x2.add(c21, f64x2.mul(a2, right));
    const a3 = v128.load_splat<f64>(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(a3, left));
    c31 = f64x2.add(c31, f64x2.mul(a3, right));
    a += aStep;
    b += bStep;
  }
  const s = f64x2.splat(sign);
  addRow(c, s, c00, c01);
  addRow(c + stride, s, c10, c11);
  addRow(c + 2 * stride, s, c20, c21);
  addRow(c + 3 * stride, s, c30, c31);
}

function addRow(c: usize, sign: v128, left: v128, right: v128): void {
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(sign, left)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(sign, right)), 16);
}

/** Adds XᵀX to the lower triangle of C (n × n); X has `count` rows of n numbers. What stands above the diagonal is lost. */
export function addGram(c: usize, n: usize, x: usize, count: usize): void {
  const stride = n << NUMBER;
  for (let i: usize = 0; i < n; i += 4)
    for (let j: usize = 0; j <= i; j += 4) {
      const tile = c + i * stride + (j << NUMBER);
      addTile(tile, stride, x + (i << NUMBER), stride, x + (j << NUMBER), stride, count, 1);
    }
}

/** Σ x[k]·y[k]. */
function dot(x: usize, y: usize, count: usize): f64 {
  let sums = f64x2.splat(0);
  let k: usize = 0;
  for (; k + 1 < count; k += 2)
    sums = f64x2.add(sums, f64x2.mul(v128.load(x + (k << NUMBER)), v128.load(y + (k << NUMBER))));
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  return k < count ? sum + f64.load(x + (k << NUMBER)) * f64.load(y + (k << NUMBER)) : sum;
}

/** Solves X·Lᵀ = P in place of row P, of which only the first `count` numbers are wanted. */
function solveRow(p: usize, l: usize, stride: usize, count: usize): void {
  for (let j: usize = 0; j < count; j++) {
    const factor = l + j * stride;
    const left = f64.load(p + (j << NUMBER)) - dot(p, factor, j);
    f64.store(p + (j << NUMBER), left / f64.load(factor + (j << NUMBER)));
  }
}

/**
 * Cholesky factor of a small matrix, of any order, in place in the lower triangle.
 *
 * @returns the row at which the matrix is not positive definite, or −1
 */
export function factoriseSmall(a: usize, n: usize, stride: usize): i32 {
  for (let i: usize = 0; i < n; i++) {
    const row = a + i * stride;
    solveRow(row, a, stride, i);
    const left = f64.load(row + (i << NUMBER)) - dot(row, row, i);
    if (!(left > 0)) return <i32>i;
    f64.store(row + (i << NUMBER), sqrt(left));
  }
  return -1;
}
