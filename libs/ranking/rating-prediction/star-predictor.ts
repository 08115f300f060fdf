import { DrawSpace } from '../kernels/draw.space.js';
import { KernelMemory } from '../kernels/kernel.memory.js';
import { sumModelRows } from '../kernels/model.rows.js';
import { multiplyRow } from '../math/dense-matrix.js';
import { drained } from '../math/steps.js';
import { StarPosterior } from './star-posterior.js';
import { UserPreferences } from '../data/user-preferences.js';

export interface StarParameters {
  /** Length of the factors. */
  dimensions: number;
  /** Draws kept; each holds the whole model, and predictions are averaged over them. */
  samples: number;
  /** Sweeps before the first is kept, and from one kept to the next. */
  warmUp: number;
  spacing: number;
  /** What a user (an item) rated with counts 1 / ratingsᵖ each. */
  userPower: number;
  itemPower: number;
  /** ν: the smaller, the more users may differ in how steady their ratings are. Above 2. */
  noiseShape: number;
  /** Ratings after which what someone rated counts half as much, beside the stars, as it does in the end. */
  implicitFrom: number;
  /** Outside votes' worth of shrinkage of an item's vote average towards the mean of all. */
  votesShrinkage: number;
  /** The lowest and highest prediction, in stars. */
  range: readonly [lowest: number, highest: number];
  seed: number;
}

export const STAR_DEFAULTS: StarParameters = {
  dimensions: 12,
  samples: 15,
  warmUp: 30,
  spacing: 8,
  userPower: 0.6,
  itemPower: 0.5,
  noiseShape: 4,
  implicitFrom: 20,
  votesShrinkage: 50,
  // The product's own scale starts at one star.
  range: [1, 5],
  seed: 1,
};

/** A first estimate in a twentieth of the time; what the sampler has not forgotten of its start makes it a little worse. */
export const QUICK_STARS: Partial<StarParameters> = { samples: 3, warmUp: 5, spacing: 1 };

/**
 * Fitted star predictor as plain data: draws s = 1 … samples of the model, in units of `scale` stars from `mean`.
 * The first of `width` = dimensions + 1 numbers is a bias, the others factors.
 */
export interface StarState {
  parameters: StarParameters;
  /** Mean and standard deviation of all ratings. */
  mean: number;
  scale: number;
  /** Each item's row in `itemDraws` and `ratedWeights`; −1 for one that nobody had rated. */
  row: Int32Array;
  /** Rows × samples × width: (b_i, q_i) as drawn, which users are folded in with. */
  itemDraws: Float32Array;
  /** Rows × samples × width: what having rated an item says of a user. */
  ratedWeights: Float32Array;
  /** Items × samples × width: (b_i, q_i) as expected, which is predicted with. */
  itemMeans: Float32Array;
  /** Samples × width: where users' (b_u, p_u) are expected before what they rated is added, and how closely. */
  userMeans: Float64Array;
  userPrecision: Float64Array;
  /** Samples × width: mean and precision of all users' (b_u, p_u): all there is to go by for a newcomer. */
  populationMeans: Float64Array;
  populationPrecision: Float64Array;
  /** Precision of a typical user's ratings; length samples. */
  noise: Float64Array;
}

/** One user as the predictor sees them. */
export interface StarProfile {
  /** Σ_s b_u. */
  bias: number;
  /** Samples × width: (1, p_u) of each draw. */
  factors: Float64Array;
}

/**
 * Predicted stars, averaged over draws s of the model's posterior:
 *
 *     μ + σ · mean_s( b_u + b_i + p_u·q_i )
 *
 * A user's (b_u, p_u) are the posterior mean of a Bayesian regression of their ratings on the items of each draw,
 * around what the mere fact of having rated those items says of them: w₀ + Σ_j w_j / nᵖ. With few ratings that says
 * little yet, so expectations move from the population's (g = 0) to their own as g = n² / (n² + implicitFrom²) grows.
 *
 * Only a user's ratings are needed, and a user who was there when it was fitted is treated alike, so what is
 * measured is what serves. It is linear in the stars given. Fifteen draws come within 0.001 RMSE of hundreds.
 */
export class StarPredictor {
  private readonly space: DrawSpace;

  constructor(readonly state: StarState) {
    const { parameters, itemDraws, itemMeans } = state;
    const memory = KernelMemory.of(itemDraws, itemMeans);
    this.space = new DrawSpace(parameters.samples, parameters.dimensions + 1, memory);
  }

  /** Under a millisecond for 200 ratings, about one for 1,000; the same for the same ratings. Items are those of the fit. */
  foldIn(user: Pick<UserPreferences, 'items' | 'stars'>): StarProfile {
    return drained(this.foldInSteps(user));
  }

  /** The same in steps, one for some hundred ratings and one for each draw. */
  *foldInSteps(user: Pick<UserPreferences, 'items' | 'stars'>): Generator<void, StarProfile> {
    const { samples, dimensions } = this.state.parameters;
    const width = dimensions + 1;
    const factors = new Float64Array(samples * width);
    let bias = 0;
    let s = 0;
    const observed = yield* this.observedInSteps(user);
    for (const posterior of this.draws(user.items, observed)) {
      bias += posterior.mean[0];
      factors.set(posterior.mean, s * width);
      factors[s++ * width] = 1;
      yield;
    }
    return { bias, factors };
  }

  /** How far a user's (b_u, p_u) are still open in each draw: covariances, each of shape [width, width]. */
  covariances(user: Pick<UserPreferences, 'items' | 'stars'>): Float64Array[] {
    const covariances: Float64Array[] = [];
    const observed = drained(this.observedInSteps(user));
    for (const posterior of this.draws(user.items, observed)) covariances.push(posterior.covariance());
    return covariances;
  }

  /** What the ratings say in each draw, as {@link DrawSpace} has it. */
  private *observedInSteps({
    items,
    stars,
  }: Pick<UserPreferences, 'items' | 'stars'>): Generator<void, Float64Array> {
    const { parameters, mean, scale, row, itemDraws, itemMeans } = this.state;
    const size = parameters.samples * (parameters.dimensions + 1);
    const { space } = this;
    const observed = space.nothing();
    for (let first = 0; first < items.length; first += DrawSpace.ratings) {
      const count = Math.min(DrawSpace.ratings, items.length - first);
      for (let at = 0; at < count; at++) {
        const item = items[first + at];
        const y = (stars[first + at] - mean) / scale;
        if (row[item] < 0) space.put(at, itemMeans, item * size, y);
        else space.put(at, itemDraws, row[item] * size, y);
      }
      space.addTo(observed, count);
      yield;
    }
    return observed;
  }

  /** The posterior of each draw, in the place of the one before. */
  private *draws(items: Int32Array, observed: Float64Array): Generator<StarPosterior, void> {
    const { parameters, noise } = this.state;
    const width = parameters.dimensions + 1;
    const posterior = new StarPosterior(width);
    const expected = this.expected(items);
    for (let s = 0; s < parameters.samples; s++) {
      posterior.begin(expected.mean, expected.precision, s * width);
      posterior.observeAll(observed, (observed.length / parameters.samples) * s, noise[s]);
      posterior.solve();
      yield posterior;
    }
  }

  /** Stars within the parameters' range; never NaN. About half a microsecond. */
  predict({ bias, factors }: StarProfile, item: number): number {
    const { mean, scale, itemMeans, parameters } = this.state;
    const sum = bias + multiplyRow(itemMeans, item, factors);
    const [lowest, highest] = parameters.range;
    return Math.max(lowest, Math.min(highest, mean + (scale * sum) / parameters.samples));
  }

  /** Where each draw expects someone who rated these items, whatever the stars, and how closely; samples × width. */
  private expected(items: Int32Array): { mean: Float64Array; precision: Float64Array } {
    const { userMeans, userPrecision, populationMeans, populationPrecision, ratedWeights, row, parameters } =
      this.state;
    const rows = items.map((item) => row[item]).filter((at) => at >= 0);
    const shares = new Float64Array(rows.length).fill(rows.length ** -parameters.userPower);
    const rated = sumModelRows(ratedWeights, userMeans.length, rows, shares);
    const mean = userMeans.map((value, k) => value + rated[k]);
    const own = rows.length ** 2 / (rows.length ** 2 + parameters.implicitFrom ** 2);
    const precision = userPrecision.map((value, k) => 1 / (own / value + (1 - own) / populationPrecision[k]));
    return { mean: mean.map((value, k) => own * value + (1 - own) * populationMeans[k]), precision };
  }
}
