import { solveFactorised } from '../math/dense-matrix.js';
import { GramSpace } from '../kernels/gram.space.js';
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
  /**
   * Where A grows, with c as one more row, from a row √α·(h, y) of each rating. All posteriors of a width share it, so what lies
   * between `begin` and `solve` belongs together.
   */
  private readonly space: GramSpace;
  /** The Cholesky factor of A, and L⁻¹·c as one more row, shape [width + 1, stride]; the corner is of no meaning. */
  private readonly bordered: Float64Array;

  /** @param width  length of θ, at least 1 */
  constructor(readonly width: number) {
    this.mean = new Float64Array(width);
    this.draw = new Float64Array(width);
    this.space = GramSpace.of(width + 1);
    this.bordered = new Float64Array((width + 1) * this.space.stride);
  }

  /**
   * @param prior      m stands in it from `from` on
   * @param precision  λ, all above 0, from `precisionFrom` on
   */
  begin(prior: Float64Array, precision: Float64Array, from: number, precisionFrom = from): void {
    const { width, space } = this;
    const { stride, numbers } = space;
    space.begin();
    for (let i = 0; i < width; i++) {
      numbers[i * stride + i] = precision[precisionFrom + i];
      numbers[width * stride + i] = precision[precisionFrom + i] * prior[from + i];
    }
  }

  /**
   * Takes in a rating that lies `y` above what the other side's bias explains.
   *
   * @param other  the other side's (bias, factors) stand in it from `from` on
   * @param noise  α, precision of the rating
   */
  observe(other: Float64Array | Float32Array, from: number, y: number, noise: number): void {
    const { width, space } = this;
    const { numbers } = space;
    const root = Math.sqrt(noise);
    const at = space.nextRow();
    numbers[at] = root;
    for (let i = 1; i < width; i++) numbers[at + i] = root * other[from + i];
    numbers[at + width] = root * y;
  }

  /**
   * Takes in many ratings at once.
   *
   * @param products  XᵀX of rows (h, y), the lower triangle of it, in rows of the same stride, from `from` on
   * @param noise     α, precision of each of the ratings
   */
  observeAll(products: Float64Array, from: number, noise: number): void {
    const { numbers, stride } = this.space;
    const { width } = this;
    for (let i = 0; i <= width; i++)
      for (let j = 0; j <= Math.min(i, width - 1); j++)
        numbers[i * stride + j] += noise * products[from + i * stride + j];
  }

  /** Posterior covariance A⁻¹, once solved; shape [width, width]. */
  covariance(): Float64Array {
    const { width, bordered, space } = this;
    const factor = new Float64Array(width * width);
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++) factor[i * width + j] = bordered[i * space.stride + j];
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
    const { width, bordered, mean, draw, space } = this;
    const { stride } = space;
    // With any corner large enough, the last row of the Cholesky factor is L⁻¹·c.
    space.numbers[width * stride + width] = Infinity;
    space.factorise(bordered);
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
