import { describe, expect, it } from '@jest/globals';
import { Crew, type CrewOptions } from './crew.js';
import { DrawSpace } from './draw.space.js';
import { GramSpace } from './gram.space.js';
import { haveKernels, KernelMemory } from './kernel.memory.js';
import { PositiveDefinite } from './positive-definite.js';
import { seededRandom } from '../math/random.js';
import { multiplyRow, multiplyRows, sumRows } from '../math/dense-matrix.js';
import { multiplyAllModelRows, multiplyModelRows, sumModelRows } from './model.rows.js';
import { multiplyShortRows, shortened, sumShortRows } from './short-rows.js';
import { inCrew } from './crew.matrix.js';
import { rowDot, sparseFromRows, transpose } from '../math/sparse-matrix.js';
import { inKernelMemory } from './in-memory.js';

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
    const dense = Array.from({ length: order }, (_, row) => {
      const numbers = new Array<number>(order).fill(0);
      for (let e = rows.offsets[row]; e < rows.offsets[row + 1]; e++)
        numbers[rows.columns[e]] = rows.values[e];
      return numbers;
    });
    const before = dense.map((_, i) =>
      dense.map((__, j) => dense.reduce((sum, row) => sum + row[i] * row[j], i === j ? 3 : 0)),
    );
    matrix.invert();
    const stride = Math.ceil(order / 8) * 8;
    const [regressed, gain] = [crew.float32(order * stride), crew.float32(order)];
    // In two parts, of which the second begins within a block.
    const half = Math.ceil(order / 2);
    matrix.regress(regressed, stride, 0, half, gain);
    matrix.regress(regressed.subarray(half * stride), stride, half, order - half, gain);
    const inverse = before.map((_, i) =>
      before.map((__, j) => (i === j ? 1 / gain[i] : -regressed[i * stride + j])),
    );
    for (let i = 0; i < order; i++) expect(regressed[i * stride + i]).toBe(0);
    const found = crew.float32(order * (order + 3));
    matrix.combine(inCrew(rows, crew), found, order + 3, 0, order);
    const sums = before.map((_, at) => [...found.subarray(at * (order + 3), at * (order + 3) + order)]);
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
        const space = kernels ? GramSpace.alone(order) : new GramSpace(order);
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

  // None, fewer than are multiplied at once, as many, and more; numbers that fill no tile, one and more.
  it.each([
    [0, 3],
    [1, 4],
    [256, 10],
    [700, 14],
  ])('weigh %i rows of %i numbers as plain TypeScript does, to the last digit', (count, order) => {
    const random = seededRandom(count);
    const plain = Float32Array.from({ length: 300 * order }, () => random() - 0.5);
    const { rows } = inKernelMemory({ rows: plain });
    const chosen = Int32Array.from({ length: count }, () => random() * 300);
    const weights = Float64Array.from(chosen, () => random() - 0.5);
    const [fast, slow, single] = [rows, plain, undefined].map((many) => {
      const space = new GramSpace(order, KernelMemory.of(rows));
      space.begin();
      // After a row of another kind, which stays.
      const first = space.nextRow();
      space.numbers.fill(2, first, first + order);
      if (many) space.addRows(many, chosen, weights);
      else
        chosen.forEach((row, k) => {
          const at = space.nextRow();
          for (let j = 0; j < order; j++) space.numbers[at + j] = weights[k] * plain[row * order + j];
        });
      const products = space.products();
      const { stride } = space;
      return Array.from({ length: order }, (_, i) => [...products.subarray(i * stride, i * stride + i + 1)]);
    });
    expect(fast).toEqual(slow);
    fast.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(single[i][j], 10)));
  });

  // No ratings, fewer than are multiplied at once, as many, and more.
  it.each([0, 1, 64, 100, 256])('take in %i ratings of every draw as plain TypeScript does', (count) => {
    const [samples, width, random] = [3, 6, seededRandom(count)];
    const { draws } = inKernelMemory({
      draws: Float32Array.from({ length: 300 * samples * width }, () => random() - 0.5),
    });
    const stars = Array.from({ length: count }, () => 2 * random() - 1);
    const [fast, slow] = [KernelMemory.of(draws), undefined].map((memory) => {
      const space = new DrawSpace(samples, width, memory);
      const matrices = space.nothing();
      // Twice, so that what the first left behind would show.
      for (const some of [stars.slice(0, count / 2), stars]) {
        some.forEach((y, at) => space.put(at, draws, (299 - at) * samples * width, y));
        space.addTo(matrices, some.length);
      }
      return (s: number, i: number, j: number) => matrices[(s * space.stride + i) * space.stride + j];
    });
    for (let s = 0; s < samples; s++)
      for (let i = 0; i <= width; i++)
        for (let j = 0; j <= i; j++) expect(fast(s, i, j)).toBeCloseTo(slow(s, i, j), 10);
  });

  it.each([true, false])('shorten rows to two bytes a number (kernels: %s)', (fast) => {
    const [rows, width, random] = [40, 13, seededRandom(2)];
    const long = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: width }, () => (row === 7 ? 0 : (random() - 0.5) * 10 ** (row % 5))),
    );
    const short = Crew.join(
      (crew) =>
        shortened(crew, rows, width, (sums, stride, first, count) => {
          for (let at = 0; at < count; at++) sums.set(long[first + at], at * stride);
        }),
      { fast },
    );
    long.forEach((row, at) => {
      const most = Math.max(...row.map(Math.abs));
      row.forEach((value, k) => {
        const kept = short.numbers[at * width + k] * short.scales[at];
        expect(Math.abs(kept - value)).toBeLessThanOrEqual(most / 65_000);
      });
    });
    const chosen = Int32Array.of(3, 5, 7, 11, 20);
    const weights = Float64Array.of(1, -2, 3, 0.5, 0.25);
    const expected = (k: number) =>
      chosen.reduce(
        (sum, row, at) => sum + weights[at] * short.numbers[row * width + k] * short.scales[row],
        0,
      );
    sumShortRows(short, width, chosen, weights).forEach((sum, k) => expect(sum).toBeCloseTo(expected(k), 2));
  });

  // None, as many as are summed together and one more, more than one call takes; widths that fill no tile, one and more.
  it.each([
    [0, 5],
    [4, 8],
    [5, 96],
    [1300, 13],
  ])('sum and multiply %i rows of %i numbers as plain TypeScript does, to the last digit', (count, width) => {
    const random = seededRandom(count + width);
    const plain = Float32Array.from({ length: 300 * width }, () => random() - 0.5);
    const { rows } = inKernelMemory({ rows: plain });
    // Twice, so that what the first left behind would show.
    for (let times = 0; times < 2; times++) {
      const chosen = Int32Array.from({ length: count }, () => random() * 300);
      const weights = Float64Array.from(chosen, () => random() - 0.5);
      const vector = Float64Array.from({ length: width }, () => random() - 0.5);
      expect(sumModelRows(rows, width, chosen, weights)).toEqual(sumRows(plain, width, chosen, weights));
      const products = Float64Array.from(chosen, (row) => multiplyRow(plain, row, vector));
      expect(multiplyModelRows(rows, chosen, vector)).toEqual(products);
      expect(multiplyModelRows(plain, chosen, vector)).toEqual(products);
      const all = multiplyRows(plain, 300, vector);
      expect(multiplyAllModelRows(rows, 300, vector)).toEqual(all);
      expect(multiplyAllModelRows(plain, 300, vector)).toEqual(all);
    }
  });

  // No rows, fewer and more than are added at once; widths that fill no tile, one and more.
  it.each([
    [0, 5],
    [3, 31],
    [200, 32],
    [130, 77],
  ])('sum %i short rows of %i numbers as plain TypeScript does', (count, width) => {
    const random = seededRandom(count + width);
    const plain = Int16Array.from({ length: 300 * width }, () => (random() - 0.5) * 65_535);
    const { numbers } = inKernelMemory({ numbers: plain });
    const scales = new Float32Array(300).fill(1);
    // Twice, so that what the first left behind would show.
    for (let times = 0; times < 2; times++) {
      const chosen = Int32Array.from({ length: count }, () => random() * 300);
      const weights = Float64Array.from(chosen, () => random() - 0.5);
      const fast = sumShortRows({ numbers, scales }, width, chosen, weights);
      expect(fast).toHaveLength(width);
      expect(fast).toEqual(sumShortRows({ numbers: plain, scales }, width, chosen, weights));
      fast.forEach((sum, k) => {
        const exact = chosen.reduce((all, row, at) => all + weights[at] * plain[row * width + k], 0);
        expect(Math.abs(sum - exact)).toBeLessThan(0.5);
      });
    }
  });

  // None, fewer and more than are added at once; sparse rows without numbers, with a few and with as many as there can be.
  it.each([
    [0, 5],
    [3, 40],
    [33, 70],
  ])('multiply %i short rows of %i numbers with sparse rows as plain TypeScript does', (count, width) => {
    const random = seededRandom(count + width);
    const { numbers, sparse } = inKernelMemory({
      numbers: Int16Array.from({ length: 100 * width }, () => (random() - 0.5) * 65_535),
      sparse: sparseFromRows(
        Array.from({ length: 20 }, (_, row) =>
          [...Array(width).keys()]
            .filter(() => random() < row / 19)
            .map((at): [number, number] => [at, random() - 0.5]),
        ),
        width,
      ),
    });
    const rows = Array.from({ length: 30 }, (_, at) => (at * 7) % 20);
    const scales = Float32Array.from({ length: 100 }, () => random());
    // Few numbers a row are multiplied one by one; twice, so that what the first left behind would show.
    for (const matrix of [
      sparse,
      sparseFromRows(
        [...Array(20).keys()].map((row) => [[row % 5, 2]]),
        width,
      ),
      sparse,
    ]) {
      const chosen = Array.from({ length: count }, () => Math.floor(random() * 100));
      const found = multiplyShortRows({ numbers, scales }, chosen, matrix, rows);
      const plain = rows.flatMap((row) =>
        chosen.map((one) => scales[one] * rowDot(matrix, row, numbers, one * width)),
      );
      expect(found).toHaveLength(plain.length);
      plain.forEach((product, at) => expect(Math.abs(found[at] - product)).toBeLessThan(0.5));
    }
  });
});
