/**
 * A symmetric positive definite matrix in blocks of 64 × 64 numbers, inverted where it stands, four numbers at a time. Block (i, j)
 * of a matrix of n blocks a side begins after i · n + j others; rows of a block follow each other. ../block-kernels.ts says the
 * same in TypeScript. No fused multiplication, so that every machine finds the same numbers.
 */

const SIDE: usize = 64;
const NUMBER: usize = 2;
/** Bytes of a block's row, and of a block. */
const ROW: usize = SIDE << NUMBER;
const BLOCK: usize = SIDE * ROW;

function blockAt(matrix: usize, n: usize, i: usize, j: usize): usize {
  return matrix + (i * n + j) * BLOCK;
}

/** C += sign · A·B for three blocks. Tiles of 4 × 8 numbers stay in registers. */
function addProduct(c: usize, a: usize, b: usize, sign: f32): void {
  const s = f32x4.splat(sign);
  for (let i: usize = 0; i < BLOCK; i += 4 * ROW)
    for (let j: usize = 0; j < ROW; j += 32) {
      let c00 = f32x4.splat(0);
      let c01 = f32x4.splat(0);
      let c10 = f32x4.splat(0);
      let c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0);
      let c21 = f32x4.splat(0);
      let c30 = f32x4.splat(0);
      let c31 = f32x4.splat(0);
      let left = a + i;
      let right = b + j;
      for (const end = right + BLOCK; right < end; right += ROW) {
        const b0 = v128.load(right);
        const b1 = v128.load(right, 16);
        const a0 = v128.load_splat<f32>(left);
        c00 = f32x4.add(c00, f32x4.mul(a0, b0));
        c01 = f32x4.add(c01, f32x4.mul(a0, b1));
        const a1 = v128.load_splat<f32>(left, 256);
        c10 = f32x4.add(c10, f32x4.mul(a1, b0));
        c11 = f32x4.add(c11, f32x4.mul(a1, b1));
        const a2 = v128.load_splat<f32>(left, 512);
        c20 = f32x4.add(c20, f32x4.mul(a2, b0));
        c21 = f32x4.add(c21, f32x4.mul(a2, b1));
        const a3 = v128.load_splat<f32>(left, 768);
        c30 = f32x4.add(c30, f32x4.mul(a3, b0));
        c31 = f32x4.add(c31, f32x4.mul(a3, b1));
        left += 4;
      }
      const tile = c + i + j;
      addRow(tile, s, c00, c01);
      addRow(tile + ROW, s, c10, c11);
      addRow(tile + 2 * ROW, s, c20, c21);
      addRow(tile + 3 * ROW, s, c30, c31);
    }
}

function addRow(c: usize, sign: v128, left: v128, right: v128): void {
  v128.store(c, f32x4.add(v128.load(c), f32x4.mul(sign, left)));
  v128.store(c, f32x4.add(v128.load(c, 16), f32x4.mul(sign, right)), 16);
}

/** Copies a block with rows and columns exchanged. */
function turn(to: usize, from: usize): void {
  for (let i: usize = 0; i < SIDE; i += 4)
    for (let j: usize = 0; j < SIDE; j += 4) {
      const at = from + i * ROW + (j << NUMBER);
      const r0 = v128.load(at);
      const r1 = v128.load(at + ROW);
      const r2 = v128.load(at + 2 * ROW);
      const r3 = v128.load(at + 3 * ROW);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const target = to + j * ROW + (i << NUMBER);
      v128.store(target, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(target + ROW, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(target + 2 * ROW, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(target + 3 * ROW, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
}

/**
 * Lower blocks of rows from … to of Yᵀ·diag(scale)·Y + diag(diagonal), where `rows` is Yᵀ and `turned` Y, both compressed by
 * rows with ascending columns. Where block-rows end past `count` rows the diagonal is all there is.
 *
 * @param space  room for a row of the matrix, eight bytes a number
 */
export function fillRows(
  from: usize,
  to: usize,
  space: usize,
  matrix: usize,
  n: usize,
  count: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  turnedOffsets: usize,
  turnedColumns: usize,
  turnedValues: usize,
  scale: usize,
  diagonal: usize,
): void {
  for (let row = from; row < to; row++) {
    memory.fill(space, 0, (row + 1) << 3);
    if (row < count) {
      const end = <usize>load<u32>(offsets + (row << 2), 4);
      for (let e = <usize>load<u32>(offsets + (row << 2)); e < end; e++) {
        const column = <usize>load<u32>(columns + (e << 2));
        const value = <f64>load<f32>(values + (e << 2)) * <f64>load<f32>(scale + (column << 2));
        const last = <usize>load<u32>(turnedOffsets + (column << 2), 4);
        for (let f = <usize>load<u32>(turnedOffsets + (column << 2)); f < last; f++) {
          const other = <usize>load<u32>(turnedColumns + (f << 2));
          if (other > row) break;
          const at = space + (other << 3);
          f64.store(at, f64.load(at) + value * <f64>load<f32>(turnedValues + (f << 2)));
        }
      }
    }
    const own = space + (row << 3);
    f64.store(own, f64.load(own) + <f64>load<f32>(diagonal + (row << 2)));
    const rowOfBlocks = blockAt(matrix, n, row / SIDE, 0) + (row % SIDE) * ROW;
    for (let other: usize = 0; other <= row; other++)
      f32.store(
        rowOfBlocks + (other / SIDE) * BLOCK + ((other % SIDE) << NUMBER),
        <f32>f64.load(space + (other << 3)),
      );
  }
}

/**
 * In place of block (at, at), of which the lower triangle is given: its Cholesky factor's inverse, turned. One row only: there is
 * one such block at a time.
 *
 * @param space  room for a block of twice the bytes
 */
export function factoriseCorner(from: usize, to: usize, space: usize, matrix: usize, n: usize, at: usize): void {
  const block = blockAt(matrix, n, at, at);
  const wide = SIDE << 3;
  for (let i: usize = 0; i < SIDE; i++)
    for (let j: usize = 0; j <= i; j++) {
      let left = <f64>f32.load(block + i * ROW + (j << NUMBER));
      for (let k: usize = 0; k < j; k++)
        left -= f64.load(space + i * wide + (k << 3)) * f64.load(space + j * wide + (k << 3));
      if (i == j && !(left > 0)) unreachable();
      f64.store(
        space + i * wide + (j << 3),
        i == j ? sqrt(left) : left / f64.load(space + j * wide + (j << 3)),
      );
    }
  memory.fill(block, 0, BLOCK);
  // Column by column of the inverse, which is row by row of it turned.
  for (let c: usize = 0; c < SIDE; c++) {
    const row = space + SIDE * wide;
    for (let i = c; i < SIDE; i++) {
      let left: f64 = i == c ? 1 : 0;
      for (let k = c; k < i; k++) left -= f64.load(space + i * wide + (k << 3)) * f64.load(row + (k << 3));
      const found = left / f64.load(space + i * wide + (i << 3));
      f64.store(row + (i << 3), found);
      f32.store(block + c * ROW + (i << NUMBER), <f32>found);
    }
  }
}

/**
 * Rows of blocks below (at, at), the first of them as row 0: the factor's block of each, in `panel` as it is and in the matrix
 * turned.
 */
export function solvePanel(
  from: usize,
  to: usize,
  space: usize,
  matrix: usize,
  n: usize,
  at: usize,
  panel: usize,
): void {
  for (let i = at + 1 + from; i < at + 1 + to; i++) {
    const block = blockAt(matrix, n, i, at);
    const solved = panel + i * BLOCK;
    memory.fill(solved, 0, BLOCK);
    addProduct(solved, block, blockAt(matrix, n, at, at), 1);
    turn(block, solved);
  }
}

/** Takes the products of the panel's blocks off all lower blocks of the same rows that come after it. */
export function updateRows(
  from: usize,
  to: usize,
  space: usize,
  matrix: usize,
  n: usize,
  at: usize,
  panel: usize,
): void {
  for (let i = at + 1 + from; i < at + 1 + to; i++)
    for (let j = at + 1; j <= i; j++)
      addProduct(blockAt(matrix, n, i, j), panel + i * BLOCK, blockAt(matrix, n, j, at), -1);
}

/**
 * Rows of blocks of the factor's inverse, turned, into the upper blocks, where `factoriseCorner` has left the diagonal ones and
 * `solvePanel` the factor, turned block by block, in the lower ones.
 */
export function invertRows(from: usize, to: usize, space: usize, matrix: usize, n: usize): void {
  for (let c = from; c < to; c++)
    for (let at = c + 1; at < n; at++) {
      memory.fill(space, 0, BLOCK);
      for (let k = c; k < at; k++) addProduct(space, blockAt(matrix, n, c, k), blockAt(matrix, n, at, k), -1);
      const block = blockAt(matrix, n, c, at);
      memory.fill(block, 0, BLOCK);
      addProduct(block, space, blockAt(matrix, n, at, at), 1);
    }
}

/** Rows of blocks of T·Tᵀ into the lower blocks, where T is the upper ones. The diagonal block is overwritten last. */
export function multiplyTurned(from: usize, to: usize, space: usize, matrix: usize, n: usize): void {
  const turned = space + BLOCK;
  for (let i = from; i < to; i++)
    for (let j: usize = 0; j <= i; j++) {
      memory.fill(space, 0, BLOCK);
      for (let k = i; k < n; k++) {
        turn(turned, blockAt(matrix, n, j, k));
        addProduct(space, blockAt(matrix, n, i, k), turned, 1);
      }
      memory.copy(blockAt(matrix, n, i, j), space, BLOCK);
    }
}

/** Rows of blocks of the upper triangle as the lower one has them. */
export function mirrorRows(from: usize, to: usize, space: usize, matrix: usize, n: usize): void {
  for (let i = from; i < to; i++)
    for (let j = i + 1; j < n; j++) turn(blockAt(matrix, n, i, j), blockAt(matrix, n, j, i));
}

/**
 * Rows of an inverse P as those of −P / diag P are made of: −P with 0 in its own place, and in `gain` 1 / P_ii.
 *
 * @param stride  from one row of `out` to the next: a multiple of 8, at most the matrix's rows
 */
export function regressRows(
  from: usize,
  to: usize,
  space: usize,
  matrix: usize,
  n: usize,
  stride: usize,
  first: usize,
  out: usize,
  gain: usize,
): void {
  for (let row = from; row < to; row++) {
    const r = first + row;
    const target = out + ((row * stride) << NUMBER);
    for (let column: usize = 0; column < stride; column += 8) {
      const at = blockAt(matrix, n, r / SIDE, column / SIDE) + (r % SIDE) * ROW + ((column % SIDE) << NUMBER);
      v128.store(target + (column << NUMBER), f32x4.neg(v128.load(at)));
      v128.store(target + (column << NUMBER), f32x4.neg(v128.load(at, 16)), 16);
    }
    const own = target + (r << NUMBER);
    f32.store(gain + (r << NUMBER), <f32>(-1 / <f64>f32.load(own)));
    f32.store(own, 0);
  }
}

/**
 * Weighted sums of the matrix's rows: out[r − first] = Σ value · row of the matrix, over row r of a compressed matrix.
 *
 * @param width   numbers of a row, at most those of the matrix
 * @param stride  from one row of `out` to the next
 */
export function combineRows(
  from: usize,
  to: usize,
  space: usize,
  matrix: usize,
  n: usize,
  width: usize,
  stride: usize,
  offsets: usize,
  columns: usize,
  values: usize,
  first: usize,
  out: usize,
): void {
  for (let j: usize = 0; j * SIDE < width; j++)
    for (let half: usize = 0; half < ROW; half += 128) {
      const column = j * SIDE + (half >> NUMBER);
      if (column >= width) break;
      for (let row = first + from; row < first + to; row++) {
        let s0 = f32x4.splat(0);
        let s1 = f32x4.splat(0);
        let s2 = f32x4.splat(0);
        let s3 = f32x4.splat(0);
        let s4 = f32x4.splat(0);
        let s5 = f32x4.splat(0);
        let s6 = f32x4.splat(0);
        let s7 = f32x4.splat(0);
        const end = <usize>load<u32>(offsets + (row << 2), 4);
        for (let e = <usize>load<u32>(offsets + (row << 2)); e < end; e++) {
          const r = <usize>load<u32>(columns + (e << 2));
          const value = v128.load_splat<f32>(values + (e << 2));
          const at = blockAt(matrix, n, r / SIDE, j) + (r % SIDE) * ROW + half;
          s0 = f32x4.add(s0, f32x4.mul(value, v128.load(at)));
          s1 = f32x4.add(s1, f32x4.mul(value, v128.load(at, 16)));
          s2 = f32x4.add(s2, f32x4.mul(value, v128.load(at, 32)));
          s3 = f32x4.add(s3, f32x4.mul(value, v128.load(at, 48)));
          s4 = f32x4.add(s4, f32x4.mul(value, v128.load(at, 64)));
          s5 = f32x4.add(s5, f32x4.mul(value, v128.load(at, 80)));
          s6 = f32x4.add(s6, f32x4.mul(value, v128.load(at, 96)));
          s7 = f32x4.add(s7, f32x4.mul(value, v128.load(at, 112)));
        }
        v128.store(space, s0);
        v128.store(space, s1, 16);
        v128.store(space, s2, 32);
        v128.store(space, s3, 48);
        v128.store(space, s4, 64);
        v128.store(space, s5, 80);
        v128.store(space, s6, 96);
        v128.store(space, s7, 112);
        const kept = min(<usize>32, width - column);
        memory.copy(out + (((row - first) * stride + column) << NUMBER), space, kept << NUMBER);
      }
    }
}
