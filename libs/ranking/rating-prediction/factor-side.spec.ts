import { describe, expect, it } from '@jest/globals';
import { SparseMatrix, sparseFromRows } from '../math/sparse-matrix.js';
import { Crew } from '../kernels/crew.js';
import { StarRandom } from './gamma-normal.js';
import { FactorSide } from './factor-side.js';

describe('side of the star model', () => {
  it('learns what a fact does to the factors it is planted in', () => {
    const random = new StarRandom(2);
    const rows = Array.from({ length: 400 }, (_, row): [number, number][] => (row % 2 ? [[0, 1]] : [[1, 1]]));
    const sideFeatures: SparseMatrix = sparseFromRows(rows, 2);
    const difference = [0, 0];
    const mean = [0, 0];
    const sweeps = 300;
    const precision = Crew.join((crew) => {
      const side = new FactorSide(400, 2, [sideFeatures], crew, 2);
      const { stride } = side;
      rows.forEach(([[fact]], row) => {
        side.factors[row * stride] = (fact === 0 ? 1 : -1) + 0.1 * random.normal();
        side.factors[row * stride + 1] = 0.5 + 0.1 * random.normal();
      });
      for (let sweep = -50; sweep < sweeps; sweep++) {
        side.learn(sweep + 50);
        if (sweep < 0) continue;
        for (let k = 0; k < 2; k++) {
          difference[k] += (side.expected[stride + k] - side.expected[k]) / sweeps;
          mean[k] += (side.expected[stride + k] + side.expected[k]) / 2 / sweeps;
        }
      }
      return side.precision[0];
    });
    expect(difference[0]).toBeCloseTo(2, 1);
    expect(difference[1]).toBeCloseTo(0, 1);
    expect(mean[0]).toBeCloseTo(0, 1);
    expect(mean[1]).toBeCloseTo(0.5, 1);
    // The rest is noise of deviation 0.1, precision 100.
    expect(precision).toBeGreaterThan(60);
    expect(precision).toBeLessThan(150);
  });

  it('keeps what it expects of a row equal to the sum of its facts’ weights', () => {
    const rows: [number, number][][] = [
      [[0, 0.5]],
      [
        [0, 0.3],
        [1, 0.7],
      ],
      [],
      [[1, 2]],
    ];
    Crew.join((crew) => {
      const side = new FactorSide(4, 3, [sparseFromRows(rows, 2)], crew, 3);
      side.learn(1);
      side.learn(2);
      rows.forEach((row, r) => {
        for (let k = 0; k < 3; k++) {
          const sum = row.reduce((total, [fact, value]) => {
            return total + Math.fround(value) * side.weights(1)[fact * side.stride + k];
          }, side.weights(0)[k]);
          expect(side.expected[r * side.stride + k]).toBeCloseTo(sum, 10);
        }
      });
    });
  });
});
