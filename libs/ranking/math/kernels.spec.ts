import { describe, expect, it } from '@jest/globals';
import { Crew, type CrewOptions } from './crew.js';
import { GramSpace } from './gram.space.js';
import { haveKernels } from './kernel.memory.js';
import { PositiveDefinite } from './positive-definite.js';
import { seededRandom } from './random.js';
import { inCrew, sparseFromRows, transpose } from './sparse-matrix.js';

/** Yᵀ·Y + 3 of a sparse Y, inverted; and sums of the inverse's rows. */
function inverted(order: number, options: CrewOptions) {
  const random = seededRandom(order);
  const rows = sparseFromRows(
    Array.from({ length: order }, () =>
      [...Array(order).keys()]
        .filter(() => random() < 8 / order)
        .map((at): [number, number] => [at, random()]),
    ),
    order,
  );
  const diagonal = new Float32Array(order).fill(3);
  return Crew.join((crew) => {
    const matrix = new PositiveDefinite(order, crew);
    matrix.fill(inCrew(transpose(rows), crew), inCrew(rows, crew), new Float32Array(order).fill(1), diagonal);
    const before = Array.from({ length: order }, (_, i) =>
      Array.from({ length: order }, (__, j) => matrix.entry(Math.max(i, j), Math.min(i, j))),
    );
    matrix.invert();
    const inverse = before.map((_, i) => before.map((__, j) => matrix.entry(i, j)));
    const sums: number[][] = [];
    matrix.combine(inCrew(rows, crew), (at, numbers, from) => {
      sums[at] = [...numbers.subarray(from, from + order)];
    });
    return { before, inverse, sums, rows };
  }, options);
}

const product = (a: number[][], b: number[][]) =>
  a.map((row) => b.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

describe('kernels', () => {
  it('run on this machine', () => expect(haveKernels).toBe(true));

  // Smaller than a block, one and several blocks of 64, and their neighbours.
  it.each([1, 5, 63, 64, 65, 140])('invert a matrix of order %i', (order) => {
    for (const fast of [true, false]) {
      const { before, inverse, rows, sums } = inverted(order, { fast });
      let furthest = 0;
      product(before, inverse).forEach((row, i) =>
        row.forEach((value, j) => (furthest = Math.max(furthest, Math.abs(value - Number(i === j))))),
      );
      for (let row = 0; row < order; row++)
        for (let column = 0; column < order; column++) {
          let sum = 0;
          for (let e = rows.offsets[row]; e < rows.offsets[row + 1]; e++)
            sum += rows.values[e] * inverse[rows.columns[e]][column];
          furthest = Math.max(furthest, Math.abs(sums[row][column] - sum));
        }
      expect(furthest).toBeLessThan(1e-5);
    }
  });

  it.each([true, false])('refuse a matrix that is not positive definite (kernels: %s)', (fast) => {
    const nothing = sparseFromRows(
      [...Array(100)].map(() => []),
      100,
    );
    const diagonal = new Float32Array(100).fill(1);
    diagonal[70] = -1;
    const invert = () =>
      Crew.join(
        (crew) => {
          const matrix = new PositiveDefinite(100, crew);
          const empty = inCrew(nothing, crew);
          matrix.fill(empty, empty, new Float32Array(100), diagonal);
          matrix.invert();
        },
        { fast },
      );
    expect(invert).toThrow();
  });

  // Fewer rows than are multiplied at once, as many, and more.
  it.each([0, 1, 256, 257, 700])(
    'factorise a growing matrix of %i rows as plain TypeScript does',
    (count) => {
      const [order, random] = [14, seededRandom(count)];
      const rows = Array.from({ length: count }, () => Array.from({ length: order }, () => random() - 0.5));
      const [fast, slow] = [true, false].map((kernels) => {
        const space = new GramSpace(order, kernels);
        const factor = new Float64Array(order * space.stride);
        // Twice, so that what the first left behind would show.
        for (const half of [rows.slice(0, count / 2), rows]) {
          space.begin();
          for (let i = 0; i < order; i++) space.numbers[i * space.stride + i] = 2;
          for (const row of half) space.numbers.set(row, space.nextRow());
          space.factorise(factor);
        }
        return (i: number, j: number) => factor[i * space.stride + j];
      });
      for (let i = 0; i < order; i++)
        for (let j = 0; j <= i; j++) expect(fast(i, j)).toBeCloseTo(slow(i, j), 10);
    },
  );
});
