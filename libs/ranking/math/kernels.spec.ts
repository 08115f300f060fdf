import { describe, expect, it } from '@jest/globals';
import { GramSpace } from './gram.space.js';
import { haveKernels } from './kernel.memory.js';
import { PositiveDefinite } from './positive-definite.js';
import { seededRandom } from './random.js';

/** Both ways of doing it fill their lower triangle with I·3 + noise that leaves it positive definite. */
function filled(order: number, fast: boolean): PositiveDefinite {
  const matrix = new PositiveDefinite(order, fast);
  const random = seededRandom(order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < i; j++) matrix.numbers[i * matrix.stride + j] = (random() - 0.5) / order;
    matrix.numbers[i * matrix.stride + i] = 3 + random();
  }
  return matrix;
}

describe('kernels', () => {
  it('run on this machine', () => expect(haveKernels).toBe(true));

  // Smaller than a tile, one and several blocks of 64, and their neighbours.
  it.each([1, 2, 4, 5, 63, 64, 65, 128, 200, 333])(
    'invert a matrix of order %i as plain TypeScript does',
    (n) => {
      const [fast, slow] = [filled(n, true), filled(n, false)];
      fast.invert();
      slow.invert();
      let furthest = 0;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const difference = fast.numbers[i * fast.stride + j] - slow.numbers[i * slow.stride + j];
          furthest = Math.max(furthest, Math.abs(difference));
        }
      expect(furthest).toBeLessThan(1e-12);
    },
  );

  it.each([true, false])('say which row is not positive definite (kernels: %s)', (fast) => {
    const matrix = filled(100, fast);
    matrix.numbers[70 * matrix.stride + 70] = -1;
    expect(() => matrix.invert()).toThrow(/not positive definite at row 70 of 100/);
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
