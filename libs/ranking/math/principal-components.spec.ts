import { describe, expect, it } from '@jest/globals';
import { reduceDimensions } from './principal-components.js';
import { seededRandom } from './random.js';

const dimensions = 12;
const count = 300;

/** Rows whose spread along each of `dimensions` turned axes is known. */
function rowsOf(spreads: readonly number[]): Float32Array {
  const random = seededRandom(8);
  const rows = new Float32Array(count * dimensions);
  for (let r = 0; r < count; r++) {
    const along = spreads.map((spread) => spread * (random() + random() + random() - 1.5));
    // Turning two axes after the other by one angle keeps lengths and mixes all of them.
    for (let turn = 0; turn < 2; turn++)
      for (let a = 0; a < dimensions; a++) {
        const b = (a + 1) % dimensions;
        [along[a], along[b]] = [0.8 * along[a] - 0.6 * along[b], 0.6 * along[a] + 0.8 * along[b]];
      }
    rows.set(along, r * dimensions);
  }
  return rows;
}

function product(rows: Float32Array, width: number, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += rows[a * width + d] * rows[b * width + d];
  return sum;
}

const energy = (rows: Float32Array) => rows.reduce((sum, value) => sum + value * value, 0);

describe('fewer dimensions', () => {
  it('keep every inner product of rows that need no more', () => {
    const rows = rowsOf([3, 2, 1, 0.5, ...new Array<number>(8).fill(0)]);
    const reduced = reduceDimensions(rows, dimensions, 4);
    expect(reduced).toHaveLength(count * 4);
    for (let a = 0; a < 20; a++)
      for (let b = 0; b < 20; b++)
        expect(product(reduced, 4, a, b)).toBeCloseTo(product(rows, dimensions, a, b), 4);
  });

  it('are those in which rows differ most', () => {
    const spreads = [4, 3, 2, ...new Array<number>(9).fill(0.3)];
    const rows = rowsOf(spreads);
    const squares = spreads.map((spread) => spread ** 2);
    const best = (16 + 9 + 4) / squares.reduce((sum, square) => sum + square, 0);
    expect(energy(reduceDimensions(rows, dimensions, 3)) / energy(rows)).toBeGreaterThan(0.95 * best);
  });

  it('are all 0 for rows of zeros', () => {
    expect(energy(reduceDimensions(new Float32Array(5 * dimensions), dimensions, 3))).toBe(0);
  });
});
