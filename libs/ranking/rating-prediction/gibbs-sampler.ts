import { SparseMatrix } from '../math/sparse-matrix.js';
import { StarPosterior } from './star-posterior.js';
import { StarRandom } from './gamma-normal.js';
import { FactorSide } from './factor-side.js';

/** Precision of a typical user's ratings before anything is known, in units of the ratings' own variance. */
const FIRST_NOISE = 1.5;

/**
 * Gibbs sampler of the whole model: draws each part given all others, over and over.
 *
 *     y_ui ~ N(b_u + b_i + p_u·q_i, 1/α_u)      α_u ~ Gamma(ν/2, ν/(2α₀))
 *
 * Users differ in how steady their ratings are, hence α_u; α₀ is its mean. Sides are described in {@link FactorSide}.
 */
export class GibbsSampler {
  /** α_u of each user. */
  readonly noise: Float64Array;
  /** α₀ of the last draw of the users. */
  meanNoise = FIRST_NOISE;
  private readonly posterior: StarPosterior;

  /**
   * @param byUser  users × items, standardised ratings: mean 0, variance 1
   * @param byItem  the same, transposed
   */
  constructor(
    private readonly byUser: SparseMatrix,
    private readonly byItem: SparseMatrix,
    readonly users: FactorSide,
    readonly items: FactorSide,
    private readonly noiseShape: number,
    private readonly random: StarRandom,
  ) {
    this.noise = new Float64Array(users.rowCount).fill(FIRST_NOISE);
    this.posterior = new StarPosterior(users.width);
  }

  /** Draws all users' factors, given the items'. */
  drawUsers(): void {
    const { byUser, users, items, posterior, noise, random } = this;
    const { width } = users;
    for (let user = 0; user < users.rowCount; user++) {
      const [begin, end] = [byUser.offsets[user], byUser.offsets[user + 1]];
      posterior.begin(users.expected, users.precision, user * width, 0);
      for (let e = begin; e < end; e++) {
        const from = byUser.columns[e] * width;
        posterior.observe(items.factors, from, byUser.values[e] - items.factors[from], noise[user]);
      }
      posterior.solve(random);
      users.factors.set(posterior.draw, user * width);
    }
  }

  /**
   * Draws all items' factors, given the users'.
   *
   * @param onMean  sees each item's posterior mean: truer than the draw, when only items are averaged over
   */
  drawItems(onMean: (item: number, mean: Float64Array) => void): void {
    const { byItem, users, items, posterior, noise, random } = this;
    const { width } = items;
    for (let item = 0; item < items.rowCount; item++) {
      const [begin, end] = [byItem.offsets[item], byItem.offsets[item + 1]];
      posterior.begin(items.expected, items.precision, item * width, 0);
      for (let e = begin; e < end; e++) {
        const user = byItem.columns[e];
        const from = user * width;
        posterior.observe(users.factors, from, byItem.values[e] - users.factors[from], noise[user]);
      }
      posterior.solve(random);
      onMean(item, posterior.mean);
      items.factors.set(posterior.draw, item * width);
    }
  }

  /** Draws how steady each user's ratings are. */
  drawNoise(): void {
    const { byUser, users, items, noise, noiseShape, random } = this;
    const { width } = users;
    let sum = 0;
    for (let user = 0; user < users.rowCount; user++) {
      let squares = 0;
      for (let e = byUser.offsets[user]; e < byUser.offsets[user + 1]; e++) {
        const item = byUser.columns[e] * width;
        let error = byUser.values[e] - users.factors[user * width] - items.factors[item];
        for (let k = 1; k < width; k++) error -= users.factors[user * width + k] * items.factors[item + k];
        squares += error * error;
      }
      const count = byUser.offsets[user + 1] - byUser.offsets[user];
      noise[user] = random.gamma((noiseShape + count) / 2, (noiseShape / this.meanNoise + squares) / 2);
      sum += noise[user];
    }
    this.meanNoise = Math.min(MAX_NOISE, sum / Math.max(1, users.rowCount));
  }
}

/** Ratings that fit perfectly must not make the precision grow for ever. */
const MAX_NOISE = 1000;
