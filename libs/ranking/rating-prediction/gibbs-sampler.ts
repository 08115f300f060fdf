import type { Crew } from '../kernels/crew.js';
import { SparseMatrix } from '../math/sparse-matrix.js';
import { FactorSide } from './factor-side.js';
import { drawNoise, drawRows } from './gibbs-rows.js';

/** Precision of a typical user's ratings before anything is known, in units of the ratings' own variance. */
const FIRST_NOISE = 1.5;

/**
 * Gibbs sampler of the whole model: draws each part given all others, over and over.
 *
 *     y_ui ~ N(b_u + b_i + p_u·q_i, 1/α_u)      α_u ~ Gamma(ν/2, ν/(2α₀))
 *
 * Users differ in how steady their ratings are, hence α_u; α₀ is its mean. Sides are described in {@link FactorSide}. Given
 * the other side rows do not depend on each other, and each draws from a stream of its own.
 */
export class GibbsSampler {
  /** α_u of each user. */
  readonly noise: Float64Array;
  /** α₀ of the last draw of the users. */
  meanNoise = FIRST_NOISE;

  /**
   * @param byUser  users × items, standardised ratings: mean 0, variance 1; in the crew's memory
   * @param byItem  the same, transposed
   * @param maxNoise  α₀ grows no further: where all ratings fit perfectly a chain would stand still, in one of several solutions
   */
  constructor(
    private readonly byUser: SparseMatrix,
    private readonly byItem: SparseMatrix,
    readonly users: FactorSide,
    readonly items: FactorSide,
    private readonly noiseShape: number,
    private readonly maxNoise: number,
    private readonly crew: Crew,
  ) {
    this.noise = crew.float64(users.rowCount).fill(FIRST_NOISE);
  }

  /** Draws all users' factors, given the items'. */
  drawUsers(seed: number): void {
    this.draw(this.users, this.byUser, this.items, true, seed);
  }

  /** Draws all items' factors, given the users'. Their means are truer than the draws, when only items are averaged over. */
  drawItems(seed: number): void {
    this.draw(this.items, this.byItem, this.users, false, seed);
  }

  /** Draws how steady each user's ratings are. */
  drawNoise(seed: number): void {
    const { byUser, users, items, noise, noiseShape, meanNoise, crew } = this;
    const { offsets, columns, values } = byUser;
    const factors = [users.factors, items.factors] as const;
    const rest = [noise, noiseShape, meanNoise, seed] as const;
    const work = (columns.length + 10 * users.rowCount) * users.stride;
    crew.run(drawNoise, users.rowCount, work, users.stride, offsets, columns, values, ...factors, ...rest);
    const sum = noise.reduce((total, one) => total + one, 0);
    this.meanNoise = Math.min(this.maxNoise, sum / Math.max(1, users.rowCount));
  }

  private draw(
    rows: FactorSide,
    ratings: SparseMatrix,
    other: FactorSide,
    byRow: boolean,
    seed: number,
  ): void {
    const { width, stride, expected, precision, factors, means, rowCount } = rows;
    const { offsets, columns, values } = ratings;
    const prior = [expected, precision, this.noise, Number(byRow)] as const;
    const work = columns.length * stride * stride * 0.6 + rowCount * width ** 3 * 0.5;
    const given = [offsets, columns, values, other.factors] as const;
    this.crew.run(drawRows, rowCount, work, width, stride, ...given, ...prior, factors, means, seed);
  }
}
