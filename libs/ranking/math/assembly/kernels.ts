/**
 * Products of dense matrices, two numbers at a time (AssemblyScript, compiled by `npm run kernels`).
 *
 * Pointers and strides are in bytes, other lengths in numbers, and orders are multiples of 4: every sum belongs to a tile of
 * 4 × 4 that stays in registers. No fused multiplication, so that every machine finds the same numbers. ../dense-matrix.ts
 * says the same in plain TypeScript.
 */

/** Columns of a block: a tile's part of it stays in the processor's first cache. */
const BLOCK: usize = 64;
/** Columns that a panel is multiplied with before the next: 128 kB of them. */
const WIDE: usize = 256;
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

// @ts-ignore: a decorator of AssemblyScript
@inline
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

/** Copies rows × depth numbers as tiles of four rows, the four numbers of a column side by side. */
function pack(to: usize, from: usize, stride: usize, rows: usize, depth: usize): void {
  for (let i: usize = 0; i < rows; i += 4) {
    for (let k: usize = 0; k < depth; k++) {
      const at = from + i * stride + (k << NUMBER);
      f64.store(to, f64.load(at));
      f64.store(to, f64.load(at + stride), 8);
      f64.store(to, f64.load(at + 2 * stride), 16);
      f64.store(to, f64.load(at + 3 * stride), 24);
      to += 32;
    }
  }
}

/** C += sign·A·Bᵀ for packed A (rows × depth) and B (columns × depth); `lower`: only tiles that touch the lower triangle. */
function addProduct(
  c: usize,
  stride: usize,
  a: usize,
  rows: usize,
  b: usize,
  columns: usize,
  depth: usize,
  sign: f64,
  lower: bool,
): void {
  const row = depth << NUMBER;
  for (let from: usize = 0; from < columns; from += WIDE) {
    const to = min(from + WIDE, columns);
    for (let i: usize = lower ? from : 0; i < rows; i += 4) {
      const end = lower ? min(to, i + 4) : to;
      for (let j = from; j < end; j += 4)
        addTile(c + i * stride + (j << NUMBER), stride, a + i * row, 32, b + j * row, 32, depth, sign);
    }
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

/**
 * Cholesky factor of a large matrix, in place in the lower triangle.
 *
 * @param space  room for n × BLOCK numbers
 * @returns as `factoriseSmall`
 */
export function factorise(a: usize, n: usize, space: usize): i32 {
  const stride = n << NUMBER;
  for (let from: usize = 0; from < n; from += BLOCK) {
    const depth = min(BLOCK, n - from);
    const corner = a + from * stride + (from << NUMBER);
    const bad = factoriseSmall(corner, depth, stride);
    if (bad >= 0) return <i32>from + bad;
    const rest = n - from - depth;
    const panel = corner + depth * stride;
    for (let i: usize = 0; i < rest; i++) solveRow(panel + i * stride, corner, stride, depth);
    pack(space, panel, stride, rest, depth);
    addProduct(panel + (depth << NUMBER), stride, space, rest, space, rest, depth, -1, true);
  }
  return -1;
}

/**
 * The inverse of a matrix, both triangles, in place of its Cholesky factor.
 *
 * @param t      n × n zeros: its rows become the columns of the factor's inverse
 * @param space  room for (n + BLOCK) × BLOCK numbers
 */
export function invertFactor(a: usize, t: usize, n: usize, space: usize): void {
  const stride = n << NUMBER;
  const side = space + ((n * BLOCK) << NUMBER);
  for (let at: usize = 0; at < n; at += BLOCK) {
    const width = min(BLOCK, n - at);
    const factor = a + at * stride;
    const target = t + (at << NUMBER);
    for (let from: usize = 0; from < at; from += BLOCK) {
      pack(side, factor + (from << NUMBER), stride, width, BLOCK);
      pack(space, t + (from << NUMBER), stride, from + BLOCK, BLOCK);
      addProduct(target, stride, space, from + BLOCK, side, width, BLOCK, -1, false);
    }
    for (let i: usize = 0; i < width; i++) f64.store(target + (at + i) * stride + (i << NUMBER), 1);
    for (let i: usize = 0; i < at + width; i++)
      solveRow(target + i * stride, factor + (at << NUMBER), stride, width);
  }
  memory.fill(a, 0, n * stride);
  for (let from: usize = 0; from < n; from += BLOCK) {
    const depth = min(BLOCK, n - from);
    pack(space, t + (from << NUMBER), stride, from + depth, depth);
    addProduct(a, stride, space, from + depth, space, from + depth, depth, 1, true);
  }
  for (let i: usize = 0; i < n; i++)
    for (let j: usize = 0; j < i; j++)
      f64.store(a + j * stride + (i << NUMBER), f64.load(a + i * stride + (j << NUMBER)));
}
