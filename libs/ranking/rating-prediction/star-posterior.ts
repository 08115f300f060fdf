import { addGram, factorise, solveFactorised } from '../math/dense-matrix.js';
import { StarRandom } from './gamma-normal.js';

/**
 * What one user's (or one item's) factors can be, given the other side's: Bayesian linear regression with prior
 * θ ~ N(m, diag(λ)⁻¹) and observations y_k ~ N(h_k·θ, 1/α_k), where the first number of h is 1: the bias. Its posterior
 * is N(A⁻¹c, A⁻¹) with
 *
 *     A = diag(λ) + Σ α_k·h_k·h_kᵀ      c = λ∘m + Σ α_k·y_k·h_k
 *
 * Fitting and folding in both use it: `begin`, `observe` for each rating, `solve`.
 */
export class StarPosterior {
  /** Posterior mean, once solved. */
  readonly mean: Float64Array;
  /** A draw from the posterior, once solved. */
  readonly draw: Float64Array;
  /** A with c as one more row, shape [width + 1, width + 1]; the corner is of no meaning. */
  private readonly bordered: Float64Array;
  /** √α·(h, y) of each rating, shape [ratings, width + 1]: all are multiplied at once when solving. */
  private observed = new Float64Array(0);
  private count = 0;

  /** @param width  length of θ, at least 1 */
  constructor(readonly width: number) {
    this.mean = new Float64Array(width);
    this.draw = new Float64Array(width);
    this.bordered = new Float64Array((width + 1) ** 2);
  }

  /**
   * @param ratings    how many will be observed
   * @param prior      m stands in it from `from` on
   * @param precision  λ, all above 0, from `precisionFrom` on
   */
  begin(
    ratings: number,
    prior: Float64Array,
    precision: Float64Array,
    from: number,
    precisionFrom = from,
  ): void {
    const { width, bordered } = this;
    const stride = width + 1;
    if (this.observed.length < ratings * stride) this.observed = new Float64Array(ratings * stride);
    this.count = 0;
    bordered.fill(0);
    for (let i = 0; i < width; i++) {
      bordered[i * stride + i] = precision[precisionFrom + i];
      bordered[width * stride + i] = precision[precisionFrom + i] * prior[from + i];
    }
  }

  /**
   * Takes in a rating that lies `y` above what the other side's bias explains.
   *
   * @param other  the other side's (bias, factors) stand in it from `from` on
   * @param noise  α, precision of the rating
   */
  observe(other: Float64Array | Float32Array, from: number, y: number, noise: number): void {
    const { width, observed } = this;
    const root = Math.sqrt(noise);
    const at = this.count++ * (width + 1);
    observed[at] = root;
    for (let i = 1; i < width; i++) observed[at + i] = root * other[from + i];
    observed[at + width] = root * y;
  }

  /** Posterior covariance A⁻¹, once solved; shape [width, width]. */
  covariance(): Float64Array {
    const { width, bordered } = this;
    const factor = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++) factor[i * width + j] = bordered[i * (width + 1) + j];
    const covariance = new Float64Array(width * width);
    for (let i = 0; i < width; i++) {
      const column = covariance.subarray(i * width, (i + 1) * width);
      column[i] = 1;
      solveFactorised(factor, width, column);
    }
    return covariance;
  }

  /** Leaves the posterior's mean in `mean`, and a draw from it in `draw`; without randomness the draw is the mean. */
  solve(random?: StarRandom): void {
    const { width, bordered, mean, draw } = this;
    const stride = width + 1;
    addGram(bordered, stride, this.observed, this.count);
    // With any corner large enough, the last row of the Cholesky factor is L⁻¹·c.
    bordered[stride * stride - 1] = Infinity;
    factorise(bordered, stride);
    for (let i = 0; i < width; i++) {
      mean[i] = bordered[width * stride + i];
      draw[i] = mean[i] + (random ? random.normal() : 0);
    }
    // Both through Lᵀ: the mean is L⁻ᵀ·b, and L⁻ᵀ·(b + z) a draw around it.
    for (let i = width - 1; i >= 0; i--) {
      const pivot = bordered[i * stride + i];
      mean[i] /= pivot;
      draw[i] /= pivot;
      for (let j = 0; j < i; j++) {
        const factor = bordered[i * stride + j];
        mean[j] -= factor * mean[i];
        draw[j] -= factor * draw[i];
      }
    }
  }
}
