import { describe, expect, it } from '@jest/globals';
import { SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';
import { StarRandom } from './gamma-normal.js';
import { FactorSide } from './factor-side.js';

describe('side of the star model', () => {
  it('learns what a fact does to the factors it is planted in', () => {
    const random = new StarRandom(2);
    const rows = Array.from({ length: 400 }, (_, row): [number, number][] => (row % 2 ? [[0, 1]] : [[1, 1]]));
    const sideFeatures: SparseMatrix = sparseFromRows(rows, 2);
    const side = new FactorSide(400, 2, [sideFeatures], random);
    rows.forEach(([[fact]], row) => {
      side.factors[row * 2] = (fact === 0 ? 1 : -1) + 0.1 * random.normal();
      side.factors[row * 2 + 1] = 0.5 + 0.1 * random.normal();
    });
    const difference = [0, 0];
    const mean = [0, 0];
    const sweeps = 300;
    for (let sweep = -50; sweep < sweeps; sweep++) {
      side.learn(random);
      if (sweep < 0) continue;
      for (let k = 0; k < 2; k++) {
        difference[k] += (side.expected[2 + k] - side.expected[k]) / sweeps;
        mean[k] += (side.expected[2 + k] + side.expected[k]) / 2 / sweeps;
      }
    }
    expect(difference[0]).toBeCloseTo(2, 1);
    expect(difference[1]).toBeCloseTo(0, 1);
    expect(mean[0]).toBeCloseTo(0, 1);
    expect(mean[1]).toBeCloseTo(0.5, 1);
    // The rest is noise of deviation 0.1, precision 100.
    expect(side.precision[0]).toBeGreaterThan(60);
    expect(side.precision[0]).toBeLessThan(150);
  });

  it('keeps what it expects of a row equal to the sum of its facts’ weights', () => {
    const random = new StarRandom(3);
    const rows: [number, number][][] = [
      [[0, 0.5]],
      [
        [0, 0.3],
        [1, 0.7],
      ],
      [],
      [[1, 2]],
    ];
    const side = new FactorSide(4, 3, [sparseFromRows(rows, 2)], random);
    side.learn(random);
    side.learn(random);
    rows.forEach((row, r) => {
      for (let k = 0; k < 3; k++) {
        const sum = row.reduce((total, [fact, value]) => {
          return total + Math.fround(value) * side.weights(1)[fact * 3 + k];
        }, side.weights(0)[k]);
        expect(side.expected[r * 3 + k]).toBeCloseTo(sum, 10);
      }
    });
  });
});
