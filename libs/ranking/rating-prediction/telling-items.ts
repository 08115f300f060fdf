import type { UserPreferences } from '../data/user-preferences.js';
import type { StarPredictor } from './star-predictor.js';

/**
 * The items whose ratings can be expected to say most about a user, chosen one after the other:
 *
 *     gain(i) = P(i) · mean_s ½·ln( 1 + α_s · h_iᵀ Σ_s h_i ),   h_i = (1, q_i)
 *
 * where P is how likely the user knows the item, Σ_s the covariance of what draw s of the star predictor believes of them, and
 * α_s the precision of a rating: the logarithm is the information, in nats, that one more rating brings about the user. An
 * item that was chosen is taken to be answered with the probability P, so that the next one asks something else:
 *
 *     Σ ← Σ − P·(Σh)(Σh)ᵀ / (1/α + hᵀΣh)
 *
 * @param pool   items to choose from; ascending rank is not needed
 * @param known  per item of the catalogue, 0 to 1
 * @returns at most `limit` of the pool, the most telling first
 * @see MacKay, "Information-Based Objective Functions for Active Data Selection", Neural Computation 1992
 * @see Rubens, Elahi, Sugiyama, Kaplan, "Active Learning in Recommender Systems", Recommender Systems Handbook 2015
 */
export function tellingItems(
  predictor: StarPredictor,
  user: Pick<UserPreferences, 'items' | 'stars'>,
  pool: readonly number[],
  known: ArrayLike<number>,
  limit: number,
): number[] {
  const { parameters, itemMeans, noise } = predictor.state;
  const { samples, dimensions } = parameters;
  const width = dimensions + 1;
  const covariances = predictor.covariances(user);
  /** h of a pool's item in draw s. */
  const asked = (item: number, s: number): Float64Array => {
    const h = Float64Array.from(
      itemMeans.subarray((item * samples + s) * width, (item * samples + s + 1) * width),
    );
    h[0] = 1;
    return h;
  };
  const questions = pool.map((item) => covariances.map((_, s) => asked(item, s)));
  const open = questions.map((of) => of.map((h, s) => product(h, times(covariances[s], h))));
  const left = new Set(pool.keys());
  const chosen: number[] = [];
  while (chosen.length < limit && left.size > 0) {
    let best = -1;
    let most = -Infinity;
    for (const at of left) {
      const gain = open[at].reduce(
        (sum, variance, s) => sum + Math.log1p(noise[s] * Math.max(variance, 0)),
        0,
      );
      const expected = known[pool[at]] * gain;
      if (expected > most) [best, most] = [at, expected];
    }
    left.delete(best);
    chosen.push(pool[best]);
    covariances.forEach((covariance, s) => {
      const direction = times(covariance, questions[best][s]);
      const share = known[pool[best]] / (1 / noise[s] + Math.max(open[best][s], 0));
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) covariance[i * width + j] -= share * direction[i] * direction[j];
      for (const at of left) open[at][s] -= share * product(questions[at][s], direction) ** 2;
    });
  }
  return chosen;
}

/** A symmetric matrix times a vector. */
function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, i) => product(matrix.subarray(i * vector.length, (i + 1) * vector.length), vector));
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
