import { factorise } from './dense-matrix.js';
import { StarRandom } from './star-random.js';

/**
 * What one person's (or one film's) factors can be, given the other side's: Bayesian linear regression with prior
 * θ ~ N(m, diag(λ)⁻¹) and observations y_k ~ N(h_k·θ, 1/α). Its posterior is N(A⁻¹c, A⁻¹) with
 *
 *     A = diag(λ) + α·Σ h_k·h_kᵀ      c = λ∘m + α·Σ y_k·h_k
 *
 * Fitting and folding in both use it: `begin`, `observe` for each rating, `solve`.
 */
export class StarPosterior {
  /** h of the rating to observe next; length width. Its first number stays 1: the bias. */
  readonly design: Float64Array;
  /** Posterior mean, once solved. */
  readonly mean: Float64Array;
  /** A draw from the posterior, once solved. */
  readonly draw: Float64Array;
  private readonly matrix: Float64Array;

  /** @param width  length of θ, at least 1 */
  constructor(readonly width: number) {
    this.design = new Float64Array(width).fill(1);
    this.mean = new Float64Array(width);
    this.draw = new Float64Array(width);
    this.matrix = new Float64Array(width * width);
  }

  /**
   * @param prior      m stands in it from `from` on
   * @param precision  λ, all above 0, from `precisionFrom` on
   */
  begin(prior: Float64Array, precision: Float64Array, from: number, precisionFrom = from): void {
    const { width, matrix, mean } = this;
    matrix.fill(0);
    for (let i = 0; i < width; i++) {
      matrix[i * width + i] = precision[precisionFrom + i];
      mean[i] = precision[precisionFrom + i] * prior[from + i];
    }
  }

  /** Takes in a rating that lies `y` above what the other side's bias explains, of precision `noise`. */
  observe(y: number, noise: number): void {
    const { width, matrix, mean, design } = this;
    for (let i = 0; i < width; i++) {
      const weighted = noise * design[i];
      mean[i] += weighted * y;
      const row = i * width;
      for (let j = 0; j <= i; j++) matrix[row + j] += weighted * design[j];
    }
  }

  /** Leaves the posterior's mean in `mean`, and a draw from it in `draw`; without randomness the draw is the mean. */
  solve(random?: StarRandom): void {
    const { width, matrix, mean, draw } = this;
    factorise(matrix, width);
    for (let i = 0; i < width; i++) {
      let sum = mean[i];
      for (let j = 0; j < i; j++) sum -= matrix[i * width + j] * mean[j];
      mean[i] = sum / matrix[i * width + i];
      draw[i] = mean[i] + (random ? random.normal() : 0);
    }
    // Both through Lᵀ: the mean is L⁻ᵀ·b, and L⁻ᵀ·(b + z) a draw around it.
    for (let i = width - 1; i >= 0; i--) {
      const pivot = matrix[i * width + i];
      mean[i] /= pivot;
      draw[i] /= pivot;
      for (let j = 0; j < i; j++) {
        const factor = matrix[i * width + j];
        mean[j] -= factor * mean[i];
        draw[j] -= factor * draw[i];
      }
    }
  }
}
