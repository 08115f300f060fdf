import type { Kernel } from './crew.js';

/** Rows and columns of a block. */
export const SIDE = 64;
const BLOCK = SIDE * SIDE;

/** A matrix of n × n blocks: block (i, j) begins after i · n + j others, and its rows follow each other. */
type Blocks = [matrix: Float32Array, n: number];
/** Rows of a compressed matrix, columns ascending. */
type Compressed = [offsets: Int32Array, columns: Int32Array, values: Float32Array];

/** Where entry (row, column) stands in a matrix of n × n blocks. */
export function placeOf(n: number, row: number, column: number): number {
  const block = Math.floor(row / SIDE) * n + Math.floor(column / SIDE);
  return block * BLOCK + (row % SIDE) * SIDE + (column % SIDE);
}

function block(matrix: Float32Array, n: number, i: number, j: number): Float32Array {
  const from = (i * n + j) * BLOCK;
  return matrix.subarray(from, from + BLOCK);
}

/** C += sign · A·B for three blocks; with `turned` B is read with rows and columns exchanged. */
function addProduct(c: Float32Array, a: Float32Array, b: Float32Array, sign: number, turned = false): void {
  for (let i = 0; i < SIDE; i++)
    for (let j = 0; j < SIDE; j++) {
      let sum = 0;
      for (let k = 0; k < SIDE; k++) sum += a[i * SIDE + k] * (turned ? b[j * SIDE + k] : b[k * SIDE + j]);
      c[i * SIDE + j] += sign * sum;
    }
}

function turn(to: Float32Array, from: Float32Array): void {
  for (let i = 0; i < SIDE; i++) for (let j = 0; j < SIDE; j++) to[j * SIDE + i] = from[i * SIDE + j];
}

/**
 * Lower triangle of Yᵀ·diag(scale)·Y + diag(diagonal), row by row, where `rows` is Yᵀ and `turned` Y. Of rows from `count` on
 * the diagonal is all there is.
 */
export const fillRows: Kernel<
  [
    ...Blocks,
    count: number,
    ...rows: Compressed,
    ...turned: Compressed,
    scale: Float32Array,
    diagonal: Float32Array,
  ]
> = {
  name: 'fillRows',
  plain(from, to, matrix, n, count, offsets, columns, values, ...rest) {
    const [turnedOffsets, turnedColumns, turnedValues, scale, diagonal] = rest;
    const sums = new Float64Array(n * SIDE);
    for (let row = from; row < to; row++) {
      sums.fill(0);
      for (let e = row < count ? offsets[row] : 0; e < (row < count ? offsets[row + 1] : 0); e++) {
        const value = values[e] * scale[columns[e]];
        for (let f = turnedOffsets[columns[e]]; f < turnedOffsets[columns[e] + 1]; f++)
          sums[turnedColumns[f]] += value * turnedValues[f];
      }
      sums[row] += diagonal[row];
      for (let other = 0; other <= row; other++) matrix[placeOf(n, row, other)] = sums[other];
    }
  },
};

/** In place of block (at, at), of which the lower triangle is given: its Cholesky factor's inverse, turned. */
export const factoriseCorner: Kernel<[...Blocks, at: number]> = {
  name: 'factoriseCorner',
  plain(_from, _to, matrix, n, at) {
    const corner = block(matrix, n, at, at);
    const factor = new Float64Array(BLOCK);
    for (let i = 0; i < SIDE; i++)
      for (let j = 0; j <= i; j++) {
        let left = corner[i * SIDE + j];
        for (let k = 0; k < j; k++) left -= factor[i * SIDE + k] * factor[j * SIDE + k];
        if (i === j && !(left > 0))
          throw new RangeError(`matrix is not positive definite at row ${at * SIDE + i}`);
        factor[i * SIDE + j] = i === j ? Math.sqrt(left) : left / factor[j * SIDE + j];
      }
    corner.fill(0);
    const column = new Float64Array(SIDE);
    for (let c = 0; c < SIDE; c++)
      for (let i = c; i < SIDE; i++) {
        let left = i === c ? 1 : 0;
        for (let k = c; k < i; k++) left -= factor[i * SIDE + k] * column[k];
        corner[c * SIDE + i] = column[i] = left / factor[i * SIDE + i];
      }
  },
};

/** The factor's blocks below (at, at), the first as row 0: in `panel` as they are, in the matrix turned. */
export const solvePanel: Kernel<[...Blocks, at: number, panel: Float32Array]> = {
  name: 'solvePanel',
  plain(from, to, matrix, n, at, panel) {
    for (let i = at + 1 + from; i < at + 1 + to; i++) {
      const solved = block(panel, 1, i, 0).fill(0);
      addProduct(solved, block(matrix, n, i, at), block(matrix, n, at, at), 1);
      turn(block(matrix, n, i, at), solved);
    }
  },
};

/** Takes the products of the panel's blocks off the lower blocks that come after it. */
export const updateRows: Kernel<[...Blocks, at: number, panel: Float32Array]> = {
  name: 'updateRows',
  plain(from, to, matrix, n, at, panel) {
    for (let i = at + 1 + from; i < at + 1 + to; i++)
      for (let j = at + 1; j <= i; j++)
        addProduct(block(matrix, n, i, j), block(panel, 1, i, 0), block(matrix, n, j, at), -1);
  },
};

/** Rows of blocks of the factor's inverse, turned, into the upper blocks. */
export const invertRows: Kernel<Blocks> = {
  name: 'invertRows',
  plain(from, to, matrix, n) {
    for (let c = from; c < to; c++)
      for (let at = c + 1; at < n; at++) {
        const sum = new Float32Array(BLOCK);
        for (let k = c; k < at; k++) addProduct(sum, block(matrix, n, c, k), block(matrix, n, at, k), -1);
        addProduct(block(matrix, n, c, at).fill(0), sum, block(matrix, n, at, at), 1);
      }
  },
};

/** Rows of blocks of T·Tᵀ into the lower blocks, where T is the upper ones. */
export const multiplyTurned: Kernel<Blocks> = {
  name: 'multiplyTurned',
  plain(from, to, matrix, n) {
    for (let i = from; i < to; i++)
      for (let j = 0; j <= i; j++) {
        const sum = new Float32Array(BLOCK);
        for (let k = i; k < n; k++) addProduct(sum, block(matrix, n, i, k), block(matrix, n, j, k), 1, true);
        block(matrix, n, i, j).set(sum);
      }
  },
};

/** Rows of blocks of the upper triangle as the lower one has them. */
export const mirrorRows: Kernel<Blocks> = {
  name: 'mirrorRows',
  plain(from, to, matrix, n) {
    for (let i = from; i < to; i++)
      for (let j = i + 1; j < n; j++) turn(block(matrix, n, i, j), block(matrix, n, j, i));
  },
};

/** Rows of an inverse P as −P, 0 in their own place, and 1 / P_ii in `gain`; rows of `out` stand `stride` apart. */
export const regressRows: Kernel<
  [...Blocks, stride: number, first: number, out: Float32Array, gain: Float32Array]
> = {
  name: 'regressRows',
  plain(from, to, matrix, n, stride, first, out, gain) {
    for (let row = from; row < to; row++) {
      for (let column = 0; column < stride; column++)
        out[row * stride + column] = -matrix[placeOf(n, first + row, column)];
      const own = row * stride + first + row;
      gain[first + row] = -1 / out[own];
      out[own] = 0;
    }
  },
};

/** out[r − first] = Σ value · row of the matrix, over row r of a compressed matrix; rows of `out` stand `stride` apart. */
export const combineRows: Kernel<
  [...Blocks, width: number, stride: number, ...rows: Compressed, first: number, out: Float32Array]
> = {
  name: 'combineRows',
  plain(from, to, matrix, n, width, stride, offsets, columns, values, first, out) {
    for (let row = from; row < to; row++)
      for (let column = 0; column < width; column++) {
        let sum = 0;
        for (let e = offsets[first + row]; e < offsets[first + row + 1]; e++)
          sum += values[e] * matrix[placeOf(n, columns[e], column)];
        out[row * stride + column] = sum;
      }
  },
};
