import { describe, expect, it } from '@jest/globals';
import { padded } from '../kernels/kernel.memory.js';
import { seededRandom } from '../math/random.js';
import { StarPosterior } from './star-posterior.js';
import { StarRandom } from './gamma-normal.js';

const width = 4;
const uniform = seededRandom(3);
const prior = Float64Array.from({ length: width }, () => uniform() - 0.5);
const precision = Float64Array.from({ length: width }, () => 1 + uniform());
const noise = 2;
const seen = Array.from({ length: 9 }, () => ({
  design: [1, ...Array.from({ length: width - 1 }, () => uniform() * 2 - 1)],
  y: uniform() * 4 - 2,
}));

/** Gradient descent on the negative log posterior: slow, and hard to get wrong. */
function slowMean(): number[] {
  const theta = new Array<number>(width).fill(0);
  for (let step = 0; step < 20_000; step++) {
    const gradient = theta.map((value, k) => precision[k] * (value - prior[k]));
    for (const { design, y } of seen) {
      const error = design.reduce((sum, h, k) => sum + h * theta[k], 0) - y;
      design.forEach((h, k) => (gradient[k] += noise * error * h));
    }
    gradient.forEach((value, k) => (theta[k] -= 0.01 * value));
  }
  return theta;
}

function observeAll(posterior: StarPosterior): void {
  posterior.begin(prior, precision, 0);
  for (const { design, y } of seen) posterior.observe(Float64Array.from(design), 0, y, noise);
}

describe('posterior of one row', () => {
  it('has the mean the slow solution finds', () => {
    const posterior = new StarPosterior(width);
    observeAll(posterior);
    posterior.solve();
    slowMean().forEach((value, k) => expect(posterior.mean[k]).toBeCloseTo(value, 8));
  });

  it('is the same when all is seen at once', () => {
    const [one, all] = [new StarPosterior(width), new StarPosterior(width)];
    observeAll(one);
    one.solve();
    const stride = padded(width + 1);
    const rows = seen.map(({ design, y }) => [...design, y]);
    const products = Float64Array.from({ length: stride * stride }, (_, at) => {
      const [i, j] = [Math.floor(at / stride), at % stride];
      return i > width || j > i ? 0 : rows.reduce((sum, row) => sum + row[i] * row[j], 0);
    });
    all.begin(prior, precision, 0);
    all.observeAll(Float64Array.of(7, ...products), 1, noise);
    all.solve();
    one.mean.forEach((value, k) => expect(all.mean[k]).toBeCloseTo(value, 12));
  });

  it('is the prior when nothing was seen', () => {
    const posterior = new StarPosterior(width);
    posterior.begin(prior, precision, 0);
    posterior.solve();
    posterior.mean.forEach((value, k) => expect(value).toBeCloseTo(prior[k], 12));
  });

  it('draws with the posterior’s mean and covariance', () => {
    const posterior = new StarPosterior(width);
    const random = new StarRandom(4);
    const count = 40_000;
    const sums = new Float64Array(width);
    const products = new Float64Array(width * width);
    for (let n = 0; n < count; n++) {
      observeAll(posterior);
      posterior.solve(random);
      for (let i = 0; i < width; i++) {
        sums[i] += posterior.draw[i] / count;
        for (let j = 0; j < width; j++) {
          const [a, b] = [posterior.draw[i] - posterior.mean[i], posterior.draw[j] - posterior.mean[j]];
          products[i * width + j] += (a * b) / count;
        }
      }
    }
    sums.forEach((value, k) => expect(Math.abs(value - posterior.mean[k])).toBeLessThan(0.01));
    // Covariance times its inverse, A = diag(λ) + α·Σ h·hᵀ, is the identity.
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let k = 0; k < width; k++) {
          const a = seen.reduce((total, { design }) => total + noise * design[k] * design[j], 0);
          sum += products[i * width + k] * (a + (k === j ? precision[k] : 0));
        }
        expect(Math.abs(sum - (i === j ? 1 : 0))).toBeLessThan(0.06);
      }
    }
  });
});

describe('random numbers of the sampler', () => {
  it('have the moments of their distributions', () => {
    const random = new StarRandom(9);
    const count = 100_000;
    const moments = (draw: () => number) => {
      const values = Array.from({ length: count }, draw);
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
    };
    const normal = moments(() => random.normal());
    expect(Math.abs(normal.mean)).toBeLessThan(0.015);
    expect(Math.abs(normal.variance - 1)).toBeLessThan(0.03);
    const gamma = moments(() => random.gamma(3, 2));
    expect(Math.abs(gamma.mean - 1.5)).toBeLessThan(0.02);
    expect(Math.abs(gamma.variance - 0.75)).toBeLessThan(0.03);
  });
});
