import { describe, expect, it } from '@jest/globals';
import { adoptFeatureFactors, FEATURE_FACTOR_DEFAULTS, sideInformation } from './feature-factors.js';
import { buildFeatures } from '../data/feature-matrix.js';
import { votesOf } from '../data/item-votes.js';
import { seededRandom } from '../math/random.js';
import { sparseFromRows } from '../math/sparse-matrix.js';

const random = seededRandom(9);
const number = () => random() * 2 - 1;

describe('factors from features', () => {
  const [items, columns, dimensions] = [60, 6, 3];
  const rows = Array.from({ length: items }, () =>
    [0, 1, 2, 3, 4, 5]
      .filter((column) => column === 0 || random() < 0.5)
      .map((column): [number, number] => [column, column === 0 ? 1 : number()]),
  );
  const side = sparseFromRows(rows, columns);
  const dense = rows.map((row) => {
    const values = Array<number>(columns).fill(0);
    for (const [column, value] of row) values[column] = value;
    return values;
  });
  const truth = Array.from({ length: columns }, () => Array.from({ length: dimensions }, number));
  const exact = dense.map((row) =>
    [0, 1, 2].map((k) => row.reduce((sum, value, column) => sum + value * truth[column][k], 0)),
  );

  it('finds the factors of unrated items when features decide them', () => {
    const counts = exact.map((_, item) => (item < 10 ? 0 : 50));
    const factors = Float64Array.from(exact.flatMap((row, item) => (item < 10 ? [0, 0, 0] : row)));
    adoptFeatureFactors(factors, counts, side, { ...FEATURE_FACTOR_DEFAULTS, ridge: 1e-6 });
    factors.forEach((value, at) => {
      expect(value).toBeCloseTo(exact[Math.floor(at / dimensions)][at % dimensions], 3);
    });
  });

  it('has no slope left along the constant', () => {
    const counts = exact.map((_, item) => item % 7);
    const before = Float64Array.from({ length: items * dimensions }, number);
    const factors = before.slice();
    // Nothing of their own is left to items: what they get is x·M.
    const parameters = { ...FEATURE_FACTOR_DEFAULTS, ownFrom: 1e12 };
    adoptFeatureFactors(factors, counts, side, parameters);
    const weights = counts.map((count) => count / (count + parameters.teachFrom));
    // The slope along the constant's row, which no ridge holds back: Σ w·(x·M − h).
    for (let k = 0; k < dimensions; k++) {
      const slope = dense.reduce(
        (sum, _, item) =>
          sum + weights[item] * (factors[item * dimensions + k] - before[item * dimensions + k]),
        0,
      );
      expect(slope).toBeCloseTo(0, 4);
    }
  });

  it('moves items with many ratings little', () => {
    const counts = exact.map((_, item) => (item === 0 ? 1 : 1000));
    const before = Float64Array.from({ length: items * dimensions }, number);
    const factors = before.slice();
    adoptFeatureFactors(factors, counts, side);
    const moved = (item: number) => Math.abs(factors[item * dimensions] - before[item * dimensions]);
    expect(Math.max(...exact.keys().drop(1).map(moved))).toBeLessThan(0.005);
    expect(moved(0)).toBeGreaterThan(0.01);
  });
});

describe('side information', () => {
  const items = [
    { id: 'a', genres: ['War'], people: ['Ann'], votes: { average: 8, count: 1000 } },
    { id: 'b', genres: ['War'], people: ['Bob'] },
    { id: 'c', genres: ['War', 'Drama'], people: ['Ann'], votes: { average: 5, count: 10 } },
    { id: 'd', genres: ['Drama'], people: ['Ann'] },
  ];
  const side = sideInformation(buildFeatures(items), votesOf(items), {
    ...FEATURE_FACTOR_DEFAULTS,
    minItems: 2,
    maxPerKind: 1,
  });
  const rowOf = (item: number) =>
    Array.from({ length: side.offsets[item + 1] - side.offsets[item] }, (_, k) => [
      side.columns[side.offsets[item] + k],
      side.values[side.offsets[item] + k],
    ]);

  it('keeps what several films share, and the most telling of each kind', () => {
    // A constant, four columns of votes, one genre and one user.
    expect(side.columnCount).toBe(7);
    expect(rowOf(0).map(([column]) => column)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rowOf(1).map(([column]) => column)).not.toContain(6);
  });

  it('knows popularity and praise', () => {
    const [famous, obscure] = [rowOf(0), rowOf(2)];
    expect(famous[1][1]).toBeGreaterThan(obscure[1][1]);
    expect(famous[4][1]).toBeCloseTo(1.5);
    expect(obscure[4][1]).toBeCloseTo(-1.5);
    expect(rowOf(3)[4][1]).toBe(0);
  });
});
