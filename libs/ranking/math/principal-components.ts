import { dot } from './dense-matrix.js';
import { seededRandom } from './random.js';

/** Rows the components are found with; more of them change little. */
const MAX_ROWS = 2000;
/** Steps towards the components; a few reach a space that holds nearly as much as the best one. */
const STEPS = 6;

/**
 * The same rows in fewer numbers: their coordinates in the space of the `kept` largest principal components, by subspace
 * iteration on the second moments. Inner products of the new rows are those of the old ones but for what lies outside that
 * space, the least there is to lose.
 *
 * @param rows   row-major, shape [n, dimensions]; of mean about 0
 * @param kept   at most dimensions
 * @returns row-major, shape [n, kept]
 * @see Halko, Martinsson, Tropp, "Finding Structure with Randomness", SIAM Review 2011
 */
export function reduceDimensions(rows: Float32Array, dimensions: number, kept: number): Float32Array {
  const count = rows.length / dimensions;
  const moments = secondMoments(rows, dimensions);
  const random = seededRandom(1);
  // Components are rows here: all inner loops run along rows.
  let space = Float64Array.from({ length: kept * dimensions }, () => random() - 0.5);
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(space.length);
    for (let c = 0; c < kept; c++)
      for (let d = 0; d < dimensions; d++)
        next[c * dimensions + d] = dot(space, c * dimensions, moments, d * dimensions, dimensions);
    orthonormalise(next, dimensions);
    space = next;
  }
  const reduced = new Float32Array(count * kept);
  const row = new Float64Array(dimensions);
  for (let r = 0; r < count; r++) {
    row.set(rows.subarray(r * dimensions, (r + 1) * dimensions));
    for (let c = 0; c < kept; c++) reduced[r * kept + c] = dot(row, 0, space, c * dimensions, dimensions);
  }
  return reduced;
}

function secondMoments(rows: Float32Array, dimensions: number): Float64Array {
  const count = rows.length / dimensions;
  const step = Math.max(1, count / MAX_ROWS);
  const moments = new Float64Array(dimensions * dimensions);
  for (let r = 0; r < count; r += step) {
    const from = Math.floor(r) * dimensions;
    for (let a = 0; a < dimensions; a++) {
      const value = rows[from + a];
      if (value === 0) continue;
      for (let b = 0; b <= a; b++) moments[a * dimensions + b] += value * rows[from + b];
    }
  }
  for (let a = 0; a < dimensions; a++)
    for (let b = 0; b < a; b++) moments[b * dimensions + a] = moments[a * dimensions + b];
  return moments;
}

/** Rows of length 1 and at right angles (modified Gram-Schmidt), in place; a row that depends on those before becomes 0. */
function orthonormalise(rows: Float64Array, length: number): void {
  for (let from = 0; from < rows.length; from += length) {
    const before = Math.sqrt(dot(rows, from, rows, from, length));
    for (let other = 0; other < from; other += length) {
      const shared = dot(rows, from, rows, other, length);
      for (let k = 0; k < length; k++) rows[from + k] -= shared * rows[other + k];
    }
    const norm = Math.sqrt(dot(rows, from, rows, from, length));
    const scale = norm > 1e-10 * before && norm > 0 ? 1 / norm : 0;
    for (let k = 0; k < length; k++) rows[from + k] *= scale;
  }
}
